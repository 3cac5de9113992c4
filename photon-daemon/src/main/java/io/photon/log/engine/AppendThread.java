// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.log.Help;
import io.photon.pace.Occupancy;
import io.photon.task.Steady;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The thread that appends, and those that help it: one turn at a time. It exists before the first request and ends only at
 * {@link #finish}: nothing that happens in a turn ends it, and to wake it takes no memory, so no wakeup is ever lost.
 */
final class AppendThread implements AppendTurns {

    /** How long it waits before it tries again what failed. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AppendLoop loop;
    private final Occupancy occupancy;
    private final Thread thread;
    private final Runnable turn;
    /** Held during a turn; this thread alone waits for it. */
    private final ReentrantLock turns = new ReentrantLock();

    private volatile boolean woken;
    private volatile boolean stopping;

    AppendThread(AppendLoop loop, Occupancy occupancy) {
        this.loop = loop;
        this.occupancy = occupancy;
        this.turn = loop::turn; // made now: later there may be no memory for it
        this.thread = Steady.thread("photon-append", this::work);
    }

    AppendThread start() {
        thread.start();
        return this;
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void wake(Help help) {
        if (help == Help.NONE || stopping || !turnsHere(help)) {
            wake();
        }
    }

    /** Takes the turn in the calling thread, unless another is at it: that one may have looked before. @return whether nothing is left to do */
    private boolean turnsHere(Help help) {
        if (turns.isHeldByCurrentThread() || !turns.tryLock()) {
            return false;
        }
        try {
            if (stopping || !isFor(help)) {
                return false;
            }
            occupancy.works(System.nanoTime());
            Steady.run("a turn of the append thread", turn);
            return restNanos() == 0;
        } finally {
            turns.unlock();
        }
    }

    /** A lease is asked for that, so it may fail as a turn may: then the thread itself is woken. */
    private boolean isFor(Help help) {
        try {
            return loop.isFor(help);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("a look whether a turn is for the thread that asks", e);
            return false;
        }
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    private void work() {
        while (!stopping || loop.hasRequests()) {
            woken = false; // before the look at the queue: a wake after it brings another look
            long rest = steadyTurns();
            if (!woken && !stopping) {
                if (rest == 0) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, rest);
                }
            }
        }
    }

    /** To wait for a turn that another thread takes asks for memory. */
    private long steadyTurns() {
        try {
            return turnsUntilRest();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("waiting for a turn of the append thread", e);
            return AGAIN_NANOS;
        }
    }

    private long turnsUntilRest() {
        turns.lock();
        try {
            occupancy.works(System.nanoTime());
            do {
                Steady.run("a turn of the append thread", turn);
            } while (loop.hasRequests() || (!stopping && loop.hasMore()));
            return restNanos();
        } finally {
            turns.unlock();
        }
    }

    /** After a turn: how long until the next one if it is not woken; 0 when it is idle until then. */
    private long restNanos() {
        if (!isIdle()) {
            return AGAIN_NANOS;
        }
        occupancy.idle(System.nanoTime());
        return loop.restNanos();
    }

    /** A lease is asked for that, so it may fail as a turn may. */
    private boolean isIdle() {
        try {
            return loop.isIdle();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("a look for work of the append thread", e);
            return false;
        }
    }

    /** Ends when what is queued is done. @return whether that was in time */
    boolean finish() {
        stopping = true;
        LockSupport.unpark(thread);
        return LogThreads.uninterrupted(() -> {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LogThreads.STOP_WAIT_SECONDS);
            thread.join(TimeUnit.SECONDS.toMillis(LogThreads.STOP_WAIT_SECONDS));
            return !thread.isAlive() && noOtherIsAtIt(deadline - System.nanoTime());
        });
    }

    /** A thread that helps may be in a turn that it began before the stop. */
    private boolean noOtherIsAtIt(long waitNanos) throws InterruptedException {
        if (!turns.tryLock(Math.max(0, waitNanos), TimeUnit.NANOSECONDS)) {
            return false;
        }
        turns.unlock();
        return true;
    }
}
