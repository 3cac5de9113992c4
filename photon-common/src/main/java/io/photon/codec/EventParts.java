// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a canonical line holds after its leading fields, as texts. Immutable.
 *
 * @param more the other fields as a JSON object of their own, as sent; null when there are none. Of a line without a payload
 *     the whole line, so that nothing is ever lost by taking it apart
 * @param payload the payload as sent
 */
public record EventParts(@Nullable String more, String payload) {

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
    public @Nullable String field(String name) {
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
            int colon = JsonFields.space(json, JsonFields.stringEnd(json, at + 1, end) + 1, end);
            at = JsonFields.space(json, JsonFields.valueEnd(json, JsonFields.space(json, colon + 1, end), end), end);
        }
        return -1;
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
