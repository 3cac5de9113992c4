// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.os.SystemError;
import io.photon.result.Failure;
import java.io.IOException;

/** Data cannot be written any more. Thrown through whatever produces it, caught where the command ends. */
public final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean brokenPipe;
    private final transient Failure failure;

    public OutputException(String where, IOException cause) {
        super(cause);
        String why = String.valueOf(cause.getMessage());
        this.brokenPipe = SystemError.BROKEN_PIPE.isSaidBy(cause);
        boolean full = SystemError.isNoRoom(cause);
        this.failure = Failure.of(
                full ? Failure.Kind.NO_SPACE : Failure.Kind.INTERNAL,
                "cannot write to " + where + ": " + why,
                full ? "make room there, or write elsewhere" : null);
    }

    /** Whether the reader has left, as in {@code | head -1}: nothing to complain about. */
    public boolean isBrokenPipe() {
        return brokenPipe;
    }

    public Failure failure() {
        return failure;
    }
}
