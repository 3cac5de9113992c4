// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import org.jspecify.annotations.Nullable;

/** The cluster may have done what it was asked, now or later, or not: it did not say. */
final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
