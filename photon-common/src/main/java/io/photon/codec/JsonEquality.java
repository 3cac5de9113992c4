package io.photon.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.event.Event;
import io.photon.event.EventLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Whether two events say the same: byte for byte, or else as JSON with exact numbers (1.0 equals 1.00, key order does
 * not matter). Thread-safe.
 */
public final class JsonEquality {

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private JsonEquality() {}

    /** Whether a stored event is what this draft body would become; position and time do not count. */
    public static boolean sameContent(Event stored, byte[] draftBody) {
        EventLine.Header header = stored.header();
        int from = header.bodyFrom();
        int to = stored.offset() + stored.length();
        if (Arrays.equals(stored.array(), from, to, draftBody, 0, draftBody.length)) {
            return true;
        }
        try {
            JsonNode a = EXACT.readTree(braced(stored.body()));
            JsonNode b = EXACT.readTree(braced(draftBody));
            return a.equals(NUMBERS, b);
        } catch (IOException e) {
            return false; // a stored line that is no JSON equals nothing
        }
    }

    /** A body ends with the brace whose opening one stands before order-id. */
    private static byte[] braced(byte[] body) {
        byte[] json = new byte[body.length + 1];
        json[0] = '{';
        System.arraycopy(body, 0, json, 1, body.length);
        return json;
    }

    private static final Comparator<JsonNode> NUMBERS = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            BigDecimal left = a.decimalValue();
            return left.compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    };
}
