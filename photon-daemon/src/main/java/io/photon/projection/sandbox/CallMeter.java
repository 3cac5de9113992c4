// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Watches the calls of one reducer. Code of the sandbox asks {@link #poll} in every loop; that reads one flag, which
 * {@link Watchdog} raises as soon as some call has used up what it may. So a call costs no look at a clock, and a loop
 * costs a load from the cache.
 *
 * <p>Used by one thread at a time; {@link #poll} by any.
 */
public final class CallMeter implements AutoCloseable {

    private static final VarHandle CALL;

    static {
        try {
            CALL = MethodHandles.lookup().findVarHandle(CallMeter.class, "call", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        // Now, not when the stack is full: a class of the JDK that fails to initialize fails for the whole process.
        isInitializingAClass(1);
        Objects.requireNonNull(new ReductionStop("").getStackTrace());
    }

    /** Raised while some call has to stop. */
    private static volatile boolean raised;

    /** The meters of those calls, among nulls. */
    private static volatile CallMeter[] over = {};

    /** Odd while a call runs. */
    @SuppressWarnings("unused") // by CALL
    private long call;

    private @Nullable Thread thread;
    private long eventTime;
    private long random;
    private boolean calm;
    private @Nullable ReductionStop thrown;
    private long thrownCall;
    private long maxNanos;
    private final long callNanos;
    private long maxBytes;

    /** What loading classes of the engine took during this call, which is nothing the code is to answer for. */
    private volatile long loadingNanos;

    private volatile long loadingBytes;
    private volatile boolean loading;
    private final long callBytes;

    /** The call that must stop, and why; written by the watchdog. */
    private volatile long stopCall;

    private volatile @Nullable String reason;

    /** What the watchdog saw of the running call; its alone. */
    final Watchdog.Sight sight = new Watchdog.Sight();

    /**
     * @param time of the processor for each call
     * @param maxBytes what one call may allocate
     */
    public CallMeter(Duration time, long maxBytes) {
        this.callNanos = Math.max(1, time.toNanos());
        this.callBytes = maxBytes;
        Watchdog.watch(this);
    }

    /** A call begins on this thread. */
    public void begin() {
        begin(callNanos, callBytes);
    }

    /** A call begins that may take another time, and a multiple of the memory of others. */
    public void begin(long nanos, int times) {
        begin(nanos, times * callBytes);
    }

    private void begin(long nanos, long bytes) {
        thread = Thread.currentThread();
        if (loadingNanos != 0) {
            loadingNanos = 0;
            loadingBytes = 0;
        }
        maxNanos = nanos;
        maxBytes = bytes;
        CALL.setRelease(this, call + 1);
        Watchdog.wake();
    }

    /** A class of an engine is loaded on this thread: what that takes is not counted, if it happens in a call. */
    static <T> T uncounted(Callable<T> load) throws Exception {
        CallMeter meter = Watchdog.current();
        if (meter == null || meter.loading) { // one class has others loaded
            return load.call();
        }
        meter.loading = true;
        long nanos = Watchdog.THREADS.getCurrentThreadCpuTime();
        long bytes = Watchdog.THREADS.getCurrentThreadAllocatedBytes();
        try {
            return load.call();
        } finally {
            meter.loaded(
                    Watchdog.THREADS.getCurrentThreadCpuTime() - nanos,
                    Watchdog.THREADS.getCurrentThreadAllocatedBytes() - bytes);
        }
    }

    /** What the time is and how chance begins for the call that begins next: both follow from the event. */
    void at(long orderId, long time) {
        eventTime = time;
        random = orderId;
    }

    /** The time of the event that is reduced on this thread; the true time outside of calls. */
    static long now() {
        CallMeter meter = Watchdog.current();
        return meter == null ? System.currentTimeMillis() : meter.eventTime;
    }

    /** A number from 0 to below 1 that is the same whenever the event is reduced again. */
    static double random() {
        CallMeter meter = Watchdog.current();
        if (meter == null) {
            return 0;
        }
        long z = meter.random += 0x9e3779b97f4a7c15L; // SplitMix64
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }

    /** Runs what must be done to its end on this thread whatever the meter says: cleaning up. */
    public static void undisturbed(Runnable cleanUp) {
        CallMeter meter = Watchdog.current();
        if (meter == null) {
            cleanUp.run();
            return;
        }
        meter.calm = true;
        try {
            cleanUp.run();
        } finally {
            meter.calm = false;
        }
    }

    /** The call is over. */
    public void end() {
        CALL.setRelease(this, call + 1);
    }

    /** Stands in every loop and before every call of instrumented code. */
    public static void poll() {
        if (raised) {
            stopIfOver();
        }
    }

    private static void stopIfOver() {
        Thread me = Thread.currentThread();
        for (CallMeter meter : over) {
            if (meter != null && meter.thread == me && meter.call == meter.stopCall && !meter.calm) {
                meter.throwStop();
            }
        }
    }

    /** The first time with a look at the whole stack, then the same again: thousands of {@code finally} may ask. */
    private void throwStop() {
        boolean first = thrown == null || thrownCall != call;
        if (isInitializingAClass(first ? 10_000 : 64)) {
            return;
        }
        if (first) {
            thrown = new ReductionStop(Objects.requireNonNull(reason));
            thrownCall = call;
            throw thrown;
        }
        throw new ReductionStop(Objects.requireNonNull(thrown));
    }

    /** An error there would make the class unusable for everybody, from then on; initializers end by themselves. */
    private static boolean isInitializingAClass(int depth) {
        return StackWalker.getInstance()
                .walk(frames -> frames.limit(depth)
                        .anyMatch(frame -> frame.getMethodName().equals("<clinit>")));
    }

    long runningCall() {
        return (long) CALL.getAcquire(this);
    }

    @Nullable Thread thread() {
        return thread;
    }

    long maxNanos() {
        return maxNanos;
    }

    long maxBytes() {
        return maxBytes;
    }

    private void loaded(long nanos, long bytes) {
        loadingNanos = loadingNanos + nanos;
        loadingBytes = loadingBytes + bytes;
        loading = false; // last: the watchdog looks at this first
    }

    boolean isLoading() {
        return loading;
    }

    long loadingNanos() {
        return loadingNanos;
    }

    long loadingBytes() {
        return loadingBytes;
    }

    boolean isOver() {
        return runningCall() == stopCall;
    }

    /** Watchdog only. */
    void stop(long thatCall, String why) {
        reason = why;
        stopCall = thatCall;
    }

    /** Watchdog only, which may write to the array again. */
    static void raise(CallMeter[] meters) {
        over = meters;
        raised = true;
    }

    /** Watchdog only: no call has to stop. */
    static void lower() {
        raised = false;
    }

    @Override
    public void close() {
        Watchdog.forget(this);
    }
}
