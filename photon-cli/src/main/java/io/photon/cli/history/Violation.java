// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.history;

import io.photon.codec.JsonWriter;
import java.util.List;

/**
 * Something that must not be.
 *
 * @param rule which rule is broken, a word
 * @param message what is wrong, in words
 * @param lines of the history that show it
 * @param logLines of a log that was given apart
 */
public record Violation(String rule, String message, List<Long> lines, List<Long> logLines) {

    void write(JsonWriter json) {
        json.object().field("rule", rule).field("message", message);
        write(json, "lines", lines);
        if (!logLines.isEmpty()) {
            write(json, "log-lines", logLines);
        }
        json.endObject();
    }

    private static void write(JsonWriter json, String name, List<Long> numbers) {
        json.field(name).array();
        numbers.forEach(json::value);
        json.endArray();
    }

    /** For people. */
    public String text() {
        return rule + ": " + message + places(" (line ", " (lines ", lines)
                + places(" (log line ", " (log lines ", logLines);
    }

    private static String places(String one, String several, List<Long> numbers) {
        return numbers.isEmpty()
                ? ""
                : (numbers.size() == 1 ? one : several)
                        + String.join(
                                ", ", numbers.stream().map(String::valueOf).toList())
                        + ")";
    }
}
