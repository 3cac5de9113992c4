// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.result.Failure;
import org.jspecify.annotations.Nullable;

/** A failure on its way through {@code onError} or a future. */
public final class LogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public LogException(Failure failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
