// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.screen.Tone;
import java.util.List;

/**
 * Something that went wrong in the daemon.
 *
 * @param count how often, the latest time at {@code timeMs}
 * @param level {@code warn}, {@code error} or {@code refused}
 */
record LogRow(long number, long timeMs, long firstMs, long count, String level, String source, String message) {

    /** Reads {@code {"entries":[…]}}. */
    static List<LogRow> read(byte[] json) {
        return FlatJson.each(json, "entries").stream()
                .map(facts -> new LogRow(
                        facts.whole("number"),
                        facts.whole("time"),
                        facts.whole("first-time"),
                        facts.whole("count"),
                        facts.text("level"),
                        facts.text("source"),
                        facts.text("message")))
                .toList();
    }

    Exported exported() {
        return new Exported()
                .with("number", number)
                .with("time", timeMs)
                .with("first-time", firstMs)
                .with("count", count)
                .with("level", level)
                .with("source", source)
                .with("message", message);
    }

    /** The same problem has the same key, however often it happened. */
    String key() {
        return level + '\n' + source + '\n' + message;
    }

    /** The level with a sign, for where there is no colour. */
    String shownLevel() {
        return switch (level) {
            case "error" -> "✗ error";
            case "refused" -> "⊘ refused";
            default -> "! " + level;
        };
    }

    Tone tone() {
        return switch (level) {
            case "error" -> Tone.BAD;
            case "refused" -> Tone.ACCENT;
            default -> Tone.BEHIND;
        };
    }

    String times() {
        return count == 1 ? "" : "×" + ShortNumbers.brief(count);
    }
}
