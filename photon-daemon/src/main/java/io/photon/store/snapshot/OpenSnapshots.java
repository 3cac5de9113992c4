// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many files of snapshots are open: an open one holds more than a megabyte of buffers, and a descriptor. Thread-safe.
 */
final class OpenSnapshots {

    /** With more, each is closed as soon as it was used. */
    private static final int MANY = 32;

    private final AtomicInteger open = new AtomicInteger();

    private final AtomicInteger owners = new AtomicInteger();

    void ownerCame() {
        owners.incrementAndGet();
    }

    void ownerWent() {
        owners.decrementAndGet();
    }

    int owners() {
        return owners.get();
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    boolean areMany() {
        return open.get() > MANY;
    }

    int count() {
        return open.get();
    }
}
