// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.util.Optional;

/**
 * Compares ranges of this node's events with those of the node that it follows. For one thread.
 *
 * <p>Two fingerprints say something only when both nodes have recorded the same deletions. A range is undecided while one of them
 * has recorded more than the other can have: a change of {@code __config__} above what this node has. One at or below that which
 * only one of them has is a difference in itself.
 */
final class RangeComparison {

    /** Once could be a deletion between the two looks. */
    private static final int CONFIRM_TIMES = 3;

    private static final long CONFIRM_PAUSE_MS = 150;

    private final EventLog log;
    private final Upstream upstream;
    private final UpstreamThread thread;

    /** What came of a comparison. */
    sealed interface Outcome {

        /** The same events. */
        record Same() implements Outcome {}

        /** One of them has recorded a change of {@code __config__} that the other cannot have yet. */
        record Undecided() implements Outcome {}

        /** Other events. @param orderId one at which they differ @param lowest whether it is known to be the lowest of the range */
        record Different(long orderId, boolean lowest) implements Outcome {}
    }

    RangeComparison(EventLog log, Upstream upstream, UpstreamThread thread) {
        this.log = log;
        this.upstream = upstream;
        this.thread = thread;
    }

    /** Why a follower does not go on whose events are others than those of its primary. */
    static Failure failure(String primary, long orderId) {
        return Failure.of(
                Failure.Kind.CONFLICT,
                "the events of this follower and of " + primary + " differ at order-id " + orderId
                        + ": it follows no more",
                "keep its store aside, and start it again with an empty one");
    }

    /**
     * Compares a range.
     *
     * @param from exclusive
     * @param to inclusive, not above either head
     * @param common up to where this node must have each event that the other has: its head at this moment, or an earlier end
     */
    Result<Outcome> compare(long from, long to, long common) {
        Result<Outcome> last = Result.ok(new Outcome.Undecided());
        for (int i = 0; i < CONFIRM_TIMES; i++) {
            last = once(from, to, common);
            if (!last.isOk() || !(last.value() instanceof Outcome.Different)) {
                return last;
            }
            if (thread.pause(CONFIRM_PAUSE_MS)) {
                return Result.ok(new Outcome.Undecided());
            }
        }
        return last.value() instanceof Outcome.Different found && found.lowest() ? last : find(from, to, common);
    }

    private Result<Outcome> once(long from, long to, long common) {
        return upstream.check(from, to).then(theirs -> compare(from, to, common, theirs));
    }

    private Result<Outcome> compare(long from, long to, long common, Upstream.Checked theirs) {
        try {
            Optional<RangeFingerprint> own = RangeFingerprint.of(log, from, to);
            if (own.isEmpty()) {
                return Result.ok(new Outcome.Undecided());
            }
            long config = own.get().config();
            if (config != theirs.config()) {
                if (Math.max(config, theirs.config()) <= common) {
                    return Result.ok(new Outcome.Different(Math.max(config, theirs.config()), true));
                }
                // What this node has not heard of may have deleted events of the range there, but added none.
                return Result.ok(
                        config <= common && theirs.events() > own.get().events()
                                ? new Outcome.Different(to, false)
                                : new Outcome.Undecided());
            }
            boolean same =
                    own.get().text().equals(theirs.fingerprint()) && own.get().events() == theirs.events();
            return Result.ok(same ? new Outcome.Same() : new Outcome.Different(to, false));
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    /** The events up to {@code low} are the same, those up to {@code high} are not. */
    private Result<Outcome> find(long from, long to, long common) {
        long low = from;
        long high = to;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            Result<Outcome> half = once(low, middle, common);
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
        return Result.ok(new Outcome.Different(high, true));
    }
}
