// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.log;

import io.photon.cli.output.TerminalSafe;
import io.photon.codec.JsonWriter;
import io.photon.text.Utf8;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/** How an entry of the log looks. */
enum LogForm {
    /**
     * {@code TIME LEVEL message field=value}, and what was thrown. Names of streams, texts of exceptions and whatever else
     * comes from outside stand in messages: nothing in them begins a line of its own, moves the cursor, rings or turns the
     * direction of the text.
     */
    TEXT {
        @Override
        String entry(
                String logger, Level level, String message, List<KeyValuePair> fields, @Nullable Throwable thrown) {
            StringBuilder text = new StringBuilder(120)
                    .append(now())
                    .append(' ')
                    .append(level)
                    .append(' ')
                    .append(TerminalSafe.text(message));
            for (KeyValuePair field : fields) {
                text.append(' ').append(field.key).append('=').append(TerminalSafe.text(String.valueOf(field.value)));
            }
            text.append('\n');
            String lead = "";
            Throwable each = thrown;
            for (int i = 0; each != null && i < MAX_CAUSES; i++, each = each.getCause()) {
                text.append(lead)
                        .append(TerminalSafe.text(String.valueOf(each)))
                        .append('\n');
                for (StackTraceElement frame : each.getStackTrace()) {
                    text.append("\tat ")
                            .append(TerminalSafe.text(frame.toString()))
                            .append('\n');
                }
                lead = "Caused by: ";
            }
            return text.toString();
        }
    },
    /** The same as one JSON object: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message}, its fields, {@code exception}. */
    JSON {
        @Override
        String entry(
                String logger, Level level, String message, List<KeyValuePair> fields, @Nullable Throwable thrown) {
            JsonWriter json = new JsonWriter(200)
                    .object()
                    .field("time", now())
                    .field("level", level.name())
                    .field("logger", logger)
                    .field("thread", Thread.currentThread().getName())
                    .field("message", message);
            for (KeyValuePair field : fields) {
                if (field.value instanceof Long || field.value instanceof Integer) {
                    json.field(field.key, ((Number) field.value).longValue());
                } else if (field.value instanceof Double number && Double.isFinite(number)) {
                    json.field(field.key).raw(Utf8.bytes(number.toString()));
                } else {
                    json.field(field.key, String.valueOf(field.value));
                }
            }
            if (thrown != null) {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace, true));
                json.field("exception", trace.toString());
            }
            // What is harmful in it can only be part of a string, where an escape means the same.
            return TerminalSafe.text(json.endObject().text()) + "\n";
        }
    };

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);
    private static final int MAX_CAUSES = 20;

    /** The text of an entry, its line end included. */
    abstract String entry(
            String logger, Level level, String message, List<KeyValuePair> fields, @Nullable Throwable thrown);

    private static String now() {
        return TIME.format(OffsetDateTime.now(ZoneOffset.UTC));
    }
}
