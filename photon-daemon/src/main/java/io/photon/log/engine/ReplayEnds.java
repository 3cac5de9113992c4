// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.filter.WhereException;
import io.photon.log.LogException;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why replays end early, in words: each says how far it came. */
final class ReplayEnds {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayEnds.class);

    private ReplayEnds() {}

    /**
     * It failed while it read.
     *
     * @param replay which one, and where it was
     */
    static LogException of(String replay, long lastGiven, Throwable e) {
        if (e instanceof WhereException condition) {
            return new LogException(condition.failure(), condition);
        }
        if (e instanceof StoreException store) {
            return new LogException(StoreFailures.ofReplay(replay, store), store);
        }
        if (e instanceof OutOfMemoryError) {
            LOG.warn("{} ended for want of memory", replay);
            return noMemory(0, lastGiven);
        }
        LOG.error("{} failed", replay, e);
        return new LogException(StoreFailures.ofReading(replay, e), e);
    }

    static LogException stopping(long lastGiven) {
        return new LogException(
                Failure.of(
                        Failure.Kind.OVERLOADED,
                        "Photon is stopping; the last event given is order-id " + lastGiven,
                        "go on after it when Photon has started again"),
                null);
    }

    /** @param wanted length of the next event, bytes; 0 for not known */
    static LogException noMemory(long wanted, long lastGiven) {
        return new LogException(
                Failure.of(
                        Failure.Kind.OVERLOADED,
                        "too much is being read and sent at once: there was no memory"
                                + (wanted == 0
                                        ? ""
                                        : " for an event of " + wanted + " bytes within "
                                                + Budget.READER_WAIT_MS / 1_000 + " s")
                                + "; the last event given is order-id " + lastGiven,
                        "go on after it in a moment"),
                null);
    }
}
