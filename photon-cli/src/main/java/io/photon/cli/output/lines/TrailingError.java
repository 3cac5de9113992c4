// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.cli.output.Lines;
import io.photon.client.ByteSink;
import io.photon.codec.FailureJson;
import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Passes events on, but not the line in which a daemon that must break off says why ({@code {"error",…}}): that is no
 * event. Takes whole lines.
 */
public final class TrailingError implements ByteSink {

    private static final byte[] ERROR = "{\"error\":".getBytes(StandardCharsets.US_ASCII);

    private final ByteSink next;
    private byte @Nullable [] error;

    public TrailingError(ByteSink next) {
        this.next = next;
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        int end = offset + length;
        int start = Lines.lastLine(lines, offset, end);
        if (end - start > ERROR.length && Arrays.equals(lines, start, start + ERROR.length, ERROR, 0, ERROR.length)) {
            error = Arrays.copyOfRange(lines, start, end);
            end = start;
        }
        if (end > offset) {
            next.write(lines, offset, end - offset);
        }
    }

    @Override
    public void pause() {
        next.pause();
    }

    /** What the daemon said, or else what the client saw. */
    public Failure or(Failure seen) {
        return error == null ? seen : FailureJson.read(error, seen.kind());
    }

    /** Whether it said something. */
    public boolean isSaid() {
        return error != null;
    }
}
