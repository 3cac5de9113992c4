// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a thread reads a log into. A borrowed one is an array that its next scan uses again: it stays in the processor's
 * cache, and is not cleared for each page. Nothing keeps it after {@link #close}, so the events of a scan are copies. For one thread.
 */
final class ScanWindow implements AutoCloseable {

    private static final int BYTES = 128 * 1024;

    /** An array of its own for each reading, which the events share. For any number of threads, and never closed. */
    static final ScanWindow FRESH = new ScanWindow(new byte[0]);

    private static final ThreadLocal<byte @Nullable []> SPARE = new ThreadLocal<>();

    private final byte[] array;
    private final LineBlocks copies = new LineBlocks();

    private ScanWindow(byte[] array) {
        this.array = array;
    }

    /** For this thread, until it is closed; a scan within a scan gets another one. */
    static ScanWindow borrow() {
        byte[] spare = SPARE.get();
        SPARE.set(null);
        return new ScanWindow(spare == null ? new byte[BYTES] : spare);
    }

    /** To be read into, in place of the last one. @param least bytes that must fit; if they do not, it is an array of its own */
    ByteBuffer next(int wanted, int least) {
        if (this == FRESH) {
            return ByteBuffer.allocate(wanted);
        }
        return least > array.length
                ? ByteBuffer.allocate(least)
                : ByteBuffer.wrap(array, 0, Math.min(wanted, array.length));
    }

    /** The event of a line in the last window; it outlives it. */
    Event event(ByteBuffer window, int at, int length, long orderId) {
        return window.array() == array
                ? copies.add(array, at, length, orderId)
                : Event.ofKnownLine(window.array(), at, length, orderId);
    }

    @Override
    public void close() {
        SPARE.set(array);
    }
}
