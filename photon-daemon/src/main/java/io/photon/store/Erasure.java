// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/**
 * How far the bytes of hidden events are erased.
 *
 * @param pendingStreams deletions whose bytes are still stored
 */
public record Erasure(int pendingStreams, long erasedEvents, long erasedBytes) {

    /** Of a store in which hiding is erasing, or that counts nothing. */
    public static final Erasure NOTHING_PENDING = new Erasure(0, 0, 0);
}
