// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in the line for memory. Thread-safe. */
public final class Ticket {

    private static final Logger LOG = LoggerFactory.getLogger(Ticket.class);

    private final Budget budget;
    private final Use use;
    private final boolean large;
    private final long bytes;
    private final long deadlineNanos;
    private final Waiter waiter;

    Ticket(Budget budget, Use use, boolean large, long bytes, long deadlineNanos, Waiter waiter) {
        this.budget = budget;
        this.use = use;
        this.large = large;
        this.bytes = bytes;
        this.deadlineNanos = deadlineNanos;
        this.waiter = waiter;
    }

    /** Leaves the line: the waiter is not called any more if this is true; otherwise it was, or is being, called. */
    public boolean cancel() {
        return budget.leave(this);
    }

    boolean isLarge() {
        return large;
    }

    long bytes() {
        return bytes;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** The lane has taken the bytes. A waiter that fails must not keep them, nor keep others from theirs. */
    void grant() {
        Lease lease = null;
        try {
            lease = budget.granted(use, large, bytes);
            waiter.granted(lease);
        } catch (RuntimeException | Error e) {
            LOG.warn("memory was granted to a waiter that failed to take it: {}", e.toString());
            if (lease != null) {
                lease.shrinkTo(0);
            }
        }
    }

    void refuse() {
        try {
            waiter.refused();
        } catch (RuntimeException | Error e) {
            LOG.warn("a waiter for memory failed when it was told that there is none: {}", e.toString());
        }
    }
}
