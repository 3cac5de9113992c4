// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

import io.photon.text.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The canonical line of an event: the JSON text that is stored, replayed and backed up, without its line end.
 *
 * <pre>
 * {"order-id":1764000000000000,"event-time":1764000000000,"stream-name":"s","event-type":"t"[,"local-id":"l"]…,"payload":…}
 * </pre>
 *
 * The first fields stand in this order and without white space, so that they are read without a JSON parser; names and
 * ids are escaped minimally ({@code \"}, {@code \\} and control characters as {@code \}{@code u00xx}), so that equal
 * names have equal bytes. All other fields follow as the emitter wrote them, the payload last. Pure functions.
 */
public final class EventLine {

    private static final byte[] ORDER_ID = Utf8.bytes("{\"order-id\":");
    private static final byte[] EVENT_TIME = Utf8.bytes(",\"event-time\":");
    private static final byte[] STREAM_NAME = Utf8.bytes("\"stream-name\":\"");
    private static final byte[] EVENT_TYPE = Utf8.bytes("\",\"event-type\":\"");
    private static final byte[] LOCAL_ID = Utf8.bytes("\",\"local-id\":\"");

    private EventLine() {}

    /**
     * Where the leading fields of a line stand. Offsets are into the array the line was read from; text ranges are
     * without their quotes and still escaped.
     *
     * @param localIdFrom start of the local-id, or -1 when the event has none
     */
    public record Header(
            long orderId,
            long eventTime,
            int bodyFrom,
            int streamFrom,
            int streamTo,
            int typeFrom,
            int typeTo,
            int localIdFrom,
            int localIdTo) {}

    /** Puts order-id and event-time before a draft's body. */
    public static byte[] compose(long orderId, long eventTime, byte[] body) {
        int idDigits = digits(orderId);
        int timeDigits = digits(eventTime);
        int prefix = ORDER_ID.length + idDigits + EVENT_TIME.length + timeDigits + 1;
        byte[] line = new byte[prefix + body.length];
        System.arraycopy(ORDER_ID, 0, line, 0, ORDER_ID.length);
        int at = ORDER_ID.length + idDigits;
        putDigits(line, at, orderId);
        System.arraycopy(EVENT_TIME, 0, line, at, EVENT_TIME.length);
        at += EVENT_TIME.length + timeDigits;
        putDigits(line, at, eventTime);
        line[at] = ',';
        System.arraycopy(body, 0, line, prefix, body.length);
        return line;
    }

    /**
     * Reads the leading fields.
     *
     * @return null when the bytes are not a canonical line
     */
    public static @Nullable Header header(byte[] line, int from, int length) {
        int end = from + length;
        if (!startsWith(line, from, end, ORDER_ID)) {
            return null;
        }
        int at = from + ORDER_ID.length;
        int idEnd = digitsEnd(line, at, end);
        if (idEnd == at || idEnd - at > 18 || !startsWith(line, idEnd, end, EVENT_TIME)) {
            return null;
        }
        long orderId = number(line, at, idEnd);
        at = idEnd + EVENT_TIME.length;
        int timeEnd = digitsEnd(line, at, end);
        if (timeEnd == at || timeEnd - at > 18 || timeEnd >= end || line[timeEnd] != ',') {
            return null;
        }
        long eventTime = number(line, at, timeEnd);
        int bodyFrom = timeEnd + 1;
        if (!startsWith(line, bodyFrom, end, STREAM_NAME)) {
            return null;
        }
        int streamFrom = bodyFrom + STREAM_NAME.length;
        int streamTo = textEnd(line, streamFrom, end);
        if (streamTo < 0 || !startsWith(line, streamTo, end, EVENT_TYPE)) {
            return null;
        }
        int typeFrom = streamTo + EVENT_TYPE.length;
        int typeTo = textEnd(line, typeFrom, end);
        if (typeTo < 0) {
            return null;
        }
        int localFrom = -1;
        int localTo = -1;
        if (startsWith(line, typeTo, end, LOCAL_ID)) {
            localFrom = typeTo + LOCAL_ID.length;
            localTo = textEnd(line, localFrom, end);
            if (localTo < 0) {
                return null;
            }
        }
        return new Header(orderId, eventTime, bodyFrom, streamFrom, streamTo, typeFrom, typeTo, localFrom, localTo);
    }

    /** Text of an escaped range of a line, as produced by {@link #escape}. */
    public static String unescape(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == '\\') {
                return unescapeSlowly(line, from, to);
            }
        }
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * A text as it stands between quotes in a canonical line: UTF-8 with minimal escapes. Part of the file format, as hashes are
     * those of this form: other escapers may change, this one may not.
     *
     * @param text without lone surrogates (the codec refuses them)
     */
    public static byte[] escape(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c >= 0x20 && c != '"' && c != '\\';
        }
        if (plain) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < 0x20) {
                escaped.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A 64-bit hash of bytes, well mixed (FNV-1a over the bytes, then a finalizer); part of the file format, so it never
     * changes. Used for stream names and local-ids, always over their escaped form.
     */
    public static long hash(byte[] bytes, int from, int to) {
        long h = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            h = (h ^ (bytes[i] & 0xff)) * 0x100000001b3L;
        }
        return mix(h);
    }

    /** Joins a stream's hash with a local-id's into the hash of the pair. */
    public static long hashPair(long streamHash, long localIdHash) {
        return mix(streamHash * 0x9e3779b97f4a7c15L + localIdHash);
    }

    private static long mix(long h) {
        long m = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        m = (m ^ (m >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return m ^ (m >>> 33);
    }

    private static String unescapeSlowly(byte[] line, int from, int to) {
        String escaped = new String(line, from, to - from, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (escaped.charAt(i + 1) == 'u') {
                text.append((char) Integer.parseInt(escaped, i + 2, i + 6, 16));
                i += 5;
            } else {
                text.append(escaped.charAt(++i));
            }
        }
        return text.toString();
    }

    /** Index of the closing quote, or -1. */
    private static int textEnd(byte[] line, int from, int end) {
        for (int i = from; i < end; i++) {
            byte b = line[i];
            if (b == '"') {
                return i;
            }
            if (b == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] line, int at, int end, byte[] expected) {
        if (at + expected.length > end) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (line[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static int digitsEnd(byte[] line, int from, int end) {
        int at = from;
        while (at < end && line[at] >= '0' && line[at] <= '9') {
            at++;
        }
        return at;
    }

    private static long number(byte[] line, int from, int to) {
        long n = 0;
        for (int i = from; i < to; i++) {
            n = n * 10 + (line[i] - '0');
        }
        return n;
    }

    private static int digits(long number) {
        int n = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            n++;
        }
        return n;
    }

    /** Writes the digits so that the last one stands just before {@code end}. */
    private static void putDigits(byte[] line, int end, long number) {
        int at = end;
        long rest = number;
        do {
            line[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }
}
