// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.projection.schedule.ProjectionScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The threads of the projections as one: slices and timers in an order the seed decides, and a clock that leaps. */
final class SimulatedTurns implements ProjectionScheduler {

    private record Timer(long millis, Runnable task, boolean again) {}

    private final Random random;
    private final int nanosPerLook;
    private final List<Runnable> slices = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private long nanos;
    private boolean running;
    private boolean closed;

    SimulatedTurns(Random random) {
        this.random = random;
        this.nanosPerLook = 1 + random.nextInt(5_000_000);
    }

    /** Some slice. @return false when there is none, or one is being run */
    boolean runSlice() {
        return !running && !slices.isEmpty() && runOne(slices.remove(random.nextInt(slices.size())));
    }

    /** Some timer, late or early: the clock goes on to its time. */
    void runTimer() {
        if (!running && !timers.isEmpty()) {
            run(timers.get(random.nextInt(timers.size())));
        }
    }

    /** Each timer that is set now. */
    void runTimers() {
        List.copyOf(timers).forEach(this::run);
    }

    private void run(Timer timer) {
        if (!timer.again) {
            timers.remove(timer);
        }
        nanos += timer.millis * 1_000_000;
        runOne(timer.task);
    }

    private boolean runOne(Runnable task) {
        running = true;
        try {
            task.run();
        } finally {
            running = false;
        }
        return true;
    }

    boolean hasSlices() {
        return !slices.isEmpty();
    }

    /** Time passes, and nothing happens. */
    void wait(int millis) {
        nanos += millis * 1_000_000L;
    }

    @Override
    public boolean run(Runnable slice) {
        if (!closed) {
            slices.add(slice);
        }
        return !closed;
    }

    @Override
    public void change(Runnable change) {
        run(change);
    }

    @Override
    public void later(long millis, Runnable task) {
        if (!closed) {
            timers.add(new Timer(millis, task, false));
        }
    }

    @Override
    public void every(long millis, Runnable task) {
        timers.add(new Timer(millis, task, true));
    }

    @Override
    public long restMillis(long worked, boolean late) {
        nanos += worked;
        return 0;
    }

    @Override
    public long nanos() {
        nanos += random.nextInt(nanosPerLook);
        return nanos;
    }

    @Override
    public void close() {
        closed = true;
        slices.clear();
        timers.clear();
    }
}
