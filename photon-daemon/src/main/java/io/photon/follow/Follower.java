// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Direction;
import io.photon.store.EventStore.Durability;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a log equal to that of another node: asks for what is above its own head, stores it as it is, and asks again. After a
 * break it goes on from its own head. One thread; {@link #close} ends it.
 */
final class Follower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 3_000;
    private static final int STOP_WAIT_SECONDS = 15;

    /** This many of its newest events are compared before it goes on. */
    private static final int COMPARED_EVENTS = 1_000;

    /** What is read and not stored yet: the next answer is read while one is being stored. */
    private static final int AHEAD = 1;

    private final EventLog log;
    private final Cluster cluster;
    private final Upstream upstream;
    private final Lag lag;
    private final RangeComparison comparison;
    private final UpstreamThread thread;
    private volatile String trouble = "";

    Follower(EventLog log, Cluster cluster, Upstream upstream, Lag lag) {
        this.log = log;
        this.cluster = cluster;
        this.upstream = upstream;
        this.lag = lag;
        this.thread = new UpstreamThread("photon-follow", upstream, this::work);
        this.comparison = new RangeComparison(log, upstream, thread);
    }

    void start() {
        thread.start();
    }

    /** Why it does not get events now; empty while it does. */
    String trouble() {
        return trouble;
    }

    String upstream() {
        return upstream.address();
    }

    private void work() {
        long pauseMs = FIRST_PAUSE_MS;
        while (!thread.isStopping()) {
            long before = log.head();
            Optional<Failure> broken = session();
            lag.lost();
            if (thread.isStopping()
                    || cluster.role() != NodeRole.Role.FOLLOWER
                    || cluster.stopped().isPresent()) {
                return;
            }
            broken.ifPresent(this::say);
            upstream.reconnect();
            pauseMs = log.head() > before ? FIRST_PAUSE_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            thread.pause(pauseMs);
        }
    }

    /** Once for each reason. */
    private void say(Failure failure) {
        if (!failure.message().equals(trouble)) {
            LOG.warn("nothing is followed now, it is tried again: {}: {}", upstream.address(), failure.message());
        }
        trouble = failure.message();
    }

    /** Follows until that breaks. @return why it broke */
    private Optional<Failure> session() {
        Result<Boolean> mayGoOn = compareEnds();
        if (!mayGoOn.isOk()) {
            return Optional.of(mayGoOn.failure());
        }
        if (!mayGoOn.value()) {
            return Optional.empty();
        }
        Queue<CompletableFuture<Result<Long>>> storing = new LinkedList<>();
        Optional<Failure> broken = follow(storing);
        while (!storing.isEmpty()) { // or the head would move while the next session begins
            Optional<Failure> failed = await(storing.remove());
            broken = broken.isPresent() ? broken : failed;
        }
        return broken;
    }

    private Optional<Failure> follow(Queue<CompletableFuture<Result<Long>>> storing) {
        long after = log.head();
        while (!thread.isStopping()) {
            Result<Fetched> fetched = upstream.fetch(after, stored(), Upstream.WAIT_MS);
            if (!fetched.isOk()) {
                return Optional.of(fetched.failure());
            }
            long now = System.nanoTime();
            Fetched answer = fetched.value();
            Optional<Failure> circle = circle(answer);
            if (circle.isPresent()) {
                return circle;
            }
            lag.heard(
                    answer.head(),
                    answer.total(),
                    now,
                    answer.lagMs() < 0 || !answer.stopped().isEmpty()
                            ? Lag.UNKNOWN
                            : TimeUnit.MILLISECONDS.toNanos(answer.lagMs()));
            heard(answer);
            List<Event> events = answer.events();
            if (!events.isEmpty()) {
                Optional<Failure> wrong = orderFault(events, after);
                if (wrong.isPresent()) {
                    return wrong;
                }
                storing.add(log.replicate(events).thenApply(done -> learn(done, events)));
                after = events.get(events.size() - 1).orderId();
            } else {
                after = Math.max(after, answer.upTo()); // nothing of that is visible
            }
            // At the end of the other's log the next question says what is stored here, so it waits for that.
            int most = answer.end() ? 0 : AHEAD;
            while (storing.size() > most) {
                Optional<Failure> failed = await(storing.remove());
                if (failed.isPresent()) {
                    return failed;
                }
            }
            if (answer.end()) {
                lag.synced(now);
            }
        }
        return Optional.empty();
    }

    /** Whether the other gets its events from this node, so that neither gets any. */
    private Optional<Failure> circle(Fetched answer) {
        boolean isCircle = cluster.getsEventsThrough(answer.nodeId(), answer.through());
        return isCircle
                ? Optional.of(Failure.of(
                        Failure.Kind.CONFLICT,
                        "it follows this node itself"
                                + (answer.through().get(0).equals(cluster.nodeId()) ? "" : ", through another")
                                + ": nodes that follow each other in a circle get no events",
                        "let one of them follow the primary; see: photon cluster status"))
                : Optional.empty();
    }

    private void heard(Fetched answer) {
        if (!answer.stopped().isEmpty()) {
            say(Failure.of(
                    Failure.Kind.CONFLICT, "it gets no events any more: " + answer.stopped(), "follow another node"));
        } else if (!trouble.isEmpty()) {
            LOG.info("follows {} again, from order-id {}", upstream.address(), log.head());
            trouble = "";
        }
        cluster.primaryIs(answer.primary().isEmpty() ? upstream.address() : answer.primary());
    }

    private static Optional<Failure> orderFault(List<Event> events, long after) {
        long last = after;
        for (Event event : events) {
            if (event.orderId() <= last) {
                return Optional.of(Failure.of(
                        Failure.Kind.DAMAGED,
                        "order-id " + event.orderId() + " came after " + last,
                        "nothing of that answer was stored"));
            }
            last = event.orderId();
        }
        return Optional.empty();
    }

    /** What its disk has for certain. */
    private long stored() {
        return log.store().durability() == Durability.MEMORY ? 0 : log.head();
    }

    private Result<Long> learn(Result<Long> done, List<Event> events) {
        if (done.isOk()) {
            for (Event event : events) {
                if (event.header().streamTo() - event.header().streamFrom() == StreamNames.CONFIG.length()) {
                    EpochEvents.read(event).ifPresent(cluster::learn);
                }
            }
        }
        return done;
    }

    private Optional<Failure> await(CompletableFuture<Result<Long>> storing) {
        Result<Long> done = storing.join();
        return done.isOk() ? Optional.empty() : Optional.of(done.failure());
    }

    /**
     * Whether this node's events are the beginning of the other's, as far as its newest show it, and no other node is the primary
     * since. False when it is over: the cluster knows why.
     */
    private Result<Boolean> compareEnds() {
        try {
            cluster.look();
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
        if (!cluster.isFollowing()) {
            return Result.ok(false); // another Photon on its store was promoted
        }
        long head = log.head();
        Result<Upstream.Checked> hello = upstream.check(head, head);
        if (!hello.isOk()) {
            return Result.err(hello.failure());
        }
        Upstream.Checked other = hello.value();
        Epoch own = cluster.epoch();
        if (other.nodeId().equals(cluster.nodeId())) {
            return Result.err(
                    Failure.Kind.CONFLICT,
                    "it has the id of this node, " + other.nodeId() + ": it is this node itself, or one of the two was"
                            + " started with a copy of the other's node.json",
                    "follow another address; or give this node a data.path of its own without node.json");
        }
        if (own.isAbove(other.epoch())) {
            return Result.err(
                    other.isPrimary()
                            ? upstream.tell(other)
                            : Failure.of(
                                    Failure.Kind.CONFLICT,
                                    "it is not the primary, and knows of epoch "
                                            + other.epoch().number() + " only, where this node knows of "
                                            + own.number(),
                                    "it is asked again until it has caught up"));
        }
        if (other.epoch().isAbove(own)) {
            Epoch since = Epoch.since(other.epochs(), cluster.epochs());
            Result<Boolean> same = compareNewest(Math.min(head, since.after()));
            return head > since.after() && same.isOk() && same.value() ? retire(since) : same;
        }
        if (other.head() < head) {
            return other.role().equals(NodeRole.Role.FOLLOWER.word())
                    ? Result.err(
                            Failure.Kind.OVERLOADED,
                            "it follows itself, and has events up to order-id " + other.head() + " where this node has "
                                    + head,
                            "it is asked again until it has caught up")
                    : differs(firstAbove(other.head()));
        }
        return compareNewest(head);
    }

    private Result<Boolean> retire(Epoch epoch) {
        return cluster.retire(epoch).map(done -> false);
    }

    private Result<Boolean> differs(Result<Long> orderId) {
        return orderId.map(found -> {
            cluster.differs(found);
            return false;
        });
    }

    /** Whether the newest events up to a position, which both have, are the same. */
    private Result<Boolean> compareNewest(long upTo) {
        Result<Long> from = newest(upTo);
        if (!from.isOk()) {
            return Result.err(from.failure());
        }
        Result<RangeComparison.Outcome> outcome = comparison.compare(from.value(), upTo, upTo);
        if (outcome.isOk() && outcome.value() instanceof RangeComparison.Outcome.Different different) {
            cluster.differs(different.orderId());
            return Result.ok(false);
        }
        return outcome.map(same -> true);
    }

    /** The position above which there are its newest events. */
    private Result<Long> newest(long upTo) {
        try {
            Page page = log.reader()
                    .read(new ReadRequest(StreamNames.ALL, upTo + 1, 0, Direction.BACKWARDS, COMPARED_EVENTS, 8 << 20));
            List<Event> events = page.events();
            return Result.ok(
                    events.isEmpty() ? 0 : events.get(events.size() - 1).orderId() - 1);
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    private Result<Long> firstAbove(long position) {
        try {
            Page page = log.reader()
                    .read(new ReadRequest(StreamNames.ALL, position, Long.MAX_VALUE, Direction.FORWARDS, 1, 64 * 1024));
            return Result.ok(
                    page.events().isEmpty() ? log.head() : page.events().get(0).orderId());
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    /** Ends it, and waits until what it has read is stored. */
    @Override
    public void close() {
        thread.close(STOP_WAIT_SECONDS);
    }
}
