// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that looks at running calls, a hundred times a second while there are any. It lives as long as there are
 * meters.
 */
final class Watchdog extends Thread {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** After this many looks without a call it looks once a second only, until a call wakes it. */
    private static final int QUIET_TICKS = 50;

    private static final int OFTEN = 500;
    private static final int SELDOM = 16;

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Where Java does not tell the time of the processor, the time on the wall is divided by this. */
    private static final int PATIENCE = 8;

    /** Who has taken less is not why the heap is full. */
    static final long MUCH = Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 8);

    private static final List<WeakReference<CallMeter>> METERS = new CopyOnWriteArrayList<>();
    private static final Object LOCK = new Object();
    private static volatile boolean quiet;
    private static volatile @Nullable Watchdog running;

    /** One call as first seen. */
    static final class Sight {
        private long call;
        private long nanos;
        private long cpuNanos;
        private long bytes;
        private int looksOver;

        /** One that never asks whether it should stop is not worth that all others ask in vain all the time. */
        private boolean isToBeRaised() {
            looksOver++;
            return looksOver < OFTEN || looksOver % SELDOM == 0;
        }
    }

    static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final boolean knowsCpuTime = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    private final boolean knowsMemory =
            THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled();

    /** The meters whose calls must stop, then nulls; made before the heap can be full. */
    private CallMeter[] over = new CallMeter[16];

    private final HeapGauge heap = new HeapGauge();
    /** The call that has taken most so far, of those seen at this look. */
    private @Nullable CallMeter largest;

    private long largestCall;
    private long largestBytes;

    private Watchdog() {
        super("photon-projection-watch");
        setDaemon(true);
        setPriority(MAX_PRIORITY);
    }

    static void watch(CallMeter meter) {
        synchronized (LOCK) {
            METERS.add(new WeakReference<>(meter));
            if (running == null) {
                Watchdog watchdog = new Watchdog();
                watchdog.start();
                running = watchdog; // after the start, which fails when there is no room for a thread
            }
        }
    }

    static void forget(CallMeter meter) {
        METERS.removeIf(entry -> entry.get() == null || entry.get() == meter);
        wake();
    }

    /** The meter whose call runs on this thread, or null. */
    static @Nullable CallMeter current() {
        Thread me = Thread.currentThread();
        for (WeakReference<CallMeter> entry : METERS) {
            CallMeter meter = entry.get();
            if (meter != null && meter.thread() == me && (meter.runningCall() & 1) == 1) {
                return meter;
            }
        }
        return null;
    }

    static void wake() {
        if (quiet) {
            quiet = false;
            Watchdog watchdog = running;
            if (watchdog != null) {
                LockSupport.unpark(watchdog);
            }
        }
    }

    @Override
    public void run() {
        int idle = 0;
        while (true) {
            try {
                idle = look(System.nanoTime()) ? 0 : idle + 1;
                if (METERS.isEmpty() && isDone()) {
                    return;
                }
            } catch (Throwable e) {
                // The heap is full, most likely of what a call that must be stopped has taken: nothing can be written
                // about it, and without this thread nothing would ever be stopped again. The next look does it anew.
                idle = 0;
            }
            quiet = idle > QUIET_TICKS;
            LockSupport.parkNanos(quiet ? QUIET_NANOS : TICK_NANOS);
        }
    }

    private static boolean isDone() {
        synchronized (LOCK) {
            if (!METERS.isEmpty()) {
                return false;
            }
            CallMeter.lower();
            running = null;
            return true;
        }
    }

    /** Looks at every meter; answers whether any call runs. */
    private boolean look(long now) {
        boolean anyRuns = false;
        int count = 0;
        largest = null;
        largestBytes = MUCH;
        heap.look();
        for (WeakReference<CallMeter> entry : METERS) {
            CallMeter meter = entry.get();
            if (meter == null) {
                METERS.remove(entry);
                continue;
            }
            long call = meter.runningCall();
            if ((call & 1) == 0) {
                continue;
            }
            anyRuns = true;
            check(meter, call, now);
            if (meter.isOver() && meter.sight.isToBeRaised()) {
                if (count == over.length) {
                    over = Arrays.copyOf(over, 2 * count);
                }
                over[count++] = meter;
            }
        }
        if (largest != null && heap.isFull(now)) {
            largest.stop(
                    largestCall,
                    "one call took " + largestBytes / 1_048_576 + " MiB of memory, and Photon has no more (-Xmx)");
            largest = null;
        }
        Arrays.fill(over, count, over.length, null);
        if (count == 0) {
            CallMeter.lower();
        } else {
            CallMeter.raise(over);
        }
        return anyRuns;
    }

    private void check(CallMeter meter, long call, long now) {
        Sight sight = meter.sight;
        Thread thread = Objects.requireNonNull(meter.thread());
        if (sight.call != call) {
            sight.call = call;
            sight.nanos = now;
            sight.cpuNanos = cpuNanos(thread);
            sight.bytes = allocated(thread);
            sight.looksOver = 0;
            return;
        }
        long nanos = now - sight.nanos;
        // Of the processor's time only: how long a call waits for a processor says nothing about its code.
        long worked =
                nanos <= meter.maxNanos() ? 0 : knowsCpuTime ? cpuNanos(thread) - sight.cpuNanos : nanos / PATIENCE;
        long bytes = allocated(thread) - sight.bytes;
        if (meter.isLoading()) {
            return; // which ends by itself
        }
        worked -= meter.loadingNanos();
        bytes -= meter.loadingBytes();
        if (bytes > largestBytes && !meter.isOver()) {
            largest = meter;
            largestCall = call;
            largestBytes = bytes;
        }
        if (bytes > meter.maxBytes()) {
            meter.stop(
                    call,
                    "one call took more than " + meter.maxBytes() / 1_048_576 + " MiB of memory (limit of one event)");
        } else if (worked > meter.maxNanos()) {
            meter.stop(
                    call,
                    "one call took longer than " + TimeUnit.NANOSECONDS.toMillis(meter.maxNanos())
                            + " ms (limit of one event)");
        }
    }

    @SuppressWarnings("deprecation") // getId: threadId() comes with 19
    private long cpuNanos(Thread thread) {
        return knowsCpuTime ? THREADS.getThreadCpuTime(thread.getId()) : 0;
    }

    @SuppressWarnings("deprecation")
    private long allocated(Thread thread) {
        return knowsMemory ? THREADS.getThreadAllocatedBytes(thread.getId()) : 0;
    }
}
