// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of a run share.
 *
 * @param name of its stream, and of its projection
 * @param workers threads that wait for data; they end when the clients are broken off
 * @param recorder writes down what happens; null when that is not wanted
 * @param originNanos {@link System#nanoTime} at its beginning: times in events are relative to it
 */
record Stage(
        BenchPlan plan,
        String name,
        Clients clients,
        Figures figures,
        Halt halt,
        Workers workers,
        long originNanos,
        @Nullable Recorder recorder) {

    /** How long to keep away from a daemon that does not answer. */
    private static final long REST_MS = 50;

    /** As many are stored by a request before the measurement. */
    private static final long FILLED_EVENTS = 20_000;

    private static final long FILLED_BYTES = 8_000_000;

    BenchEvents events(int seed) {
        return new BenchEvents(name, plan.sizeBytes(), recorder == null ? "at" : "key", seed);
    }

    /** Counts a failure; ends the run when there is no point in going on. What the user broke off is no failure. */
    void failed(Failure failure) {
        if (halt.isInterrupted()) {
            return;
        }
        boolean isOver = Faults.isFinal(failure) && !(recorder != null && Faults.mayPass(failure));
        if (isOver && !halt.isGiven()) {
            halt.fail(failure);
            return;
        }
        figures.failed(failure);
        halt.await(REST_MS);
    }

    /**
     * Stores events before the measurement, in several requests: a daemon that stands still is noticed by the time limit of one.
     *
     * @param client with a time limit
     * @return the last one's order-id
     */
    Result<Long> fill(PhotonClient client) {
        BenchEvents events = events(0);
        long atOnce = Math.max(1, Math.min(FILLED_EVENTS, FILLED_BYTES / plan.sizeBytes()));
        long last = 0;
        for (long left = plan.events(); left > 0 && !halt.isGiven(); ) {
            long some = Math.min(left, atOnce);
            BatchAnswers answers = new BatchAnswers();
            Result<Long> stored = client.emitLines(events.stream(some), EmitOptions.PLAIN, answers)
                    .then(bytes -> answers.all(some));
            if (stored instanceof Result.Err<Long>) {
                return stored;
            }
            last = stored.value();
            left -= some;
        }
        return Result.ok(last);
    }
}
