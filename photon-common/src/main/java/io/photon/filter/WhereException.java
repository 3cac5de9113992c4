// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import io.photon.result.Failure;

/** A predicate that cannot tell, e.g. because it takes too long: what it is for cannot go on. */
public final class WhereException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public WhereException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
