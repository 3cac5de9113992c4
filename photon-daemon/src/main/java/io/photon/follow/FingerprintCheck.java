// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.log.EventLog;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares all events of a follower with those of the node that it follows, range by range, from the first on; then what has
 * come since, and once a day all of them again. At its own slow pace, on one thread.
 */
final class FingerprintCheck implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FingerprintCheck.class);

    private static final long RANGE_BYTES = 8 << 20;
    private static final long PAUSE_MS = 200;
    private static final long REST_MS = 1_000;
    private static final long AGAIN_NANOS = TimeUnit.DAYS.toNanos(1);
    private static final int STOP_WAIT_SECONDS = 5;

    private final EventLog log;
    private final Cluster cluster;
    private final Upstream upstream;
    private final RangeComparison comparison;
    private final UpstreamThread thread;
    private volatile long compared;
    private long begunNanos = System.nanoTime();

    FingerprintCheck(EventLog log, Cluster cluster, Upstream upstream) {
        this.log = log;
        this.cluster = cluster;
        this.upstream = upstream;
        this.thread = new UpstreamThread("photon-follow-check", upstream, this::work);
        this.comparison = new RangeComparison(log, upstream, thread);
    }

    void start() {
        thread.start();
    }

    /** Up to which order-id both have the same events, as of this round. */
    long compared() {
        return compared;
    }

    private void work() {
        while (!thread.isStopping() && cluster.isFollowing()) {
            boolean more = false;
            if (cluster.isConnected()) {
                more = step();
            }
            thread.pause(more ? PAUSE_MS : REST_MS);
        }
    }

    /** Compares the next range. @return whether another is there already */
    private boolean step() {
        if (System.nanoTime() - begunNanos > AGAIN_NANOS) {
            begunNanos = System.nanoTime();
            compared = 0;
        }
        long head = log.head();
        if (head <= compared) {
            return false;
        }
        try {
            Optional<RangeFingerprint> range = RangeFingerprint.of(log, compared, head, RANGE_BYTES);
            if (range.isEmpty()) {
                return false;
            }
            long to = range.get().to();
            Result<RangeComparison.Outcome> outcome = comparison.compare(compared, to, head);
            if (!outcome.isOk()) {
                upstream.reconnect();
                return false;
            }
            if (outcome.value() instanceof RangeComparison.Outcome.Different different) {
                cluster.differs(different.orderId());
            } else if (outcome.value() instanceof RangeComparison.Outcome.Same) {
                compared = to;
                return to < head;
            }
        } catch (StoreException e) {
            LOG.warn("a range above order-id {} cannot be compared with the primary: {}", compared, e.getMessage());
        }
        return false;
    }

    @Override
    public void close() {
        thread.close(STOP_WAIT_SECONDS);
    }
}
