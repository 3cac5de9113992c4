// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import io.photon.result.Failure;

/** Why a WebSocket is closed, as a number: those of RFC 6455, 7.4, and for failures 4000 and the status of HTTP. */
final class CloseCode {

    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL = 1002;
    static final int UNSUPPORTED = 1003;
    static final int NOT_UTF8 = 1007;
    static final int POLICY = 1008;
    static final int TOO_BIG = 1009;
    static final int INTERNAL = 1011;
    static final int TRY_LATER = 1013;

    private static final int FIRST_OF_APPLICATIONS = 3000;
    private static final int LAST = 4999;

    private CloseCode() {}

    /** That of a failure. */
    static int of(Failure.Kind kind) {
        return switch (kind) {
            case BAD_INPUT, VERIFICATION_FAILED, UNSUPPORTED_TYPE -> 4400;
            case NOT_AUTHENTICATED -> 4401;
            case DENIED -> 4403;
            case NOT_FOUND -> 4404;
            case CONFLICT -> 4409;
            case TOO_LARGE -> TOO_BIG;
            case OVERLOADED, READ_ONLY, NOT_PRIMARY, NO_SPACE, UNREACHABLE, TIMED_OUT, OUTCOME_UNKNOWN -> TRY_LATER;
            case DAMAGED, INTERNAL -> INTERNAL;
        };
    }

    /** Whether a client may send it. */
    static boolean isSendable(int code) {
        return code >= FIRST_OF_APPLICATIONS && code <= LAST
                || code >= NORMAL && code <= TRY_LATER + 1 && code != 1004 && code != 1005 && code != 1006;
    }
}
