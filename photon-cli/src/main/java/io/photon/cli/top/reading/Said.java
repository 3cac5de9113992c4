// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import io.photon.result.Failure;

/** What went wrong, in a line. Pure. */
public final class Said {

    private Said() {}

    /** The first line of the message, without a piece of code and a caret below it, and the hint. */
    public static String of(Failure failure) {
        String message = failure.message().lines().findFirst().orElse("");
        return message + (failure.hint() == null ? "" : "; " + failure.hint());
    }
}
