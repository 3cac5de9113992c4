// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.result.Failure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Carries a failure out of nested reading and writing, up to the call that returns it as a value. */
final class HttpFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    HttpFailure(Failure failure, @Nullable Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    HttpFailure(Failure.Kind kind, String message, String hint) {
        this(new Failure(kind, message, hint), null);
    }

    Failure failure() {
        return failure;
    }
}
