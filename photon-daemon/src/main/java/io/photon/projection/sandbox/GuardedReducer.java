// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import com.sun.management.ThreadMXBean;
import io.photon.event.Event;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Fault;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a fold's calls under a meter and turns every way they can end into a value or a {@link ReductionException}. */
final class GuardedReducer implements Reducer {

    /** For calls that walk over the whole value: 50 MB take a second or two. */
    private static final long WALK_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** And have lists made of the names and entries of each object, which are garbage at once. */
    private static final int WALK_BYTES = 3;

    private static final long SMALL = 1 << 20;
    /** Events at whose values one looks however little was allocated: what cannot be kept is found at once. */
    private static final int FIRST = 16;
    /** Of what the JVM says when no memory would do. */
    private static final String BEYOND_ANY = "exceeds VM limit";

    private static final ThreadMXBean THREADS = Watchdog.THREADS;

    private final ScriptFold fold;
    private final CallMeter meter;
    private final Runnable discard;
    private final long maxValueBytes;

    /** What calls have allocated since the value was last measured. */
    private long allocated;

    private long json;
    private long memory;
    private boolean measured;
    private int events;

    GuardedReducer(ScriptFold fold, CallMeter meter, ReducerLimits limits, Runnable discard) {
        this.fold = fold;
        this.meter = meter;
        this.discard = discard;
        this.maxValueBytes = limits.maxValueBytes();
    }

    @Override
    public void reduce(Event event) throws ReductionException {
        meter.at(event.orderId(), event.eventTime());
        Throwable error = null;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        fold.enter();
        try {
            meter.begin();
            try {
                fold.reduce(event);
            } catch (Throwable e) { // whatever code of users can throw, errors of the JVM included
                error = e;
            } finally {
                meter.end();
            }
            if (error != null) {
                throw explained(error, before);
            }
        } finally {
            fold.leave();
        }
        allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
        look();
    }

    /** A call that may look at the whole value. */
    private interface Walk<T> {
        T run() throws Exception;
    }

    private <T> T walk(Walk<T> call) throws ReductionException {
        Throwable error;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        fold.enter();
        try {
            meter.begin(WALK_NANOS, WALK_BYTES);
            try {
                return call.run();
            } catch (Throwable e) {
                error = e;
            } finally {
                meter.end();
            }
            throw explained(error, before);
        } finally {
            fold.leave();
        }
    }

    /**
     * The value can have grown only by what was allocated, so it is walked over only when that could be too much; and
     * while it is new and small, because of what it may hold that cannot be kept.
     */
    private void look() throws ReductionException {
        boolean isNew = events < FIRST && memory < SMALL;
        events += isNew ? 1 : 0;
        long room = Math.max(SMALL, maxValueBytes - json);
        if (allocated > Math.max(room, 4 * memory)) {
            measure();
        } else if (isNew) {
            try {
                measure();
            } catch (ReductionException refused) {
                throw named(refused);
            }
        }
    }

    /** A snapshot refuses the value, too, and names the place; unless what the first walk took is lacking now. */
    private ReductionException named(ReductionException refused) {
        try {
            snapshot();
            return refused;
        } catch (ReductionException again) {
            return again.isLack() ? refused : again;
        }
    }

    private void measure() throws ReductionException {
        Measure measure = new Measure(maxValueBytes);
        walk(() -> {
            fold.measure(measure);
            return measure;
        });
        json = measure.json();
        memory = measure.memory();
        allocated = 0;
        measured = true;
        if (measure.isOver()) {
            throw new ReductionException(
                    "the value takes more than " + maxValueBytes + " bytes (limit of a projection's value)",
                    null,
                    true);
        }
    }

    @Override
    public byte[] value() throws ReductionException {
        return walk(() -> fold.value(maxValueBytes));
    }

    @Override
    public byte[] snapshot() throws ReductionException {
        return walk(() -> fold.snapshot(2 * maxValueBytes));
    }

    @Override
    public void restore(byte @Nullable [] snapshot) throws ReductionException {
        walk(() -> {
            fold.restore(snapshot);
            return fold;
        });
        measured = false;
        json = 0;
        memory = 0;
        allocated = 0;
    }

    @Override
    public long size() {
        try {
            if (!measured || allocated > Math.max(SMALL, 4 * memory)) {
                measure();
            }
        } catch (ReductionException e) {
            return memory; // too large or not to be walked: the next event says so
        }
        return memory;
    }

    /** @param before what the thread had allocated before the call */
    private ReductionException explained(Throwable error, long before) {
        if (error instanceof ReductionException known) {
            return known;
        }
        if (error instanceof ReductionStop stop) {
            return ScriptTrace.placed(stop.getMessage(), stop.first(), true);
        }
        if (error instanceof StackOverflowError) {
            return ScriptTrace.placed("the reduction calls itself too deeply", error, true);
        }
        if (error instanceof OutOfMemoryError) {
            boolean little = THREADS.getCurrentThreadAllocatedBytes() - before < Watchdog.MUCH;
            if (little && !String.valueOf(error.getMessage()).contains(BEYOND_ANY)) {
                return ReductionException.lack("Photon had no memory left for the call (" + error.getMessage() + ")");
            }
            return ScriptTrace.placed("the reduction takes more memory than there is", error, true);
        }
        if (error instanceof LinkageError) {
            // A class that failed to initialize, e.g. for a full stack, stays so: later reducers get a new engine.
            discard.run();
            return ReductionException.damage("the language's engine is damaged (" + Fault.words(error) + ")");
        }
        String tooLong = EventJson.tooLong(error);
        if (tooLong != null) {
            return new ReductionException(tooLong, null, true); // a condition must not leave such an event out
        }
        ReductionException explained = fold.explain(error);
        return explained != null ? explained : ScriptTrace.placed(String.valueOf(error), error, false);
    }

    @Override
    public void close() {
        meter.close();
    }
}
