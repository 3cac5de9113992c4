// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import io.photon.client.EmitOptions;
import io.photon.client.EmitOutcome;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.function.Predicate;

/** Sends events over one way while the outcomes come back, in order, those of events that were never sent in their places. */
final class ManyEvents {

    private final EventsInput input;
    private final Predicate<EmitOutcome> outcomes;
    private long index;
    private boolean enough;

    /** @param outcomes gets each outcome; says whether more are wanted */
    ManyEvents(EventsInput input, Predicate<EmitOutcome> outcomes) {
        this.input = input;
        this.outcomes = outcomes;
    }

    /** @return how many outcomes there were, or why the whole broke off before there was one for each event */
    Result<Long> send(PhotonClient client) {
        WholeLines lines = new WholeLines(line -> {
            refusals();
            return pass(EmitOutcome.of(line));
        });
        Result<Long> result = client.emitLines(input, EmitOptions.PLAIN, lines);
        return result.then(bytes -> {
            refusals();
            return lines.failure() == null ? Result.ok(index) : Result.err(lines.failure());
        });
    }

    private void refusals() {
        for (Failure next = input.refusedAt(index); next != null; next = input.refusedAt(index)) {
            pass(new EmitOutcome(Result.err(next)));
        }
    }

    private boolean pass(EmitOutcome outcome) {
        index++;
        enough = enough || !outcomes.test(outcome);
        return !enough;
    }
}
