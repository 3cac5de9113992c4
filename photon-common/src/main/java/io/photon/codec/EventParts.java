// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * What a canonical line holds after its leading fields, as texts. Immutable.
 *
 * @param more the other fields as a JSON object of their own, as sent; null when there are none. Of a line without a payload
 *     the whole line, so that nothing is ever lost by taking it apart
 * @param payload the payload as sent
 */
public record EventParts(String more, String payload) {

    private static final byte[] PAYLOAD = Utf8.bytes(",\"payload\":");

    /** Takes a stored event apart. */
    public static EventParts of(Event event) {
        EventLine.Header header = event.header();
        byte[] array = event.array();
        int end = event.offset() + event.length();
        int fieldsFrom = (header.localIdFrom() < 0 ? header.typeTo() : header.localIdTo()) + 1;
        int payloadAt = payloadAt(array, fieldsFrom, end - 1);
        if (payloadAt < 0) {
            return new EventParts(text(array, event.offset(), end), "null");
        }
        return new EventParts(
                payloadAt == fieldsFrom ? null : "{" + text(array, fieldsFrom + 1, payloadAt) + "}",
                text(array, payloadAt + PAYLOAD.length, end - 1));
    }

    /**
     * A field among the others: a string's text, anything else as its JSON.
     *
     * @return null when there is no such field
     */
    public String field(String name) {
        return MoreFields.field(more, name);
    }

    /** Where {@code ,"payload":} of the event itself starts, after whatever other fields there are; -1 when nowhere. */
    private static int payloadAt(byte[] json, int from, int end) {
        int at = from;
        while (at + PAYLOAD.length < end) {
            if (startsWith(json, at, PAYLOAD)) {
                return at;
            }
            if (json[at] != ',' || json[at + 1] != '"') {
                return -1;
            }
            at = valueEnd(json, stringEnd(json, at + 1, end) + 1, end);
        }
        return -1;
    }

    /** The index behind the value that starts at {@code from}: the next comma outside strings and brackets. */
    private static int valueEnd(byte[] json, int from, int end) {
        int depth = 0;
        for (int at = from; at < end; at++) {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at, end) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {
                    // a digit, a letter, a colon or white space: part of the value
                }
            }
        }
        return end;
    }

    /** The index behind the closing quote of the string whose opening quote is at {@code from}. */
    private static int stringEnd(byte[] json, int from, int end) {
        for (int at = from + 1; at < end; at++) {
            if (json[at] == '\\') {
                at++;
            } else if (json[at] == '"') {
                return at + 1;
            }
        }
        return end;
    }

    private static boolean startsWith(byte[] json, int at, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (json[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
