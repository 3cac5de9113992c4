// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

/** A command was sent, and there was no answer, or none that says whether it was done. */
final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
