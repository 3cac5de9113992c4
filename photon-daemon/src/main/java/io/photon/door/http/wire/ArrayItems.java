// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import io.photon.result.Failure;
import java.nio.ByteBuffer;

/**
 * Turns the bytes of one JSON array into lines, one item each, as they come; whether an item is an event is not judged
 * here. Memory: one read. Not thread-safe.
 */
public final class ArrayItems {

    private enum At {
        START,
        FIRST_ITEM,
        ITEM,
        NEXT_ITEM,
        END
    }

    private At at = At.START;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private byte[] lines = new byte[0];
    private Failure failure;

    /** The lines of a chunk; the bytes are valid until the next call. Behind a failure there are none. */
    public ByteBuffer lines(ByteBuffer chunk) {
        if (lines.length < chunk.remaining()) {
            lines = new byte[chunk.remaining()];
        }
        int size = 0;
        while (chunk.hasRemaining() && failure == null) {
            byte b = chunk.get();
            if (at == At.ITEM) {
                size = item(b, size);
            } else if (!isSpace(b)) {
                size = between(b, size);
            }
        }
        return ByteBuffer.wrap(lines, 0, size);
    }

    private int item(byte b, int size) {
        if (inString) {
            inString = escaped || b != '"';
            escaped = !escaped && b == '\\';
        } else if (depth == 0 && (b == ',' || b == ']')) {
            at = b == ',' ? At.NEXT_ITEM : At.END;
            lines[size] = '\n';
            return size + 1;
        } else {
            inString = b == '"';
            depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
        }
        // A line end would end the item; the other kind of it is taken out like any line break, once the JSON is read.
        lines[size] = !inString && b == '\n' ? (byte) '\r' : b;
        return size + 1;
    }

    private int between(byte b, int size) {
        if (at == At.START && b == '[') {
            at = At.FIRST_ITEM;
        } else if (at == At.START) {
            fail("the body is not a JSON array", "POST one event to /api/event, or lines as " + Call.NDJSON);
        } else if (at == At.FIRST_ITEM && b == ']') {
            at = At.END;
        } else if (at == At.END) {
            fail("there is more after the closing bracket of the array", "send one array");
        } else if (b == ',' || b == ']') {
            fail("the array has a '" + (char) b + "' where an event should stand", "what was answered is stored");
        } else {
            at = At.ITEM;
            return item(b, size);
        }
        return size;
    }

    /** No more comes. */
    public void end() {
        if (at == At.START) {
            fail("the body is empty", "send a JSON array of events");
        } else if (at != At.END) {
            fail("the array ends before its closing bracket", "what was answered is stored; send the rest again");
        }
    }

    /** Why it is no array, or null as long as it may be one. */
    public Failure failure() {
        return failure;
    }

    private void fail(String message, String hint) {
        if (failure == null) {
            failure = Failure.of(Failure.Kind.BAD_INPUT, message, hint);
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
