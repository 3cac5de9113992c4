// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.result.Failure;

/** Why the daemon, or this process, does not go on with a question; it passes through H2. */
final class DaemonFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    DaemonFailure(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
