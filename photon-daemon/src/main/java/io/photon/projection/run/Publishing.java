// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.Descriptor.Status;
import io.photon.projection.schedule.ProjectionScheduler;

/** Gives the state of a projection to those who follow it; a large value is not made again and again. Under the lock of its task. */
final class Publishing {

    private static final long LACK_LOOK_MS = 1_000;
    /** The least time between two states while history is folded. */
    private static final long CATCH_UP_UPDATE_NANOS = 200_000_000;

    private final ProjectionStateMachine state;
    private final Updates updates;
    private final ProjectionScheduler scheduler;
    private final Runnable again;
    private long nextUpdateAt;

    /** @param again has the projection take a turn */
    Publishing(ProjectionStateMachine state, Updates updates, ProjectionScheduler scheduler, Runnable again) {
        this.state = state;
        this.updates = updates;
        this.scheduler = scheduler;
        this.again = again;
    }

    /** After a turn: gives its state if one is wanted and is due, or asks for a turn when it will be. */
    void turn() {
        if (!state.isSettled() || state.isClosed() || !updates.wants(state.version())) {
            return;
        }
        long now = System.nanoTime();
        if (now < nextUpdateAt) {
            scheduler.later(1 + (nextUpdateAt - now) / 1_000_000, again);
            return;
        }
        byte[] value = state.currentValue();
        if (state.isValueLacking()) {
            scheduler.later(LACK_LOOK_MS, again);
            return;
        }
        updates.give(state.version(), state.describe(value));
        long cost = System.nanoTime() - now;
        long pause = state.status() == Status.CATCHING_UP ? CATCH_UP_UPDATE_NANOS : 0;
        nextUpdateAt = now + Math.max(pause, cost * 10);
    }
}
