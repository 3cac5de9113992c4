// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Listing;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.Units;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * How things that were handed out are shown.
 *
 * @param list the name of their list in an answer
 * @param id the name of their id
 */
record HandedOut(String list, String id) {

    static final HandedOut TOKENS = new HandedOut("tokens", "id");
    static final HandedOut APPLICATIONS = new HandedOut("applications", "client-id");

    static final HandedOut HOOKS = new HandedOut("hooks", "hook");

    private static final List<String> TIMES =
            List.of("created", "until", "last-used", "secret-since", "former-secret-until", "last-delivery");

    /** Shows an answer with several of them. */
    int list(Result<byte[]> answer, Report report) {
        if (answer instanceof Result.Err<byte[]> err) {
            return report.fail(err.failure());
        }
        List<byte[]> all = JsonFields.entries(answer.value(), list);
        Listing.show(
                report,
                all.stream().map(Utf8::text).toList(),
                all.stream().map(one -> JsonFields.text(one, id)).toList(),
                () -> table(all, report));
        return ExitCode.OK;
    }

    private void table(List<byte[]> all, Report report) {
        if (this == HOOKS) {
            hooks(all, report);
            return;
        }
        boolean ends = this == TOKENS;
        Table table = ends
                ? report.table("NAME", "USER", "MAY AT MOST", "CREATED", "UNTIL", "LAST USED", "ID")
                        .dropping(3, 2)
                : report.table("NAME", "USER", "MAY AT MOST", "CREATED", "LAST USED", "CLIENT-ID")
                        .dropping(3, 2);
        for (byte[] one : all) {
            List<String> cells =
                    new ArrayList<>(List.of(text(one, "name"), text(one, "username"), most(one), time(one, "created")));
            if (ends) {
                cells.add(time(one, "until"));
            }
            cells.add(time(one, "last-used"));
            cells.add(text(one, id));
            table.row(cells.toArray(String[]::new));
        }
        table.flush();
    }

    private static void hooks(List<byte[]> all, Report report) {
        Table table = report.table("NAME", "STREAM", "SCHEME", "STORED", "FAILED", "LAST DELIVERY", "PATH")
                .dropping(6, 4);
        for (byte[] one : all) {
            table.row(
                    text(one, "hook"),
                    text(one, "stream"),
                    state(one),
                    text(one, "stored"),
                    text(one, "failed"),
                    time(one, "last-delivery"),
                    text(one, "path"));
        }
        table.flush();
    }

    private static String state(byte[] hook) {
        String scheme = text(hook, "usable").equals("true") ? text(hook, "scheme") : "not usable";
        return text(hook, "enabled").equals("false") ? scheme + " (off)" : scheme;
    }

    private static String most(byte[] one) {
        String roles = text(one, "roles");
        String streams = text(one, "streams");
        String what = roles.isEmpty() ? "all its user may" : roles;
        return streams.isEmpty() || streams.equals("**") ? what : what + " on " + streams;
    }

    /** Shows an answer with one of them; to people times as times. */
    int show(Result<byte[]> answer, Report report) {
        return report.show(report.one() == Format.table ? answer.map(HandedOut::readable) : answer);
    }

    private static byte[] readable(byte[] json) {
        JsonWriter out = new JsonWriter(json.length + 128).object();
        JsonFields.forEach(json, 0, json.length, (b, nameFrom, nameTo, from, to) -> {
            String name = Utf8.text(b, nameFrom, nameTo);
            if (TIMES.contains(name)) {
                out.field(name, Units.timeToTheSecond(Long.parseLong(JsonFields.text(b, from, to))));
            } else {
                out.field(name).raw(b, from, to - from);
            }
        });
        return out.endObject().bytes();
    }

    private static String text(byte[] one, String name) {
        String text = JsonFields.text(one, name);
        return text == null ? "" : text;
    }

    private static String time(byte[] one, String name) {
        String text = text(one, name);
        return text.isEmpty() ? "never" : Units.timeToTheSecond(Long.parseLong(text));
    }
}
