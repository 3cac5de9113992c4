// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import java.util.Objects;

/** Bytes that are not what was written. */
final class Corrupt extends Exception {

    private static final long serialVersionUID = 1L;

    private final long offset;

    /** @param offset where the record starts that holds them, or the group when its header or all of it is meant */
    Corrupt(long offset, String what) {
        super(what, null, false, false);
        this.offset = offset;
    }

    /** What is wrong; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    long offset() {
        return offset;
    }
}
