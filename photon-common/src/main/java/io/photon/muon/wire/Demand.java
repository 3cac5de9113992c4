// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How many more items may be sent, the payload of {@code reactive-stream/DataRequested} (docs/muon-protocol 7.4). */
public final class Demand {

    private static final byte[][] FIELDS = {"request".getBytes(StandardCharsets.US_ASCII)};

    private Demand() {}

    /** The payload. @param items at least 1 */
    public static byte[] encode(long items) {
        WireBuffer to = WireBuffer.borrow();
        return to.add('{').quoted("request").add(':').add(items).add('}').toArray();
    }

    /** How many items a payload asks for: a whole number, exact up to {@link Long#MAX_VALUE}; 0 when it asks for none. */
    public static long decode(byte[] payload) {
        JsonCursor cursor = new JsonCursor(payload, 0, payload.length);
        long items = 0;
        int field = cursor.openObject() ? cursor.nextField(FIELDS) : JsonCursor.END;
        while (field != JsonCursor.END) {
            if (field == JsonCursor.UNKNOWN) {
                cursor.skip();
            } else {
                items = demanded(cursor.text());
            }
            field = cursor.nextField(FIELDS);
        }
        return cursor.failed() ? 0 : Math.max(0, items);
    }

    /** A client that counts in doubles writes the largest long as 9.223372036854776E18, which is past it. */
    private static long demanded(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long whole = LenientNumbers.whole(text, -1);
        if (whole >= 0) {
            return whole;
        }
        double decimal = LenientNumbers.decimal(text);
        return decimal > 0 ? (long) decimal : 0;
    }

    /** Two demands together, never past {@link Long#MAX_VALUE}. */
    public static long add(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
