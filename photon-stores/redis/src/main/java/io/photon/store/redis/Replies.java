// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.text.Utf8;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the server answered. Pure. */
final class Replies {

    private Replies() {}

    static byte[] bytes(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return bytes;
        }
        throw unexpected(reply);
    }

    static String text(@Nullable Object reply) {
        return Utf8.text(bytes(reply));
    }

    /** A number, as one or in digits. */
    static long number(@Nullable Object reply) {
        if (reply instanceof Long number) {
            return number;
        }
        return number(bytes(reply), 0, bytes(reply).length);
    }

    /** Digits. @param to exclusive */
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw unexpected(bytes);
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    /** The order-id that is the id of an entry of a stream, {@code ID-0}. */
    static long id(List<?> entry) {
        byte[] id = bytes(entry.get(0));
        return number(id, 0, id.length - 2);
    }

    /** The one value of an entry of a stream. */
    static byte[] value(List<?> entry) {
        return bytes(list(entry.get(1)).get(1));
    }

    static List<?> list(@Nullable Object reply) {
        if (reply instanceof List<?> list) {
            return list;
        }
        throw unexpected(reply);
    }

    /** The next colon, or the end. */
    static int colon(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != ':') {
            at++;
        }
        return at;
    }

    private static IllegalStateException unexpected(@Nullable Object reply) {
        return new IllegalStateException(
                "Redis answered something of another kind: " + (reply == null ? "nothing" : reply.getClass()));
    }
}
