// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.TerminalSafe;
import io.photon.cli.output.Units;
import io.photon.codec.JsonFields;
import java.util.function.UnaryOperator;

/** Shows entries of a daemon's log, once or as they come. */
public final class LogList {

    private final Report report;
    private final Format format;
    private final Table table;

    public LogList(Report report) {
        this.report = report;
        this.format = report.many();
        UnaryOperator<String> level = word -> switch (word) {
            case "error" -> report.paint().red(word);
            case "warn" -> report.paint().yellow(word);
            default -> word;
        };
        this.table = report.table("TIME (UTC)", "LEVEL", "SOURCE", "TIMES", "MESSAGE")
                .right(3)
                .fixed(0, 1)
                .dropping(3)
                .style(1, level);
    }

    /**
     * Shows an answer to {@code GET /api/log}.
     *
     * @param after the entry that it was asked for, the answer when nothing came
     * @param goesOn whether more will follow: then nothing is held back
     * @return the number of the last entry
     */
    public long show(byte[] answer, long after, boolean goesOn) {
        if (format == Format.json && !goesOn) {
            report.showJson(answer, 0, answer.length);
            return after;
        }
        long[] last = {after};
        int[] entries = JsonFields.find(answer, 0, answer.length, "entries");
        if (entries != null) {
            JsonFields.forEach(answer, entries[0], entries[1], (json, n, m, from, to) -> {
                entry(json, from, to);
                last[0] = Math.max(last[0], number(json, from, to, "number"));
            });
        }
        table.flush();
        return last[0];
    }

    private void entry(byte[] json, int from, int to) {
        String message = text(json, from, to, "message");
        switch (format) {
            case json, ndjson -> {
                report.out().write(json, from, to - from);
                report.out().write('\n');
            }
            case raw -> report.out().line(TerminalSafe.text(message));
            case table -> {
                long count = number(json, from, to, "count");
                table.row(
                        Units.timeToTheSecond(number(json, from, to, "time")),
                        text(json, from, to, "level"),
                        text(json, from, to, "source"),
                        count == 1 ? "" : Units.grouped(count),
                        message);
            }
        }
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        String text = range == null ? null : JsonFields.text(json, range[0], range[1]);
        return text == null ? "" : text;
    }

    private static long number(byte[] json, int from, int to, String name) {
        String text = text(json, from, to, name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
