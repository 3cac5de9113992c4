// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.result.Failure;

/** The exit codes, as {@code photon help exit-codes} lists them. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;
    public static final int NOT_FOUND = 3;
    public static final int CONFLICT = 4;
    public static final int NOT_ALLOWED = 5;
    public static final int UNREACHABLE = 6;
    public static final int VERIFICATION_FAILED = 7;
    public static final int PARTIAL = 8;
    public static final int TIMED_OUT = 124;
    public static final int INTERRUPTED = 130;
    public static final int BROKEN_PIPE = 141;

    private ExitCode() {}

    /** The code a failure ends the program with. */
    public static int of(Failure failure) {
        return switch (failure.kind()) { // no default: a new kind must be given a code before it compiles
            case BAD_INPUT, TOO_LARGE, UNSUPPORTED_TYPE -> USAGE;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case NOT_AUTHENTICATED, DENIED -> NOT_ALLOWED;
            case OVERLOADED, NO_SPACE, READ_ONLY, NOT_PRIMARY, UNREACHABLE, OUTCOME_UNKNOWN -> UNREACHABLE;
            case DAMAGED, VERIFICATION_FAILED -> VERIFICATION_FAILED;
            case TIMED_OUT -> TIMED_OUT;
            case INTERNAL -> FAILURE;
        };
    }
}
