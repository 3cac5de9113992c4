// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

import io.photon.task.Steady;

/** A place in the line for memory. Thread-safe. */
public final class Ticket {

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
        Lease lease;
        try {
            lease = budget.granted(use, large, bytes);
        } catch (RuntimeException | Error e) {
            refuse(); // it waits no more, so it has to hear something
            Steady.report("granting memory", e);
            return;
        }
        try {
            waiter.granted(lease);
        } catch (RuntimeException | Error e) {
            lease.shrinkTo(0);
            Steady.report("taking memory that was granted", e);
        }
    }

    void refuse() {
        try {
            waiter.refused();
        } catch (RuntimeException | Error e) {
            Steady.report("telling a waiter that there is no memory", e);
        }
    }
}
