// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/** State on disk turned out to be unreadable; it was set aside, and the owner of that state starts over. */
public final class StateLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StateLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
