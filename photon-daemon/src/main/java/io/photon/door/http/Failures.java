package io.photon.door.http;

import io.photon.result.Failure;

/** A {@link Failure} in HTTP: its status, and its JSON. Pure. */
final class Failures {

    private Failures() {}

    static int status(Failure failure) {
        return switch (failure.kind()) { // no default: a new kind must be given a status before it compiles
            case BAD_INPUT, VERIFICATION_FAILED -> 400;
            case NOT_AUTHENTICATED -> 401;
            case DENIED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case UNSUPPORTED_TYPE -> 415;
            case INTERNAL, DAMAGED -> 500;
            case UNREACHABLE -> 502;
            case OVERLOADED, READ_ONLY -> 503;
            case TIMED_OUT -> 504;
            case NO_SPACE -> 507;
        };
    }

    /** {@code {"error","code","hint"}} */
    static byte[] json(Failure failure) {
        return addTo(new Bytes(192), failure, -1).toArray();
    }

    /** @param line the input line it is about, from 1, or -1 */
    static Bytes addTo(Bytes target, Failure failure, long line) {
        target.ascii("{\"error\":").quoted(failure.message());
        target.ascii(",\"code\":").quoted(failure.kind().code());
        if (failure.hint() != null) {
            target.ascii(",\"hint\":").quoted(failure.hint());
        }
        if (line > 0) {
            target.ascii(",\"line\":").number(line);
        }
        return target.add('}');
    }
}
