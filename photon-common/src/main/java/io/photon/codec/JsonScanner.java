// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks over JSON text (RFC 8259, strictly) without building anything: tells where values end and what they are. The
 * bytes must be well-formed UTF-8 ({@link io.photon.text.Utf8}). One scanner reads one text once; not thread-safe.
 *
 * <p>It is apart from {@link JsonFields}, which believes its bytes and is faster for that, and from the cursor of
 * {@code muon.wire}, which lets a program of another kind be less strict: only this one decides what may be stored.
 *
 * <p>A method that fails returns a negative number and leaves the reason in {@link #error()} and {@link #errorAt()}.
 */
final class JsonScanner {

    /** Deepest nesting of one value; with the event around it 1,000 levels, which JSON readers commonly allow. */
    static final int MAX_DEPTH = 999;

    private static final int FAILED = -1;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[] json;
    private final int end;
    private final int maxNumber;
    /** Which of the open levels are objects, a bit each; nearly all texts do with the first ones. */
    private long upperLevels;

    private long @Nullable [] lowerLevels;
    private boolean lineBreak;
    private boolean escape;
    private @Nullable String error;
    private int errorAt;

    /** @param maxNumber the most characters of a number */
    JsonScanner(byte[] json, int end, int maxNumber) {
        this.json = json;
        this.end = end;
        this.maxNumber = maxNumber;
    }

    /** What went wrong, in words. */
    @Nullable String error() {
        return error;
    }

    /** Index of the byte that cannot be there. */
    int errorAt() {
        return errorAt;
    }

    /** Whether a line break stood between tokens since the last call. */
    boolean takeLineBreak() {
        boolean seen = lineBreak;
        lineBreak = false;
        return seen;
    }

    /** Whether the string read last holds a backslash. */
    boolean hadEscape() {
        return escape;
    }

    /** Index of the next byte that is no white space, at most the end. */
    int skipSpace(int from) {
        int at = from;
        while (at < end) {
            byte b = json[at];
            if (b == '\n' || b == '\r') {
                lineBreak = true;
            } else if (b != ' ' && b != '\t') {
                break;
            }
            at++;
        }
        return at;
    }

    /** Index after the value that starts at {@code from}, where no white space stands. */
    int value(int from) {
        int at = from;
        int depth = 0;
        while (true) {
            if (at >= end) {
                return fail("the text ends where a value should stand", end);
            }
            byte b = json[at];
            boolean opened = false;
            if (b == '{' || b == '[') {
                if (depth == MAX_DEPTH) {
                    return fail("nested deeper than " + MAX_DEPTH, at);
                }
                boolean object = b == '{';
                at = skipSpace(at + 1);
                if (at < end && json[at] == (object ? '}' : ']')) {
                    at++;
                } else {
                    push(depth++, object);
                    opened = true;
                }
            } else {
                at = scalar(at, b);
                if (at < 0) {
                    return at;
                }
            }
            while (!opened && depth > 0) {
                boolean object = isObject(depth - 1);
                at = skipSpace(at);
                if (at >= end) {
                    return fail(object ? "the text ends inside an object" : "the text ends inside an array", end);
                }
                byte next = json[at];
                if (next == ',') {
                    at = skipSpace(at + 1);
                    break;
                }
                if (next != (object ? '}' : ']')) {
                    return fail("found " + shown(at) + (object ? ", expected , or }" : ", expected , or ]"), at);
                }
                at++;
                depth--;
            }
            if (depth == 0) {
                return at;
            }
            if (isObject(depth - 1)) {
                at = name(at);
                if (at < 0) {
                    return at;
                }
            }
        }
    }

    /** Index of a field's value, from the quote that starts its name. */
    int name(int from) {
        if (from >= end) {
            return fail("the text ends inside an object", end);
        }
        if (json[from] != '"') {
            return fail("found " + shown(from) + ", expected a field name in quotes", from);
        }
        int at = string(from);
        if (at < 0) {
            return at;
        }
        return colon(at);
    }

    /** Index of the value after a colon. */
    int colon(int from) {
        int at = skipSpace(from);
        if (at >= end) {
            return fail("the text ends after a field name", end);
        }
        if (json[at] != ':') {
            return fail("found " + shown(at) + ", expected a colon", at);
        }
        return skipSpace(at + 1);
    }

    /** Index after a comma between two fields, and the white space after it. */
    int comma(int at) {
        if (at >= end) {
            return fail("the text ends inside an object", end);
        }
        if (json[at] != ',') {
            return fail("found " + shown(at) + ", expected , or }", at);
        }
        return skipSpace(at + 1);
    }

    /** Index after the closing quote of the string that starts at {@code from}. */
    int string(int from) {
        escape = false;
        int at = from + 1;
        while (true) {
            while (at + 8 <= end && isPlain((long) LONG.get(json, at))) {
                at += 8;
            }
            if (at >= end) {
                return fail("the text ends inside a string", end);
            }
            byte b = json[at];
            if (b == '"') {
                return at + 1;
            }
            if (b == '\\') {
                escape = true;
                at = escaped(at);
                if (at < 0) {
                    return at;
                }
            } else if (b >= 0 && b < 0x20) {
                return fail("a control character inside a string must be escaped, found " + shown(at), at);
            } else {
                at++;
            }
        }
    }

    /** Whether none of eight bytes is a quote, a backslash or a control character. */
    private static boolean isPlain(long eight) {
        long quote = eight ^ (ONES * '"');
        long backslash = eight ^ (ONES * '\\');
        long special = ((eight - ONES * 0x20) & ~eight) | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash);
        return (special & HIGH_BITS) == 0;
    }

    private int escaped(int backslash) {
        int at = backslash + 1;
        if (at >= end) {
            return fail("the text ends inside a string", end);
        }
        switch (json[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 1;
            }
            case 'u' -> {
                for (int i = 1; i <= 4; i++) {
                    if (at + i >= end) {
                        return fail("the text ends inside a string", end);
                    }
                    if (!HexFormat.isHexDigit(json[at + i])) {
                        return fail("found " + shown(at + i) + ", expected four hexadecimal digits", at + i);
                    }
                }
                return at + 5;
            }
            default -> {
                return fail("unknown escape \\ before " + shown(at), at);
            }
        }
    }

    private int scalar(int at, byte first) {
        return switch (first) {
            case '"' -> string(at);
            case 't' -> word(at, "true");
            case 'f' -> word(at, "false");
            case 'n' -> word(at, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            default -> fail("found " + shown(at) + ", expected a value", at);
        };
    }

    private int word(int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (from + i >= end) {
                return fail("the text ends inside " + word, end);
            }
            if (json[from + i] != word.charAt(i)) {
                return fail("found " + shown(from + i) + ", expected " + word, from + i);
            }
        }
        return from + word.length();
    }

    private int number(int from) {
        int at = json[from] == '-' ? from + 1 : from;
        if (at < end && json[at] == '0') {
            at++;
        } else {
            at = digits(at);
        }
        if (at >= 0 && at < end && json[at] == '.') {
            at = digits(at + 1);
        }
        if (at >= 0 && at < end && (json[at] == 'e' || json[at] == 'E')) {
            at++;
            if (at < end && (json[at] == '+' || json[at] == '-')) {
                at++;
            }
            at = digits(at);
        }
        if (at >= 0 && at < end && json[at] >= '0' && json[at] <= '9') {
            return fail("a number must not start with 0", from);
        }
        return at - from > maxNumber
                ? fail("a number of " + (at - from) + " characters, at most " + maxNumber + " are allowed", from)
                : at;
    }

    /** Index after at least one digit. */
    private int digits(int from) {
        int at = from;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at > from) {
            return at;
        }
        return at >= end
                ? fail("the text ends inside a number", end)
                : fail("found " + shown(at) + ", expected a digit", at);
    }

    private void push(int depth, boolean object) {
        long bit = 1L << depth; // the shift takes the low six bits
        if (depth < Long.SIZE) {
            upperLevels = object ? upperLevels | bit : upperLevels & ~bit;
            return;
        }
        if (lowerLevels == null) {
            lowerLevels = new long[(MAX_DEPTH - 1) / Long.SIZE];
        }
        int word = depth / Long.SIZE - 1;
        lowerLevels[word] = object ? lowerLevels[word] | bit : lowerLevels[word] & ~bit;
    }

    private boolean isObject(int depth) {
        long levels = depth < Long.SIZE
                ? upperLevels
                : Objects.requireNonNull(lowerLevels)[depth / Long.SIZE - 1]; // something was pushed
        return (levels >> depth & 1) != 0;
    }

    private int fail(String reason, int at) {
        error = reason;
        errorAt = at;
        return FAILED;
    }

    /** The byte at an index as a person can read it. */
    private String shown(int at) {
        byte b = json[at];
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : String.format(Locale.ROOT, "byte 0x%02x", b);
    }
}
