// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one JSON array into lines, one item each, as they come; whether an item is JSON is not judged here. Memory:
 * none for the size of an item or of the array. Not thread-safe.
 */
public final class ArraySplitter {

    /** Why bytes are no array. */
    public enum Trouble {
        /** They do not begin with a bracket. */
        NO_ARRAY,
        /** A comma stands where an item should. */
        STRAY_COMMA,
        /** The closing bracket stands where an item should. */
        STRAY_BRACKET,
        /** There is more after the closing bracket. */
        MORE,
        /** There is nothing. */
        EMPTY,
        /** They end before the closing bracket. */
        CUT
    }

    private enum At {
        START,
        FIRST_ITEM,
        ITEM,
        NEXT_ITEM,
        END
    }

    private final boolean mayEndWithComma;
    private At at = At.START;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private @Nullable Trouble trouble;

    /** @param mayEndWithComma whether a comma may stand after the last item, as people write it by hand */
    public ArraySplitter(boolean mayEndWithComma) {
        this.mayEndWithComma = mayEndWithComma;
    }

    /**
     * Writes the lines of a chunk, all of it; after a trouble there are none.
     *
     * @param lines with room for as many bytes as the chunk has
     * @param from where in it they begin
     * @return where they end
     */
    public int split(ByteBuffer chunk, byte[] lines, int from) {
        int size = from;
        while (chunk.hasRemaining() && trouble == null) {
            byte b = chunk.get();
            if (at == At.ITEM) {
                size = item(b, lines, size);
            } else if (!isSpace(b) && isItemBegunBy(b)) {
                at = At.ITEM;
                size = item(b, lines, size);
            }
        }
        return size;
    }

    private int item(byte b, byte[] lines, int size) {
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

    /** What a byte between items means. */
    private boolean isItemBegunBy(byte b) {
        if (at == At.START) {
            at = At.FIRST_ITEM;
            trouble = b == '[' ? null : Trouble.NO_ARRAY;
        } else if (at == At.END) {
            trouble = Trouble.MORE;
        } else if (b == ',') {
            trouble = Trouble.STRAY_COMMA;
        } else if (b == ']') {
            trouble = at == At.FIRST_ITEM || mayEndWithComma ? null : Trouble.STRAY_BRACKET;
            at = At.END;
        } else {
            return true;
        }
        return false;
    }

    /** No more comes. */
    public void end() {
        if (trouble == null && at != At.END) {
            trouble = at == At.START ? Trouble.EMPTY : Trouble.CUT;
        }
    }

    /** Why it is no array, or null as long as it may be one. */
    public @Nullable Trouble trouble() {
        return trouble;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
