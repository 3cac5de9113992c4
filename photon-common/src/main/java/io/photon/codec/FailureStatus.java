// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.result.Failure.Kind;

/**
 * The status of a failed request: the numbers of HTTP, which answers to calls over Muon use too (docs/muon-protocol
 * 6.3). Pure.
 */
public final class FailureStatus {

    private FailureStatus() {}

    /** What a door answers. */
    public static int of(Kind kind) {
        return switch (kind) { // no default: a new kind must be given a status before it compiles
            case BAD_INPUT, VERIFICATION_FAILED -> 400;
            case NOT_AUTHENTICATED -> 401;
            case DENIED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case UNSUPPORTED_TYPE -> 415;
            case NOT_PRIMARY -> 421;
            case INTERNAL, DAMAGED -> 500;
            case UNREACHABLE -> 502;
            case OVERLOADED, READ_ONLY, OUTCOME_UNKNOWN -> 503;
            case TIMED_OUT -> 504;
            case NO_SPACE -> 507;
        };
    }

    /** What a status means that anybody may have answered, a proxy or another service. @param status not 2xx */
    public static Kind kind(int status) {
        return switch (status) {
            case 401 -> Kind.NOT_AUTHENTICATED;
            case 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 408, 504 -> Kind.TIMED_OUT;
            case 409, 412 -> Kind.CONFLICT;
            case 413 -> Kind.TOO_LARGE;
            case 415 -> Kind.UNSUPPORTED_TYPE;
            case 421 -> Kind.NOT_PRIMARY;
            case 429, 503 -> Kind.OVERLOADED;
            case 502 -> Kind.UNREACHABLE;
            case 507 -> Kind.NO_SPACE;
            default -> status < 500 ? Kind.BAD_INPUT : Kind.INTERNAL;
        };
    }
}
