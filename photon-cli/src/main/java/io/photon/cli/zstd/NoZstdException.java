// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.zstd;

import io.photon.result.Failure;
import java.io.IOException;

/** zstd cannot be used on this machine as it is set up. */
public final class NoZstdException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    NoZstdException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
