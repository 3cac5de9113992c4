// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import io.photon.codec.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks once through JSON that another program wrote, and takes out what is known by name; everything else is stepped over.
 * Nothing throws: malformed text ends the walk and {@link #failed()} says so. Not thread-safe.
 *
 * <p>Not a parser of payloads: those are handed on as the bytes they are. It is apart from the scanners of {@code codec} because
 * it reads in one walk what it knows and tells what is wrong, in messages that need not be as strict as an event.
 */
final class JsonCursor {

    /** No more fields in this object. */
    static final int END = -2;

    /** A field whose name is not among the known ones. */
    static final int UNKNOWN = -1;

    private static final byte[] NOTHING = new byte[0];

    private final byte[] json;
    private final int end;
    private int at;
    private boolean first;
    private @Nullable String problem;

    JsonCursor(byte[] json, int from, int to) {
        this.json = json;
        this.at = from;
        this.end = to;
    }

    boolean failed() {
        return problem != null;
    }

    /** What is wrong and where, or null. */
    @Nullable String problem() {
        return problem;
    }

    private void fail(String what) {
        if (problem == null) {
            problem = what + " at byte " + at;
        }
        at = end;
    }

    private void skipSpace() {
        while (at < end && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
    }

    /** Steps into an object; fails when none stands here. */
    boolean openObject() {
        skipSpace();
        if (at >= end || json[at] != '{') {
            fail("no JSON object");
            return false;
        }
        at++;
        first = true;
        return true;
    }

    /** Steps into an array; anything else is stepped over. */
    boolean openArray() {
        skipSpace();
        if (at < end && json[at] == '[') {
            at++;
            first = true;
            return true;
        }
        skip();
        return false;
    }

    /** Whether an object stands here. */
    boolean atObject() {
        skipSpace();
        return at < end && json[at] == '{';
    }

    /** Whether an object or an array stands here. */
    boolean atNested() {
        skipSpace();
        return at < end && (json[at] == '{' || json[at] == '[');
    }

    /** Whether another item follows in the array that was opened; the cursor stands on it. */
    boolean nextItem() {
        return next(']');
    }

    private boolean next(char close) {
        skipSpace();
        if (at < end && json[at] == close) {
            at++;
            first = false;
            return false;
        }
        if (!first) {
            if (at >= end || json[at] != ',') {
                fail(at >= end ? "the text ends too early" : "no comma");
                return false;
            }
            at++;
            skipSpace();
        }
        first = false;
        if (at >= end) {
            fail("the text ends too early");
            return false;
        }
        return true;
    }

    /** The next field of the object: the index of its name, {@link #UNKNOWN} or {@link #END}; its value comes next. */
    int nextField(byte[][] names) {
        if (!next('}')) {
            return END;
        }
        if (json[at] != '"') {
            fail("no field name");
            return END;
        }
        int from = at + 1;
        int to = stringEnd();
        if (to < 0 || !colon()) {
            return END;
        }
        for (int i = 0; i < names.length; i++) {
            if (equal(names[i], from, to)) {
                return i;
            }
        }
        return UNKNOWN;
    }

    /** The next field's name, whatever it is; null after the last. */
    @Nullable String nextName() {
        if (!next('}')) {
            return null;
        }
        if (json[at] != '"') {
            fail("no field name");
            return null;
        }
        String name = text();
        return name != null && colon() ? name : null;
    }

    private boolean colon() {
        skipSpace();
        if (at >= end || json[at] != ':') {
            fail("no colon");
            return false;
        }
        at++;
        return true;
    }

    private boolean equal(byte[] name, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != json[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** From an opening quote: the index of the closing one, the cursor after it; -1 when there is none. */
    private int stringEnd() {
        int i = at + 1;
        while (i < end && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        if (i >= end) {
            fail("a text without end");
            return -1;
        }
        at = i + 1;
        return i;
    }

    /** A scalar as text: a string's content, a number or boolean as written; null for null and for anything nested. */
    @Nullable String text() {
        skipSpace();
        if (at >= end) {
            fail("the text ends too early");
            return null;
        }
        if (json[at] == '"') {
            int from = at + 1;
            int to = stringEnd();
            return to < 0 ? null : JsonText.unescape(new String(json, from, to - from, StandardCharsets.UTF_8));
        }
        int from = at;
        boolean nested = atNested();
        skip();
        if (nested || failed()) {
            return null;
        }
        String raw = new String(json, from, at - from, StandardCharsets.UTF_8);
        return raw.equals("null") ? null : raw;
    }

    /** A whole number, written as a number, a decimal or a text; {@code absent} when there is none. */
    long number(long absent) {
        String text = text();
        return text == null ? absent : LenientNumbers.whole(text, absent);
    }

    /** The bytes of an array of numbers, each modulo 256 (docs/muon-protocol 2.3); none for anything but an array. */
    byte[] byteNumbers() {
        skipSpace();
        if (at >= end || json[at] != '[') {
            skip();
            return NOTHING;
        }
        int from = at;
        int to = arrayEnd(from + 1);
        if (to < 0) {
            fail("an array of bytes without end");
            return NOTHING;
        }
        byte[] bytes = new byte[(to - from) / 2 + 1];
        int count = numbers(from + 1, to, bytes);
        if (count < 0) {
            return NOTHING;
        }
        at = to + 1;
        return count == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, count);
    }

    private int arrayEnd(int from) {
        for (int i = from; i < end; i++) {
            if (json[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    /** Reads the numbers up to the bracket at {@code to}; how many, or -1 after a failure. */
    private int numbers(int from, int to, byte[] bytes) {
        int i = spaceEnd(from, to);
        int count = 0;
        while (i < to) {
            boolean negative = json[i] == '-';
            int start = negative ? i + 1 : i;
            i = start;
            int value = 0; // may overflow: modulo 2^32, so modulo 256 it stays right
            int digit;
            while ((digit = json[i] - '0') >= 0 && digit <= 9) {
                value = value * 10 + digit;
                i++;
            }
            byte b = json[i];
            if (i == start || b == '.' || b == 'e' || b == 'E') {
                int stop = scalarEnd(start, to);
                double decimal =
                        LenientNumbers.decimal(new String(json, start, stop - start, StandardCharsets.US_ASCII));
                if (Double.isNaN(decimal)) {
                    at = start;
                    fail("no number in an array of bytes");
                    return -1;
                }
                value = (int) (long) decimal;
                i = stop;
            }
            bytes[count++] = (byte) (negative ? -value : value);
            i = json[i] == ',' ? i : spaceEnd(i, to);
            if (i < to) {
                if (json[i] != ',') {
                    at = i;
                    fail("no comma in an array of bytes");
                    return -1;
                }
                i++;
                i = json[i] <= ' ' ? spaceEnd(i, to) : i;
                if (i == to) {
                    at = i;
                    fail("no number after a comma");
                    return -1;
                }
            }
        }
        return count;
    }

    private int spaceEnd(int from, int to) {
        int i = from;
        while (i < to && json[i] <= ' ' && json[i] >= 0) {
            i++;
        }
        return i;
    }

    private int scalarEnd(int from, int to) {
        int i = from;
        while (i < to && json[i] != ',' && json[i] != ']' && json[i] != '}' && (json[i] > ' ' || json[i] < 0)) {
            i++;
        }
        return i;
    }

    /** Steps over a value, however deep, without recursion. */
    void skip() {
        skipSpace();
        int depth = 0;
        do {
            if (at >= end) {
                fail("the text ends too early");
                return;
            }
            byte b = json[at];
            if (b == '"') {
                if (stringEnd() < 0) {
                    return;
                }
            } else if (b == '{' || b == '[') {
                depth++;
                at++;
            } else if (b == '}' || b == ']') {
                depth--;
                at++;
            } else if (depth > 0 && (b == ',' || b == ':' || b <= ' ' && b >= 0)) {
                at++;
            } else {
                int to = scalarOrColon(at);
                if (to == at) {
                    fail("no value");
                    return;
                }
                at = to;
            }
        } while (depth > 0);
        if (depth < 0) {
            fail("a bracket too many");
        }
    }

    private int scalarOrColon(int from) {
        int i = from;
        while (i < end
                && json[i] != ','
                && json[i] != ':'
                && json[i] != ']'
                && json[i] != '}'
                && json[i] != '"'
                && (json[i] > ' ' || json[i] < 0)) {
            i++;
        }
        return i;
    }

    /** Whether nothing but white space follows. */
    boolean atEnd() {
        skipSpace();
        return at >= end;
    }
}
