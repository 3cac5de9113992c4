// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the top level of JSON that the daemon wrote, without building anything. For well-formed JSON only; on
 * other bytes it stops early, it never throws for them. What a {@link JsonScanner} has let in need not be checked again.
 */
public final class JsonFields {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private JsonFields() {}

    /** Gets one field of an object, or (with an empty name range) one item of an array. */
    @FunctionalInterface
    public interface Visitor {
        void visit(byte[] json, int nameFrom, int nameTo, int valueFrom, int valueTo);
    }

    /** Visits the fields of an object, or the items of an array, in order. */
    public static void forEach(byte[] json, int from, int to, Visitor visitor) {
        int at = space(json, from, to);
        if (at >= to || (json[at] != '{' && json[at] != '[')) {
            return;
        }
        boolean object = json[at] == '{';
        at = space(json, at + 1, to);
        while (at < to && json[at] != '}' && json[at] != ']') {
            int nameFrom = at;
            int nameTo = at;
            if (object) {
                int end = valueEnd(json, at, to);
                nameFrom = at + 1;
                nameTo = Math.max(nameFrom, end - 1);
                at = space(json, space(json, end, to) + 1, to);
            }
            int end = valueEnd(json, at, to);
            if (end <= at) {
                return;
            }
            visitor.visit(json, nameFrom, nameTo, at, end);
            at = space(json, end, to);
            if (at < to && json[at] == ',') {
                at = space(json, at + 1, to);
            }
        }
    }

    /** The range of a field's value as {from, to}, or null. */
    public static int @Nullable [] find(byte[] json, int from, int to, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int[][] found = new int[1][];
        forEach(json, from, to, (bytes, nameFrom, nameTo, valueFrom, valueTo) -> {
            if (Arrays.equals(bytes, nameFrom, nameTo, wanted, 0, wanted.length)) {
                found[0] = new int[] {valueFrom, valueTo};
            }
        });
        return found[0];
    }

    /** A copy of a field's value as it stands; the name may hold any character. Null when missing, or no object. */
    public static byte @Nullable [] field(byte[] json, String name) {
        int start = space(json, 0, json.length);
        if (start >= json.length || json[start] != '{') {
            return null;
        }
        int[][] found = new int[1][];
        forEach(json, start, json.length, (bytes, nameFrom, nameTo, from, to) -> {
            if (text(bytes, nameFrom - 1, nameTo + 1).equals(name)) {
                found[0] = new int[] {from, to};
            }
        });
        return found[0] == null ? null : Arrays.copyOfRange(json, found[0][0], found[0][1]);
    }

    /** Copies of the entries of an array that is a field of an object; none when it is not there. */
    public static List<byte[]> entries(byte[] json, String name) {
        List<byte[]> entries = new ArrayList<>();
        int[] array = find(json, 0, json.length, name);
        if (array != null) {
            forEach(
                    json,
                    array[0],
                    array[1],
                    (bytes, n, m, from, to) -> entries.add(Arrays.copyOfRange(bytes, from, to)));
        }
        return entries;
    }

    /** A field's value as text: strings without quotes and escapes, anything else as it stands; null when missing. */
    public static @Nullable String text(byte[] json, String name) {
        int[] range = find(json, 0, json.length, name);
        return range == null ? null : text(json, range[0], range[1]);
    }

    /** A field's value as a whole number; 0 when it is missing or none. */
    public static long number(byte[] json, String name) {
        String text = text(json, name);
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0; // as documented
        }
    }

    /** A value as text, see {@link #text(byte[], String)}. */
    public static String text(byte[] json, int from, int to) {
        if (from < to && json[from] == '"') {
            return JsonText.unescape(new String(json, from + 1, Math.max(0, to - from - 2), StandardCharsets.UTF_8));
        }
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    /** Index after the value that starts at {@code from}; {@code from} itself when there is none. */
    public static int valueEnd(byte[] json, int from, int to) {
        int depth = 0;
        for (int at = from; at < to; at++) {
            byte b = json[at];
            if (b == '"') {
                at = stringEnd(json, at, to);
                if (depth == 0) {
                    return Math.min(to, at + 1);
                }
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                if (depth == 0) {
                    return at;
                }
                if (--depth == 0) {
                    return at + 1;
                }
            } else if (depth == 0 && (b == ',' || b == ':' || isSpace(b))) {
                return at;
            }
        }
        return to;
    }

    /** Index of the closing quote of the string that opens at {@code from}, or {@code to}. */
    public static int stringEnd(byte[] json, int from, int to) {
        int at = from + 1;
        while (true) {
            while (at + 8 <= to && isPlain((long) LONG.get(json, at))) {
                at += 8;
            }
            if (at >= to || json[at] == '"') {
                return Math.min(at, to);
            }
            at += json[at] == '\\' ? 2 : 1;
        }
    }

    /** Whether none of eight bytes is a quote or a backslash; of control characters {@link JsonScanner} has let in none. */
    private static boolean isPlain(long eight) {
        long quote = eight ^ (ONES * '"');
        long backslash = eight ^ (ONES * '\\');
        return ((((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH_BITS) == 0;
    }

    /** Index of the next byte that is no white space. */
    public static int space(byte[] json, int from, int to) {
        int at = from;
        while (at < to && isSpace(json[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    /**
     * A text as a JSON string, quotes included, for messages that a person may see: no control character of a terminal is left
     * as it is. Halves of pairs are for {@link JsonText#quoted}.
     */
    public static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
