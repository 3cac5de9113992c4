// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.photon.event.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether two events say the same: byte for byte, or else as JSON with exact numbers (1.0 equals 1.00, key order does
 * not matter; an object that names a key twice equals nothing but its own bytes). In linear time, also with numbers of a
 * million digits: the append thread asks. Thread-safe.
 *
 * <p>Events above {@link #MAX_PARSED_BYTES} are compared byte for byte only: trees of both would cost many times their
 * size in memory.
 */
public final class JsonEquality {

    /** Largest event that is compared as JSON. */
    public static final int MAX_PARSED_BYTES = 1 << 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScanner.MAX_DEPTH + 1)
                    .maxNumberLength(MAX_PARSED_BYTES)
                    .maxStringLength(MAX_PARSED_BYTES)
                    .maxNameLength(MAX_PARSED_BYTES)
                    .build())
            .build();

    private JsonEquality() {}

    /** Whether two stored events are the same event: position, time and content. */
    public static boolean sameEvent(Event stored, Event candidate) {
        if (stored.orderId() != candidate.orderId() || stored.eventTime() != candidate.eventTime()) {
            return false;
        }
        return sameContent(
                stored.array(),
                stored.header().bodyFrom(),
                stored.offset() + stored.length(),
                candidate.array(),
                candidate.header().bodyFrom(),
                candidate.offset() + candidate.length());
    }

    /**
     * Whether a stored event is what this draft body would become; position, time and {@link TraceContext} do not count: each
     * try to send an event again is another span of its trace.
     */
    public static boolean sameContent(Event stored, byte[] draftBody) {
        int to = stored.offset() + stored.length();
        if (Arrays.equals(stored.array(), stored.header().bodyFrom(), to, draftBody, 0, draftBody.length)) {
            return true;
        }
        byte[] one = TraceContext.without(stored.body());
        byte[] other = TraceContext.without(draftBody);
        return sameContent(one, 0, one.length, other, 0, other.length);
    }

    private static boolean sameContent(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo) {
        if (Arrays.equals(one, from, to, other, otherFrom, otherTo)) {
            return true;
        }
        if (to - from > MAX_PARSED_BYTES || otherTo - otherFrom > MAX_PARSED_BYTES) {
            return false;
        }
        try {
            return Objects.equals(tree(braced(one, from, to)), tree(braced(other, otherFrom, otherTo)));
        } catch (IOException | NumberFormatException e) {
            return false; // what does not read as a tree (a key twice, an endless exponent) equals only its own bytes
        }
    }

    /** A body ends with the brace whose opening one stands before order-id. */
    private static byte[] braced(byte[] array, int from, int to) {
        byte[] json = new byte[to - from + 1];
        json[0] = '{';
        System.arraycopy(array, from, json, 1, to - from);
        return json;
    }

    private static @Nullable Object tree(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    /** The value at the parser's token: a map, a list, a text, a number, true, false or null. */
    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ExactNumber.of(parser.getText());
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            boolean known = object.containsKey(name);
            parser.nextToken();
            object.put(name, value(parser));
            if (known) {
                throw new IOException("the key '" + name + "' stands twice");
            }
        }
        return object;
    }
}
