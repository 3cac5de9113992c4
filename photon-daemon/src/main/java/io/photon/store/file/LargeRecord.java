// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

/** A record is larger than the reader may read now. Nothing was read of it. */
final class LargeRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int lineLength;

    LargeRecord(int lineLength) {
        super("large record", null, false, false);
        this.lineLength = lineLength;
    }

    int lineLength() {
        return lineLength;
    }
}
