// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.user;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Listing;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.TerminalSafe;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.List;
import java.util.function.Function;

/** The entries of a list that a daemon answered: users or grants. */
final class Entries {

    private Entries() {}

    /** Shows users. */
    static int users(Result<byte[]> answer, Report report) {
        return report.conclude(answer, json -> {
            List<byte[]> users = JsonFields.entries(json, "users");
            Listing.show(report, texts(users), raw(users, "username"), () -> {
                Table table = report.table("USER", "STATE", "GRANTS", "PASSWORD SET", "CREATED", "BY")
                        .right(2)
                        .dropping(5, 4, 3);
                for (byte[] user : users) {
                    table.row(
                            text(user, "username"),
                            text(user, "enabled").equals("true") ? "enabled" : "disabled",
                            text(user, "grants"),
                            Times.text(JsonFields.number(user, "password-set")),
                            Times.text(JsonFields.number(user, "created")),
                            text(user, "created-by"));
                }
                table.flush();
            });
        });
    }

    /** Shows one user, or who the caller is: a line for people, then the grants. @param line says it in a sentence */
    static int person(Result<byte[]> answer, Report report, Function<byte[], String> line) {
        if (report.one() != Format.table || !answer.isOk()) {
            return report.show(answer);
        }
        report.out().line(TerminalSafe.text(line.apply(answer.value())));
        List<byte[]> grants = JsonFields.entries(answer.value(), "granted");
        if (!grants.isEmpty()) {
            table(grants, report);
        }
        return ExitCode.OK;
    }

    /** Shows grants. @param list their name in the answer */
    static int grants(Result<byte[]> answer, String list, Report report) {
        return report.conclude(answer, json -> {
            List<byte[]> grants = JsonFields.entries(json, list);
            Listing.show(report, texts(grants), raw(grants, "grant-id"), () -> table(grants, report));
        });
    }

    private static void table(List<byte[]> grants, Report report) {
        boolean named =
                grants.stream().anyMatch(grant -> !text(grant, "username").isEmpty());
        Table table = named
                ? report.table("USER", "ROLES", "STREAMS", "UNTIL", "GRANT").fixed(4)
                : report.table("ROLES", "STREAMS", "UNTIL", "GRANT").fixed(3);
        for (byte[] grant : grants) {
            long until = JsonFields.number(grant, "until");
            String roles = words(grant, "roles");
            String ends = until == 0 ? "-" : Times.text(until);
            if (named) {
                table.row(text(grant, "username"), roles, text(grant, "streams"), ends, text(grant, "grant-id"));
            } else {
                table.row(roles, text(grant, "streams"), ends, text(grant, "grant-id"));
            }
        }
        table.flush();
    }

    private static List<String> texts(List<byte[]> entries) {
        return entries.stream().map(Utf8::text).toList();
    }

    private static List<String> raw(List<byte[]> entries, String field) {
        return entries.stream().map(entry -> text(entry, field)).toList();
    }

    /** The words of an array of texts. */
    static String words(byte[] json, String field) {
        return text(json, field).replaceAll("[\\[\\]\"]", "").replace(",", ", ");
    }

    static String text(byte[] json, String field) {
        String text = JsonFields.text(json, field);
        return text == null ? "" : text;
    }
}
