// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import java.util.BitSet;

/**
 * Which deliveries of one consumer are done: acknowledged in the order of their tags, each only when all before it are
 * done too, so one acknowledgement can stand for many. Thread-safe.
 */
final class DeliveryWindow {

    private final int size;
    private final BitSet done;
    private long acknowledged;
    private long delivered;
    private long doneUpTo;

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

    /** Its work is done; a second time means nothing. @return whether there is something new to acknowledge */
    synchronized boolean done(long tag) {
        if (tag <= doneUpTo || tag > delivered) {
            return false;
        }
        done.set((int) (tag % size));
        boolean moved = false;
        while (doneUpTo < delivered && done.get((int) ((doneUpTo + 1) % size))) {
            doneUpTo++;
            done.clear((int) (doneUpTo % size));
            moved = true;
        }
        return moved;
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
        return acknowledged;
    }

    /** Whether the broker will deliver nothing more before some work is done. */
    synchronized boolean full() {
        return delivered - doneUpTo >= size;
    }
}
