// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.result.Failure;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/**
 * Why the daemon, or the way to it, did not do what was asked. Branch on {@link #kind()}; the message says what was asked, what
 * was found and where. It never holds a password or a token.
 */
public final class PhotonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure.Kind kind;
    private final @Nullable String hint;

    public PhotonException(Failure failure) {
        super(failure.message());
        this.kind = failure.kind();
        this.hint = failure.hint();
    }

    /** The value of a result. @throws PhotonException when there is none */
    public static <T> T unwrap(Result<T> result) {
        if (result instanceof Result.Err<T> err) {
            throw new PhotonException(err.failure());
        }
        return result.value();
    }

    /** What sort of failure. */
    public Failure.Kind kind() {
        return kind;
    }

    /** The kind's stable name as it stands in answers over HTTP, e.g. {@code not-found}. */
    public String code() {
        return kind.code();
    }

    /** What to do next, or null when there is nothing useful to say. */
    public @Nullable String hint() {
        return hint;
    }

    /** Whether the same request may succeed later without a change: the daemon is away, stopping or too busy. */
    public boolean isTransient() {
        return switch (kind) {
            case UNREACHABLE, TIMED_OUT, OVERLOADED -> true;
            case BAD_INPUT,
                    TOO_LARGE,
                    UNSUPPORTED_TYPE,
                    NOT_AUTHENTICATED,
                    DENIED,
                    NOT_FOUND,
                    CONFLICT,
                    NO_SPACE,
                    OUTCOME_UNKNOWN,
                    READ_ONLY,
                    NOT_PRIMARY,
                    DAMAGED,
                    VERIFICATION_FAILED,
                    INTERNAL -> false;
        };
    }

    @Override
    public String toString() {
        return "PhotonException: " + code() + ": " + getMessage() + (hint == null ? "" : " (" + hint + ")");
    }
}
