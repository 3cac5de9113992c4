// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import java.util.concurrent.atomic.AtomicLong;

/** How many events were stored and refused since the start. Thread-safe. */
final class AppendCounts {

    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** A batch was stored. */
    void stored(int events) {
        batches.incrementAndGet();
        appended.addAndGet(events);
    }

    /** Events were refused, also before they were queued. */
    void refused(int events) {
        refused.addAndGet(events);
    }

    long appended() {
        return appended.get();
    }

    long batches() {
        return batches.get();
    }

    long refused() {
        return refused.get();
    }
}
