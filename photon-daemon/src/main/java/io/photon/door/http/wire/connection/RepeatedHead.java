// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that was answered. A client sends the same one with each event, so the next request that begins with
 * these bytes asks the same, of the same caller: only the digits of {@code Content-Length} may be others. Not every head will
 * do: all that it says has to mean the same the next time. Immutable.
 */
final class RepeatedHead {

    /** Of a body that comes in one read. */
    static final int MAX_BODY = 12 * 1024;

    private static final String END = "\r\n\r\n";
    private static final String LENGTH = "content-length";
    private static final int MAX_DIGITS = 5;
    /** What they say is the same for each request, and none of them asks for something of this request alone. */
    private static final Set<String> KNOWN = Set.of(
            "host",
            "user-agent",
            "accept-encoding",
            "accept-language",
            "authorization",
            "cache-control",
            "pragma",
            "sec-fetch-mode");

    private final ByteBuffer before;
    private final ByteBuffer after;

    private RepeatedHead(byte[] before, byte[] after) {
        this.before = ByteBuffer.wrap(before);
        this.after = ByteBuffer.wrap(after);
    }

    /** @param bytes that a request began with, maybe not all of its head @return null for a head that is not taken again */
    static @Nullable RepeatedHead of(byte[] bytes, int size) {
        String text = new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END);
        if (end < 0) {
            return null;
        }
        String head = text.substring(0, end + END.length());
        String[] lines = head.substring(0, end).split("\r\n", -1);
        if (!lines[0].startsWith("POST /") || !lines[0].endsWith(" HTTP/1.1") || lines[0].indexOf('?') >= 0) {
            return null;
        }
        int digits = -1;
        int digitsEnd = -1;
        Set<String> seen = new HashSet<>();
        int at = lines[0].length() + 2;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = colon < 0 ? "" : lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(colon + 1).strip();
            if (!seen.add(name) || !name.equals(LENGTH) && !isPlain(name, value)) {
                return null;
            }
            if (name.equals(LENGTH)) {
                digits = at + lines[i].indexOf(value, colon + 1);
                digitsEnd = digits + value.length();
            }
            at += lines[i].length() + 2;
        }
        return digits < 0
                ? null
                : new RepeatedHead(
                        head.substring(0, digits).getBytes(StandardCharsets.ISO_8859_1),
                        head.substring(digitsEnd).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean isPlain(String name, String value) {
        String wish = value.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "content-type" -> wish.equals("application/json") || wish.equals("application/json; charset=utf-8");
            case "accept" -> wish.equals("*/*") || wish.equals("application/json");
            case "connection" -> wish.equals("keep-alive");
            default -> KNOWN.contains(name);
        };
    }

    /** Where the body begins, if these bytes are this head and a whole body, and nothing more; else -1. */
    int bodyOf(ByteBuffer bytes, int from, int to) {
        int at = from + before.limit();
        if (at >= to || !before.equals(bytes.slice(from, before.limit()))) {
            return -1;
        }
        int length = 0;
        int digits = 0;
        for (byte b = bytes.get(at); b >= '0' && b <= '9' && digits < MAX_DIGITS && at < to - 1; b = bytes.get(at)) {
            length = 10 * length + b - '0';
            digits++;
            at++;
        }
        int body = at + after.limit();
        boolean isWhole = digits > 0 && length > 0 && length <= MAX_BODY && to - body == length;
        return isWhole && after.equals(bytes.slice(at, after.limit())) ? body : -1;
    }
}
