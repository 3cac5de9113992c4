// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory taken from a {@link Budget}. It is given back when everybody who holds it has closed it: the one who took it,
 * and one more for each {@link #retain}. Thread-safe.
 */
public final class Lease implements AutoCloseable {

    private final Budget budget;
    private final Use use;
    private final boolean large;
    private final AtomicLong bytes;
    private final AtomicInteger holders = new AtomicInteger(1);

    Lease(Budget budget, Use use, boolean large, long bytes) {
        this.budget = budget;
        this.use = use;
        this.large = large;
        this.bytes = new AtomicLong(bytes);
    }

    /** What it holds now; 0 after the end. */
    public long bytes() {
        return bytes.get();
    }

    /** Gives back what is beyond a number of bytes. */
    public void shrinkTo(long wanted) {
        long before = bytes.getAndAccumulate(wanted, Math::min);
        if (before > wanted) {
            budget.giveBack(use, large, before - wanted);
        }
    }

    /** One more holder, who closes it too. Only for a holder. */
    public Lease retain() {
        holders.incrementAndGet();
        return this;
    }

    /** Each holder calls it once. */
    @Override
    public void close() {
        if (holders.decrementAndGet() == 0) {
            shrinkTo(0);
        }
    }
}
