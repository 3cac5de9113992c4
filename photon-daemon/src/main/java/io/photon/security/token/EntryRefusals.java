// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.result.Failure;
import io.photon.result.Result;

/** Why someone does not come in. */
final class EntryRefusals {

    private EntryRefusals() {}

    /** What everybody is told who shows something that was not handed out here. */
    static <T> Result<T> stranger() {
        return refused(
                "Not authorized", "the token is not valid here; the daemon's own one changes with each of its starts");
    }

    /** The same for the cookie of a session that is over, or never was. */
    static <T> Result<T> noSession() {
        return refused("Not authorized", "the session of the cookie is over, or it was none: log in again");
    }

    /** @param what for those only who show what was handed out here */
    static <T> Result<T> refused(String what, String hint) {
        return Result.err(Failure.Kind.NOT_AUTHENTICATED, what, hint);
    }
}
