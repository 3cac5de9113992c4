// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The turns of one replay: one after another, on the log's readers, and never none when there is a reason for one. Thread-safe. */
final class ReplayTurns implements Runnable {

    /** Most turns that are taken one after the other while no other replay waits for the thread. */
    private static final int IN_A_ROW = 16;

    private final ReplayHub hub;
    private final boolean isCostly;
    private final BooleanSupplier turn;
    private final Runnable noThreads;
    /** Reasons to run that no turn has seen yet; what raises it from 0 schedules. Begins at 1: {@link #begin} first. */
    private final AtomicInteger reasons = new AtomicInteger(1);
    /** Whose turn it is. Only that thread can find itself here, so it needs no barrier. */
    private @Nullable Thread turning;

    /**
     * @param isCostly whether each event is put to a condition
     * @param turn says whether there is more to do at once
     * @param noThreads is called instead of a turn, by what wanted it, when the readers have ended
     */
    ReplayTurns(ReplayHub hub, boolean isCostly, BooleanSupplier turn, Runnable noThreads) {
        this.hub = hub;
        this.isCostly = isCostly;
        this.turn = turn;
        this.noThreads = noThreads;
    }

    /** The first turn may come. */
    void begin() {
        submit();
    }

    /** There is a reason for a turn. */
    void schedule() {
        if (reasons.getAndIncrement() == 0) {
            submit();
        }
    }

    /** Whether the calling thread is in a turn of this replay. */
    boolean isMine() {
        return turning == Thread.currentThread();
    }

    private void submit() {
        try {
            hub.readers(isCostly).execute(this);
        } catch (RejectedExecutionException stopped) {
            noThreads.run();
        } catch (VirtualMachineError noMemory) {
            reasons.set(0); // else no later reason would ever schedule it
            hub.notScheduled();
        }
    }

    @Override
    public void run() {
        try {
            takeTurns();
        } catch (RuntimeException | Error noMemory) { // not even to say so
            turning = null;
            reasons.set(0);
            hub.notScheduled();
            throw noMemory;
        }
    }

    private void takeTurns() {
        int seen = reasons.get();
        boolean more = true;
        for (int i = 0; more && (i == 0 || i < IN_A_ROW && hub.isAlone(isCostly)); i++) {
            turning = Thread.currentThread();
            more = turn.getAsBoolean();
            turning = null;
        }
        if (more) {
            submit(); // fair: all others first
        } else if (reasons.addAndGet(-seen) != 0) {
            submit();
        }
    }
}
