// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import io.photon.projection.spi.ReductionException;
import org.jspecify.annotations.Nullable;

/** Finds the script's own lines in a stack: languages compile reductions as a file of this name. Pure. */
public final class ScriptTrace {

    /** What a reduction is called in stack traces. */
    public static final String FILE = "reduction";

    private static final int MAX_FRAMES = 20;

    private ScriptTrace() {}

    /**
     * An error with the line and the script's stack before it, as far as they are known.
     *
     * @param limit whether a limit was exceeded
     */
    public static ReductionException placed(@Nullable String message, Throwable error, boolean limit) {
        StringBuilder stack = new StringBuilder();
        int line = 0;
        int frames = 0;
        for (StackTraceElement frame : error.getStackTrace()) {
            if (FILE.equals(frame.getFileName()) && frame.getLineNumber() > 0 && frames++ < MAX_FRAMES) {
                line = line == 0 ? frame.getLineNumber() : line;
                stack.append(stack.length() == 0 ? "" : "\n").append("at line ").append(frame.getLineNumber());
            }
        }
        return new ReductionException(
                line == 0 ? message : "line " + line + ": " + message,
                stack.length() == 0 ? null : stack.toString(),
                limit);
    }
}
