// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.codec.ArraySplitter;
import io.photon.result.Failure;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A body that is one JSON array, as lines of one item each; whether an item is an event is not judged here. Memory: one read.
 * Not thread-safe.
 */
public final class ArrayItems {

    private final ArraySplitter splitter = new ArraySplitter(false);
    private byte[] lines = new byte[0];

    /** The lines of a chunk; the bytes are valid until the next call. After a failure there are none. */
    public ByteBuffer lines(ByteBuffer chunk) {
        if (lines.length < chunk.remaining()) {
            lines = new byte[chunk.remaining()];
        }
        return ByteBuffer.wrap(lines, 0, splitter.split(chunk, lines, 0));
    }

    /** No more comes. */
    public void end() {
        splitter.end();
    }

    /** Why it is no array, or null as long as it may be one. */
    public @Nullable Failure failure() {
        ArraySplitter.Trouble trouble = splitter.trouble();
        return trouble == null
                ? null
                : switch (trouble) {
                    case NO_ARRAY ->
                        bad("the body is not a JSON array", "POST one event to /api/event, or lines as " + Call.NDJSON);
                    case STRAY_COMMA -> stray(',');
                    case STRAY_BRACKET -> stray(']');
                    case MORE -> bad("there is more after the closing bracket of the array", "send one array");
                    case EMPTY -> bad("the body is empty", "send a JSON array of events");
                    case CUT ->
                        bad(
                                "the array ends before its closing bracket",
                                "what was answered is stored; send the rest again");
                };
    }

    private static Failure stray(char found) {
        return bad("the array has a '" + found + "' where an event should stand", "what was answered is stored");
    }

    private static Failure bad(String message, String hint) {
        return Failure.of(Failure.Kind.BAD_INPUT, message, hint);
    }
}
