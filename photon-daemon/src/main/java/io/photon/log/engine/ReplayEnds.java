// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.log.LogException;
import io.photon.result.Failure;

/** Why replays end early, in words: each says how far it came. */
final class ReplayEnds {

    private ReplayEnds() {}

    static LogException stopping(long lastGiven) {
        return new LogException(
                Failure.of(
                        Failure.Kind.OVERLOADED,
                        "Photon is stopping; the last event given is order-id " + lastGiven,
                        "go on after it when Photon has started again"),
                null);
    }

    /** @param wanted length of the next event, bytes */
    static LogException noMemory(long wanted, long lastGiven) {
        return new LogException(
                Failure.of(
                        Failure.Kind.OVERLOADED,
                        "too much is being read and sent at once: there was no memory for an event of " + wanted
                                + " bytes within " + Budget.READER_WAIT_MS / 1_000
                                + " s; the last event given is order-id " + lastGiven,
                        "go on after it in a moment"),
                null);
    }
}
