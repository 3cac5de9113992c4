// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import org.jspecify.annotations.Nullable;

/**
 * The array into which a thread reads a log, used again by its next scan: it stays in the processor's cache, and is not
 * cleared for each page. Nothing keeps it after {@link #close}.
 */
final class ScanWindow implements AutoCloseable {

    private static final int BYTES = 128 * 1024;

    private static final ThreadLocal<byte @Nullable []> SPARE = new ThreadLocal<>();

    private final byte[] array;

    private ScanWindow(byte[] array) {
        this.array = array;
    }

    /** For this thread, until it is closed; a scan within a scan gets another one. */
    static ScanWindow borrow() {
        byte[] spare = SPARE.get();
        SPARE.remove();
        return new ScanWindow(spare == null ? new byte[BYTES] : spare);
    }

    byte[] array() {
        return array;
    }

    @Override
    public void close() {
        SPARE.set(array);
    }
}
