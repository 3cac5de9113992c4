// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;

/**
 * Copies lines into arrays in which they stand side by side, each with its line end: so a replay passes many on as one piece,
 * and an event keeps no more memory than such an array. For one thread.
 */
final class LineBlocks {

    private static final int FIRST_BYTES = 4 * 1024;
    private static final int MOST_BYTES = 64 * 1024;

    private byte[] block = {};
    private int used;
    private int nextBytes = FIRST_BYTES;

    /** An event with a copy of its line. */
    Event add(byte[] from, int offset, int length, long orderId) {
        if (block.length - used <= length) {
            block = new byte[Math.max(nextBytes, length + 1)];
            used = 0;
            nextBytes = Math.min(MOST_BYTES, nextBytes * 4);
        }
        System.arraycopy(from, offset, block, used, length);
        Event event = Event.ofKnownLine(block, used, length, orderId);
        used += length;
        block[used++] = '\n';
        return event;
    }
}
