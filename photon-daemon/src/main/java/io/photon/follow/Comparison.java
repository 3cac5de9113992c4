package io.photon.follow;

import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Compares ranges of this node's events with those of the node that it follows. For one thread.
 *
 * <p>Two fingerprints say something only when both nodes have recorded the same deletions; until then a range is undecided.
 */
final class Comparison {

    /** Once could be a deletion between the two looks. */
    private static final int CONFIRM_TIMES = 3;

    private static final long CONFIRM_PAUSE_MS = 150;

    private final EventLog log;
    private final Upstream upstream;
    private final CountDownLatch stopping;

    /** What came of a comparison. */
    sealed interface Outcome {

        /** The same events. */
        record Same() implements Outcome {}

        /** One of them has recorded a change of {@code __config__} that the other has not yet. */
        record Undecided() implements Outcome {}

        /** Other events. @param orderId the lowest at which they differ */
        record Different(long orderId) implements Outcome {}
    }

    Comparison(EventLog log, Upstream upstream, CountDownLatch stopping) {
        this.log = log;
        this.upstream = upstream;
        this.stopping = stopping;
    }

    /** Compares a range. @param from exclusive @param to inclusive, not above either head */
    Result<Outcome> compare(long from, long to) {
        for (int i = 0; i < CONFIRM_TIMES; i++) {
            Result<Outcome> outcome = once(from, to);
            if (!outcome.isOk() || !(outcome.value() instanceof Outcome.Different)) {
                return outcome;
            }
            if (isStoppedWithin(CONFIRM_PAUSE_MS)) {
                return Result.ok(new Outcome.Undecided());
            }
        }
        return find(from, to);
    }

    private Result<Outcome> once(long from, long to) {
        return upstream.check(from, to).then(theirs -> compare(from, to, theirs));
    }

    private Result<Outcome> compare(long from, long to, Upstream.Checked theirs) {
        try {
            Optional<RangeFingerprint> own = RangeFingerprint.of(log, from, to);
            if (own.isEmpty() || own.get().config() != theirs.config()) {
                return Result.ok(new Outcome.Undecided());
            }
            boolean same =
                    own.get().text().equals(theirs.fingerprint()) && own.get().events() == theirs.events();
            return Result.ok(same ? new Outcome.Same() : new Outcome.Different(to));
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    /** The events up to {@code low} are the same, those up to {@code high} are not. */
    private Result<Outcome> find(long from, long to) {
        long low = from;
        long high = to;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            Result<Outcome> half = once(low, middle);
            if (!half.isOk()) {
                return half;
            }
            if (half.value() instanceof Outcome.Undecided) {
                break; // it is known that they differ, if not quite where
            }
            if (half.value() instanceof Outcome.Same) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Result.ok(new Outcome.Different(high));
    }

    private boolean isStoppedWithin(long ms) {
        try {
            return stopping.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
