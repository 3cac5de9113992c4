// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Fault;

/** Which failures end a run, and which are part of what is measured. */
final class Faults {

    private Faults() {}

    /** Whether every further request would fail in the same way. */
    static boolean isFinal(Failure failure) {
        return switch (failure.kind()) {
            case BAD_INPUT,
                    TOO_LARGE,
                    UNSUPPORTED_TYPE,
                    NOT_AUTHENTICATED,
                    DENIED,
                    NOT_FOUND,
                    CONFLICT,
                    NO_SPACE,
                    READ_ONLY,
                    NOT_PRIMARY,
                    DAMAGED,
                    VERIFICATION_FAILED,
                    INTERNAL -> true;
            case OVERLOADED, OUTCOME_UNKNOWN, UNREACHABLE, TIMED_OUT -> false;
        };
    }

    /** Whether it may be otherwise in a moment: a history goes on until the store that was taken away is there again. */
    static boolean mayPass(Failure failure) {
        return failure.kind() == Kind.READ_ONLY || failure.kind() == Kind.NO_SPACE;
    }

    /** What a thread threw. */
    static Failure of(Throwable fault) {
        return fault instanceof OutOfMemoryError
                ? Failure.of(
                        Kind.INTERNAL,
                        "there is not enough memory for this many clients or events this large",
                        "use fewer, or give it more: PHOTON_JAVA_OPTS=-Xmx1g photon bench …")
                : Failure.of(
                        Kind.INTERNAL,
                        "unexpected: " + Fault.words(fault),
                        "run it again with --debug and report what it prints");
    }
}
