// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import java.util.BitSet;

/**
 * Which deliveries of one consumer are done: acknowledged in the order of their tags, each only when all before it are
 * done too, so one acknowledgement can stand for many. It does, for the broker works half as long for an acknowledgement as for
 * a message: it is due when a quarter of the window is done, or much of the broker's memory, or the broker delivers nothing
 * more before it has one. What is done and not due is for the timer. Thread-safe.
 */
final class DeliveryWindow {

    /** The broker keeps the bytes of what is not acknowledged. */
    private static final long MUCH_BYTES = 64 << 10;

    private final int size;
    private final BitSet done;
    private long acknowledged;
    private long delivered;
    private long doneUpTo;
    private long doneBytes;

    /** @param size as many as the broker delivers without acknowledgement */
    DeliveryWindow(int size) {
        this.size = size;
        this.done = new BitSet(size);
    }

    int size() {
        return size;
    }

    /** A delivery came. Tags of an AMQP channel count 1, 2, 3, … */
    synchronized void delivered(long tag) {
        delivered = tag;
    }

    /** Its work is done; a second time means nothing. */
    synchronized void done(long tag, int bytes) {
        if (tag <= doneUpTo || tag > delivered || done.get((int) (tag % size))) {
            return;
        }
        done.set((int) (tag % size));
        doneBytes += bytes;
        while (doneUpTo < delivered && done.get((int) ((doneUpTo + 1) % size))) {
            doneUpTo++;
            done.clear((int) (doneUpTo % size));
        }
    }

    /** Whether an acknowledgement should not wait for more. */
    synchronized boolean isDue() {
        long ready = doneUpTo - acknowledged;
        return ready > 0 && (4 * ready >= size || doneBytes >= MUCH_BYTES || delivered - acknowledged >= size);
    }

    /** Whether there is something to acknowledge. */
    synchronized boolean waits() {
        return doneUpTo > acknowledged;
    }

    /** Up to which tag to acknowledge now, 0 when there is nothing new. */
    synchronized long take() {
        if (doneUpTo == acknowledged) {
            return 0;
        }
        acknowledged = doneUpTo;
        doneBytes = 0;
        return acknowledged;
    }

    /** Whether the broker will deliver nothing more before some work is done. */
    synchronized boolean full() {
        return delivered - doneUpTo >= size;
    }
}
