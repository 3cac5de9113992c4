// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Facts;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.cli.output.TerminalSafe;
import io.photon.codec.GapJson;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;

/** Shows what caused an event and what it caused: as a tree, as order-ids (raw), or as the daemon sent it. */
public final class TraceTree {

    private final Report report;
    private final boolean drawn;

    public TraceTree(Report report) {
        this.report = report;
        this.drawn = report.console().isUnicode();
    }

    /** Shows a trace, to the exit code. */
    public int show(Result<byte[]> answer) {
        if (answer instanceof Result.Err<byte[]> || report.one() == Format.json || report.one() == Format.ndjson) {
            return report.show(answer);
        }
        byte[] json = answer.value();
        boolean raw = report.one() == Format.raw;
        String indent = "";
        String missing = JsonFields.text(json, "missing-cause");
        if (missing != null && !missing.equals("null") && !raw) {
            report.out().line("(" + TerminalSafe.text(missing) + " is not in the store)");
            indent = step(indent, true);
        }
        for (int[] cause : causes(json)) {
            line(json, cause, indent, raw, "");
            indent = step(indent, true);
        }
        int[] event = JsonFields.find(json, 0, json.length, "event");
        if (event != null) {
            line(json, event, indent, raw, "  <- this one");
            effects(json, event, indent, raw);
        }
        int[] damaged = JsonFields.find(json, 0, json.length, "damaged");
        if (damaged != null) {
            GapJson.readRanges(json, damaged[0], damaged[1])
                    .forEach(gap -> report.note("warning: what stood at " + gap.text()
                            + " cannot be read; it may have been a cause or an effect"));
        } else if ("false".equals(JsonFields.text(json, "complete"))) {
            report.note("there may be more effects after " + JsonFields.text(json, "scanned-to")
                    + ", or more than --limit allows");
        }
        return ExitCode.OK;
    }

    /** The causes, the first one first. */
    private static List<int[]> causes(byte[] json) {
        List<int[]> causes = new ArrayList<>();
        int[] all = JsonFields.find(json, 0, json.length, "causes");
        if (all != null) {
            JsonFields.forEach(json, all[0], all[1], (b, n, m, from, to) -> causes.add(0, new int[] {from, to}));
        }
        return causes;
    }

    /** What stands before the children of a line: their branches, or nothing where the level ends. */
    private String step(String indent, boolean last) {
        String open = indent.isEmpty() ? "" : indent.substring(0, indent.length() - 3) + (last(indent) ? "   " : bar());
        return open + (last ? corner() : branch());
    }

    private boolean last(String indent) {
        return indent.endsWith(corner());
    }

    private String corner() {
        return drawn ? "└─ " : "`- ";
    }

    private String branch() {
        return drawn ? "├─ " : "|- ";
    }

    private String bar() {
        return drawn ? "│  " : "|  ";
    }

    private void effects(byte[] json, int[] event, String indent, boolean raw) {
        int[] effects = JsonFields.find(json, event[0], event[1], "effects");
        if (effects == null) {
            return;
        }
        List<int[]> each = new ArrayList<>();
        JsonFields.forEach(json, effects[0], effects[1], (b, n, m, from, to) -> each.add(new int[] {from, to}));
        for (int i = 0; i < each.size(); i++) {
            String before = step(indent, i == each.size() - 1);
            line(json, each.get(i), before, raw, "");
            effects(json, each.get(i), before, raw);
        }
    }

    private void line(byte[] json, int[] event, String indent, boolean raw, String mark) {
        String orderId = text(json, event, "order-id");
        if (raw) {
            report.out().line(orderId);
            return;
        }
        StringBuilder line = new StringBuilder(indent).append(orderId);
        for (String name : List.of("event-time", "stream-name", "event-type", "service-id", "relation")) {
            String text = Facts.value(name, text(json, event, name));
            if (!text.isEmpty() && !text.equals("null")) {
                line.append("  ").append(TerminalSafe.text(text));
            }
        }
        report.out().line(line.append(mark).toString());
    }

    private static String text(byte[] json, int[] event, String name) {
        int[] range = JsonFields.find(json, event[0], event[1], name);
        return range == null ? "" : JsonFields.text(json, range[0], range[1]);
    }
}
