package io.photon.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.event.Event;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Whether two events say the same: byte for byte, or else as JSON with exact numbers (1.0 equals 1.00, key order does
 * not matter; an object that names a key twice equals nothing but its own bytes). Thread-safe.
 *
 * <p>Events above {@link #MAX_PARSED_BYTES} are compared byte for byte only: trees of both would cost many times their
 * size in memory.
 */
public final class JsonEquality {

    /** Largest event that is compared as JSON. */
    public static final int MAX_PARSED_BYTES = 1 << 20;

    private static final JsonMapper EXACT = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonScanner.MAX_DEPTH + 1)
                            .maxNumberLength(MAX_PARSED_BYTES)
                            .maxStringLength(MAX_PARSED_BYTES)
                            .maxNameLength(MAX_PARSED_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private JsonEquality() {}

    /** Whether two stored events are the same event: position, time and content. */
    public static boolean sameEvent(Event stored, Event candidate) {
        if (stored.orderId() != candidate.orderId() || stored.eventTime() != candidate.eventTime()) {
            return false;
        }
        int to = candidate.offset() + candidate.length();
        return sameContent(stored, candidate.array(), candidate.header().bodyFrom(), to);
    }

    /** Whether a stored event is what this draft body would become; position and time do not count. */
    public static boolean sameContent(Event stored, byte[] draftBody) {
        return sameContent(stored, draftBody, 0, draftBody.length);
    }

    private static boolean sameContent(Event stored, byte[] other, int otherFrom, int otherTo) {
        int from = stored.header().bodyFrom();
        int to = stored.offset() + stored.length();
        if (Arrays.equals(stored.array(), from, to, other, otherFrom, otherTo)) {
            return true;
        }
        if (to - from > MAX_PARSED_BYTES || otherTo - otherFrom > MAX_PARSED_BYTES) {
            return false;
        }
        try {
            JsonNode a = EXACT.readTree(braced(stored.array(), from, to));
            JsonNode b = EXACT.readTree(braced(other, otherFrom, otherTo));
            return a.equals(NUMBERS, b);
        } catch (IOException | ArithmeticException | NumberFormatException e) {
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

    private static final Comparator<JsonNode> NUMBERS = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    };
}
