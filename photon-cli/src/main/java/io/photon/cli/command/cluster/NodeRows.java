// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.cluster;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.TerminalSafe;
import io.photon.cli.output.Units;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.util.List;

/** The nodes of an answer about a cluster, a row each. */
final class NodeRows {

    private NodeRows() {}

    static int show(Result<byte[]> answer, Report report) {
        if (report.one() != Format.table || !answer.isOk()) {
            return report.show(answer);
        }
        byte[] node = answer.value();
        Table table =
                report.table("NODE", "ROLE", "EPOCH", "LAG", "HEAD", "ADDRESS").right(2);
        table.row(
                text(node, "node"),
                text(node, "role"),
                text(node, "epoch"),
                lag(node),
                text(node, "head"),
                text(node, "address"));
        if (!text(node, "follows").isEmpty()) {
            table.row(
                    "-",
                    text(node, "connected").equals("true") ? "followed" : "followed, no answer",
                    "-",
                    "-",
                    "-",
                    text(node, "follows"));
        }
        List<byte[]> sharing = JsonFields.entries(node, "same-store");
        if (text(node, "role").equals("standby")
                && sharing.stream().noneMatch(one -> text(one, "role").equals("writer"))) {
            String writer = text(node, "primary");
            table.row("-", "writes", "-", "-", "-", writer.isEmpty() ? "not known: it has no node.address" : writer);
        }
        for (byte[] one : sharing) {
            table.row(text(one, "node"), orSilent(text(one, "role"), one), "-", "-", "-", text(one, "address"));
        }
        long head = JsonFields.number(node, "head");
        for (byte[] one : JsonFields.entries(node, "followers")) {
            table.row(
                    text(one, "node"),
                    orSilent("follower", one),
                    text(one, "epoch"),
                    JsonFields.number(one, "stored") >= head ? "none" : "some",
                    text(one, "stored"),
                    text(one, "address"));
        }
        table.flush();
        String trouble = text(node, "trouble");
        if (!trouble.isEmpty()) {
            report.out().line(TerminalSafe.text(trouble));
        }
        return ExitCode.OK;
    }

    private static String orSilent(String role, byte[] one) {
        return text(one, "connected").equals("true") ? role : role + ", silent";
    }

    private static String lag(byte[] node) {
        if (text(node, "lag-ms").isEmpty()) {
            return "-";
        }
        long events = JsonFields.number(node, "lag-events");
        long ms = JsonFields.number(node, "lag-ms");
        return events == 0 && ms == 0
                ? "none"
                : Units.counted(events, "event") + ", " + ms / 1_000 + "." + ms % 1_000 / 100 + " s";
    }

    private static String text(byte[] json, String field) {
        String text = JsonFields.text(json, field);
        return text == null ? "" : text;
    }
}
