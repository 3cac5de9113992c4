// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Events of exactly 300 bytes as they are sent. */
final class Events {

    static final int BYTES = 300;

    private Events() {}

    /** @param localId null for none */
    static String json(String stream, long n, @Nullable String localId) {
        String start = "{\"stream-name\":\"" + stream + "\",\"event-type\":\"Measured\","
                + (localId == null ? "" : "\"local-id\":\"" + localId + "\",") + "\"payload\":{\"n\":" + n
                + ",\"price\":12.50,\"note\":\"";
        return start + "x".repeat(Math.max(0, BYTES - start.length() - 3)) + "\"}}";
    }

    static byte[] bytes(String stream, long n) {
        return json(stream, n, null).getBytes(StandardCharsets.US_ASCII);
    }

    /** A name that is no time and no number, spread so that neighbours differ in their hashes only. */
    static String stream(long n) {
        return String.format(Locale.ROOT, "orders-%07d", n);
    }

    /** A field with a whole number of an event as an answer shows it. */
    static long number(String answered, String field) {
        int at = answered.indexOf("\"" + field + "\":") + field.length() + 3;
        int end = at;
        while (answered.charAt(end) >= '0' && answered.charAt(end) <= '9') {
            end++;
        }
        return Long.parseLong(answered.substring(at, end));
    }
}
