// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import java.util.Objects;

/**
 * State on disk cannot be opened now: a right or a descriptor is missing, or another program holds the file. It is whole as
 * far as is known and stays where it is, so its owner waits and tries again.
 */
public final class StateUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StateUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What cannot be used, and why; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
