// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.Facts;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Report;
import io.photon.cli.output.TerminalSafe;
import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's own form of an event, such as <code>{order-id} {payload.total}</code>: text, and paths in braces. A path
 * that an event does not have is empty, <code>{time}</code> is its time, and doubled braces stand for one.
 */
public final class EventFormat {

    private static final String TIME = "time";

    /** A literal text, or the steps of a path: names and, for arrays, numbers. */
    private sealed interface Part permits Text, Field {}

    private record Text(String text) implements Part {}

    private record Field(List<String> path) implements Part {}

    private final List<Part> parts;

    private EventFormat(List<Part> parts) {
        this.parts = parts;
    }

    /** Understands a format, or says where it is wrong. */
    public static Result<EventFormat> parse(String format) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                text.append(c);
                i += 2;
            } else if (c == '{') {
                int end = format.indexOf('}', i);
                String path = end < 0 ? "" : format.substring(i + 1, end).strip();
                if (path.isEmpty()) {
                    return wrong(format, i, end < 0 ? "'{' has no '}'" : "nothing stands between '{' and '}'");
                }
                parts.add(new Text(text.toString()));
                text.setLength(0);
                parts.add(new Field(steps(path)));
                i = end + 1;
            } else if (c == '}') {
                return wrong(format, i, "'}' has no '{'");
            } else if (c == '\\' && i + 1 < format.length() && "tn\\".indexOf(format.charAt(i + 1)) >= 0) {
                text.append("\t\n\\".charAt("tn\\".indexOf(format.charAt(i + 1))));
                i += 2;
            } else {
                text.append(c);
                i++;
            }
        }
        parts.add(new Text(text.toString()));
        return Result.ok(new EventFormat(parts));
    }

    private static Result<EventFormat> wrong(String format, int at, String what) {
        return Result.err(
                Kind.BAD_INPUT,
                "--format: " + what + " at character " + (at + 1) + " of '" + format + "'",
                "write e.g. '{order-id} {payload.total}'; a brace itself is {{ or }}");
    }

    /** {@code payload.items[0].sku} and {@code .payload.items.0.sku} mean the same. */
    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        for (String step : path.replace("[", ".").replace("]", "").split("\\.")) {
            if (!step.isEmpty()) {
                steps.add(
                        step.startsWith("\"") && step.endsWith("\"") && step.length() > 1
                                ? step.substring(1, step.length() - 1)
                                : step);
            }
        }
        return steps;
    }

    /** Shows whole lines in this form, a line each. */
    public ByteSink sink(Report report) {
        DataOut out = report.out();
        boolean terminal = report.console().isOutTerminal();
        return new ByteSink() {
            @Override
            public void write(byte[] lines, int offset, int length) {
                Lines.forEach(lines, offset, length, (block, from, to) -> {
                    out.line(line(block, from, to, terminal));
                });
            }

            @Override
            public void pause() {
                out.flush();
            }
        };
    }

    String line(byte[] json, int from, int to, boolean harmless) {
        StringBuilder line = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Text text) {
                line.append(text.text()); // the user's own
            } else if (part instanceof Field field) {
                String value = value(json, from, to, field.path());
                line.append(
                        harmless
                                ? TerminalSafe.text(value)
                                : value.replace("\n", "\\n").replace("\r", "\\r"));
            }
        }
        return line.toString();
    }

    private static String value(byte[] json, int from, int to, List<String> path) {
        if (path.size() == 1 && path.get(0).equals(TIME)) {
            String ms = value(json, from, to, List.of("event-time"));
            return Facts.value("event-time", ms);
        }
        int[] range = {from, to};
        for (String step : path) {
            range = step(json, range, step);
            if (range == null) {
                return "";
            }
        }
        return JsonFields.text(json, range[0], range[1]);
    }

    private static int @Nullable [] step(byte[] json, int[] range, String step) {
        if (range[0] >= range[1] || json[range[0]] != '{' && json[range[0]] != '[') {
            return null;
        }
        boolean isArray = json[range[0]] == '[';
        byte[] name = step.getBytes(StandardCharsets.UTF_8);
        int[][] found = new int[1][];
        int[] count = {0};
        JsonFields.forEach(json, range[0], range[1], (b, nameFrom, nameTo, valueFrom, valueTo) -> {
            boolean wanted = isArray
                    ? Integer.toString(count[0]++).equals(step)
                    : java.util.Arrays.equals(b, nameFrom, nameTo, name, 0, name.length);
            found[0] = wanted ? new int[] {valueFrom, valueTo} : found[0];
        });
        return found[0];
    }
}
