package io.photon.log.engine;

import io.photon.pace.Occupancy;
import io.photon.task.Steady;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that appends. It exists before the first request and ends only at {@link #finish}: nothing that happens in a
 * turn ends it, and to wake it takes no memory, so no wakeup is ever lost.
 */
final class AppendThread implements AppendTurns {

    /** How long it waits before it tries again what failed. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AppendLoop loop;
    private final Occupancy occupancy;
    private final Thread thread;
    private final Runnable turn;
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
    public boolean isAlive() {
        return thread.isAlive();
    }

    private void work() {
        occupancy.works(System.nanoTime());
        while (!stopping || loop.hasRequests()) {
            woken = false; // before the look at the queue: a wake after it brings another look
            do {
                Steady.run("a turn of the append thread", turn);
            } while (loop.hasRequests() || (!stopping && loop.hasMore()));
            if (!woken && !stopping) {
                boolean idle = isIdle();
                if (idle) {
                    occupancy.idle(System.nanoTime());
                }
                long rest = idle ? loop.restNanos() : AGAIN_NANOS;
                if (rest == 0) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, rest);
                }
                occupancy.works(System.nanoTime());
            }
        }
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
            thread.join(TimeUnit.SECONDS.toMillis(LogThreads.STOP_WAIT_SECONDS));
            return !thread.isAlive();
        });
    }
}
