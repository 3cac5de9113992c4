// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Ticket;
import io.photon.budget.Use;
import io.photon.budget.Waiter;
import io.photon.event.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The memory for the large event that a replay reads next, or for a page when memory is short: asked for before it is
 * read, given back when the subscriber has it, who counts what it keeps itself. A paused one does not keep others waiting. For
 * the thread whose turn it is; memory comes from any thread.
 */
final class ReplayMemory implements Waiter {

    private final Budget budget;
    private final long waitMs;
    private final Runnable wake;
    private final AtomicReference<Lease> granted = new AtomicReference<>();
    private volatile boolean refused;
    private volatile boolean closed;
    /** Whether it waits for the heap to have room. */
    private volatile boolean pausing;

    /** Since when there was not enough, ns; 0 for not. */
    private long lackingSince;

    private @Nullable Ticket ticket;
    private @Nullable Lease held;
    private int wanted;

    /**
     * @param waitMs how long it waits for memory at the most
     * @param wake has the replay take its turn
     */
    ReplayMemory(Budget budget, long waitMs, Runnable wake) {
        this.budget = budget;
        this.waitMs = waitMs;
        this.wake = wake;
    }

    enum State {
        /** {@link #longest} says what may be read. */
        READY,
        /** The replay will be woken. */
        WAITING,
        /** There was none in time. */
        REFUSED
    }

    /** Before reading: what was read before has been given. */
    State prepare() {
        if (pausing) {
            return State.WAITING;
        }
        if (ticket == null) {
            release();
            if (!budget.isFull()) {
                return State.READY;
            }
            ask(Budget.LARGE_BYTES); // for an ordinary page, then
        }
        Lease lease = granted.getAndSet(null);
        if (lease == null) {
            return refused ? State.REFUSED : State.WAITING;
        }
        ticket = null;
        held = lease;
        return State.READY;
    }

    /** The longest event that may be read now. */
    int longest() {
        return held == null ? Budget.LARGE_BYTES : Math.max(wanted, Budget.LARGE_BYTES);
    }

    /** Asks for the memory for an event of this length. */
    void ask(int length) {
        release();
        wanted = length;
        ticket = budget.take(Use.REPLAYS, length, waitMs, this);
    }

    int wanted() {
        return wanted;
    }

    /**
     * Reading found no memory, granted or not: others have it for a moment. Nothing was given yet, so it can be read again.
     *
     * @return whether the replay will be woken for that; else it has been tried for long enough
     */
    boolean lacked() {
        release();
        long now = System.nanoTime();
        lackingSince = lackingSince == 0 ? now | 1 : lackingSince;
        if (now - lackingSince > TimeUnit.MILLISECONDS.toNanos(waitMs)) {
            return false;
        }
        pausing = true; // before the timer can end it
        boolean willGoOn = budget.soon(this::goOn);
        if (!willGoOn) {
            pausing = false;
        }
        return willGoOn;
    }

    private void goOn() {
        pausing = false;
        wake.run();
    }

    /** Reading found enough. */
    void sufficed() {
        lackingSince = 0;
    }

    /** What was read has been given, or is not given now. */
    void release() {
        Lease last = held;
        held = null;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public void granted(Lease lease) {
        granted.set(lease);
        if (closed) {
            giveBackGranted();
        } else {
            wake.run();
        }
    }

    @Override
    public void refused() {
        refused = true;
        wake.run();
    }

    /** The replay has ended. */
    void close() {
        closed = true;
        if (ticket != null) {
            ticket.cancel();
        }
        giveBackGranted();
        release();
    }

    private void giveBackGranted() {
        Lease late = granted.getAndSet(null);
        if (late != null) {
            late.close();
        }
    }

    /** What is left of a page holds all of its memory: events share the arrays they were read into. @param next the first that is left */
    static long heldBytes(List<Event> page, int next) {
        long bytes = 0;
        byte[] last = null;
        for (int i = next; i < page.size(); i++) {
            byte[] array = page.get(i).array();
            bytes += array == last ? 0 : array.length;
            last = array;
        }
        return bytes;
    }
}
