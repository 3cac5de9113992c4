// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import org.jspecify.annotations.Nullable;

/** The server may have done what it was asked, now or later, or not: it did not say. */
public final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what was asked, of which server, and what is known; for the one who waits */
    public NoAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
