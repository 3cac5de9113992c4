// SPDX-License-Identifier: Apache-2.0
package io.photon.result;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something was not done, in words for the person who asked. Immutable.
 *
 * <p>Each door turns the {@link Kind} into its own code: HTTP a status, the command line an exit code.
 *
 * @param kind what sort of failure, never null
 * @param message what was asked and what was found, one sentence without a final stop, never null
 * @param hint what to do next, or null when there is nothing useful to say
 * @param location of NOT_PRIMARY the address of the Photon to ask instead; null when that is not known, and for any other kind
 */
public record Failure(
        Kind kind,
        String message,
        @Nullable String hint,
        @Nullable String location) {

    private static final String UNKNOWN_HINT =
            "it may be stored or not: send it again with the same local-id, then it is stored once; without one, look"
                    + " with photon replay before you send it again";

    /** What sort of failure; a door must give each its code. */
    public enum Kind {
        /** The request is malformed: HTTP 400. */
        BAD_INPUT("bad-input"),
        /** Larger than a limit allows: HTTP 413. */
        TOO_LARGE("too-large"),
        /** A body of a type the endpoint does not read: HTTP 415. */
        UNSUPPORTED_TYPE("unsupported-type"),
        /** No user was named, or not truly: HTTP 401. */
        NOT_AUTHENTICATED("not-authenticated"),
        /** Known, but not allowed: HTTP 403. */
        DENIED("denied"),
        /** No such thing: HTTP 404. */
        NOT_FOUND("not-found"),
        /** The world is not as the request expected it: HTTP 409. */
        CONFLICT("conflict"),
        /** Too much at once, or not ready; try again later: HTTP 503. */
        OVERLOADED("overloaded"),
        /** The disk is full; nothing was stored: HTTP 507. */
        NO_SPACE("no-space"),
        /** It may be stored or not; the same again with a local-id is safe: HTTP 503, exit code 6. */
        OUTCOME_UNKNOWN("outcome-unknown"),
        /** The store cannot write any more in this process: HTTP 503. */
        READ_ONLY("read-only"),
        /** This Photon follows another, which is the one to change; nothing was changed: HTTP 421. */
        NOT_PRIMARY("not-primary"),
        /** Stored bytes are not what was written: HTTP 500. */
        DAMAGED("damaged"),
        /** A backup is damaged or incomplete: HTTP 400, exit code 7. */
        VERIFICATION_FAILED("verification-failed"),
        /** No answer came: exit code 6. */
        UNREACHABLE("unreachable"),
        /** Took longer than allowed: exit code 124. */
        TIMED_OUT("timed-out"),
        /** A fault of ours: HTTP 500. */
        INTERNAL("internal");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The stable name for machines, kebab-case. */
        public String code() {
            return code;
        }

        /** The kind of that name. @param code may be null @param otherwise for no name or an unknown one */
        public static Kind of(@Nullable String code, Kind otherwise) {
            Kind known = named(code);
            return known == null ? otherwise : known;
        }

        /** The kind of that name; null for no name or an unknown one. */
        public static @Nullable Kind named(@Nullable String code) {
            for (Kind kind : values()) {
                if (kind.code.equals(code)) {
                    return kind;
                }
            }
            return null;
        }
    }

    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }

    /** One that names no other place. */
    public Failure(Kind kind, String message, @Nullable String hint) {
        this(kind, message, hint, null);
    }

    public static Failure of(Kind kind, String message) {
        return new Failure(kind, message, null);
    }

    public static Failure of(Kind kind, String message, @Nullable String hint) {
        return new Failure(kind, message, hint);
    }

    /** It is not known whether something is stored: the same words at every door. @param what happened */
    public static Failure outcomeUnknown(String what) {
        return new Failure(Kind.OUTCOME_UNKNOWN, what, UNKNOWN_HINT);
    }

    /** The same of what has no local-id. @param hint how to find out, or to do it once more without harm */
    public static Failure outcomeUnknown(String what, String hint) {
        return new Failure(Kind.OUTCOME_UNKNOWN, what + "; it may be stored or not", hint);
    }

    /** There was no memory for what came in: the same words at every door. @param hint what became of it */
    public static Failure tooMuchAtOnce(String hint) {
        return new Failure(Kind.OVERLOADED, "too much is being sent at once", hint);
    }

    /** Another Photon is the one to change: the same words at every door. @param location its address, empty for none that is known */
    public static Failure notPrimary(String message, String location) {
        return new Failure(
                Kind.NOT_PRIMARY,
                message,
                "nothing was stored; send it to "
                        + (location.isEmpty() ? "the primary, see: photon cluster status" : location),
                location.isEmpty() ? null : location);
    }

    /** The same failure, with its place put before the message, e.g. {@code line 7: …}. */
    public Failure at(String place) {
        return new Failure(kind, place + ": " + message, hint, location);
    }
}
