// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.codec.JsonWriter;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What a node answers to those who follow it: what is new above a position, at once or as soon as there is something.
 * Thread-safe. Threads: two that read, one that ends waits.
 */
final class FollowerFeed implements AutoCloseable {

    /** An answer ends with the page that goes over this. */
    private static final int ANSWER_BYTES = 3 << 20;

    private static final int ANSWER_EVENTS = 8_192;
    private static final int PAGE_EVENTS = 4_096;
    private static final int PAGE_BYTES = 2 << 20;

    /** Counting all events looks at every segment. */
    private static final long COUNT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /**
     * While answers have many events the next one waits a moment for more: so a busy primary is asked a hundred times a second and
     * not a thousand times. One event after another is not kept waiting.
     */
    private static final long GATHER_MS = 8;

    private static final int MANY_EVENTS = 16;
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** In order-ids, which count microseconds. One that lacks more than that catches up, and is not kept waiting either. */
    private static final long GATHERED = TimeUnit.MILLISECONDS.toMicros(50);

    private static final byte[] SEPARATOR = {',', '\n'};
    private static final byte[] END = {'\n', ']', '}'};

    private final EventLog log;
    private final Cluster cluster;
    private final KnownFollowers followers;
    private final ExecutorService readers = Steady.pool("photon-feed", 2, Thread.NORM_PRIORITY);
    private final ScheduledThreadPoolExecutor timer = Steady.timer("photon-feed-timer");
    /** When an answer had many events last. */
    private volatile long busyNanos = System.nanoTime() - BUSY_NANOS;

    private volatile Counted counted = new Counted(0, System.nanoTime() - COUNT_AGAIN_NANOS);

    private record Counted(long events, long atNanos) {}

    FollowerFeed(EventLog log, Cluster cluster, KnownFollowers followers) {
        this.log = log;
        this.cluster = cluster;
        this.followers = followers;
    }

    /** Answers as {@link Fetched} reads it. The future never fails. */
    CompletableFuture<Result<byte[]>> fetch(Asking asking) {
        long head = log.head();
        Optional<Failure> refusal = refusal(asking, head);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(Result.err(refusal.get()));
        }
        followers.seen(new KnownFollower(
                asking.nodeId(), asking.name(), asking.address(), asking.epoch(), asking.stored(), System.nanoTime()));
        CompletableFuture<Result<byte[]>> answer = new CompletableFuture<>();
        if (isBusy() && head - asking.after() < GATHERED && asking.waitMs() > GATHER_MS) {
            later(() -> answerOnceThere(asking, answer), GATHER_MS);
        } else {
            answerOnceThere(asking, answer);
        }
        return answer;
    }

    /** Emits that wait for followers are not kept waiting for this. */
    private boolean isBusy() {
        return System.nanoTime() - busyNanos < BUSY_NANOS
                && !cluster.replication().isWanted();
    }

    private void answerOnceThere(Asking asking, CompletableFuture<Result<byte[]>> answer) {
        if (asking.after() < log.head() || asking.waitMs() == 0) {
            read(asking, answer);
            return;
        }
        CompletableFuture<Long> more = log.headAbove(asking.after());
        more.whenComplete((now, ended) -> read(asking, answer));
        later(() -> more.complete(asking.after()), Math.min(asking.waitMs(), 10_000));
    }

    /** Does it after that time, or now when it stops. */
    private void later(Runnable work, long ms) {
        try {
            timer.schedule(work, ms, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            work.run();
        }
    }

    private Optional<Failure> refusal(Asking asking, long head) {
        Epoch own = cluster.epoch();
        if (asking.epoch() > own.number()) {
            return Optional.of(Failure.of(
                    Failure.Kind.CONFLICT,
                    "the follower knows of epoch " + asking.epoch() + ", and this Photon of " + own.number() + " only",
                    "another Photon has become the primary; see: photon cluster status"));
        }
        if (asking.epoch() == own.number() && !asking.epochNodeId().equals(own.nodeId())) {
            return Optional.of(Failure.of(
                    Failure.Kind.CONFLICT,
                    "the follower knows of another epoch " + own.number() + " than the one that began on " + own.node(),
                    "two nodes were promoted; see: photon cluster status"));
        }
        if (Math.max(asking.after(), asking.stored()) > head) {
            return Optional.of(Failure.of(
                    Failure.Kind.CONFLICT,
                    "the follower has events up to order-id " + Math.max(asking.after(), asking.stored())
                            + ", and this Photon up to " + head + " only",
                    "it has another history: start it with an empty store"));
        }
        return Optional.empty();
    }

    private void read(Asking asking, CompletableFuture<Result<byte[]>> answer) {
        try {
            readers.execute(() -> {
                try {
                    answer.complete(Result.ok(answer(asking.after())));
                } catch (StoreException e) {
                    answer.complete(Result.err(StoreFailures.withoutChange(e)));
                } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                    answer.complete(Result.err(Failure.of(
                            Failure.Kind.INTERNAL, "reading for a follower failed: " + e, "see the daemon's log")));
                    throw e;
                }
            });
        } catch (RejectedExecutionException stopping) {
            answer.complete(Result.err(Failure.of(
                    Failure.Kind.OVERLOADED, "Photon is stopping", "the follower asks again after the restart")));
        }
    }

    private byte[] answer(long after) throws StoreException {
        long shown = log.head(); // what is above it may be stored, and its deletions not be hidden
        ByteArrayOutputStream lines = new ByteArrayOutputStream(64 * 1024);
        long cursor = after;
        long events = 0;
        boolean end = after >= shown;
        while (!end && lines.size() < ANSWER_BYTES && events < ANSWER_EVENTS) {
            Page page = log.reader()
                    .read(new ReadRequest(
                            StreamNames.ALL,
                            cursor,
                            shown,
                            Direction.FORWARDS,
                            PAGE_EVENTS,
                            PAGE_BYTES,
                            Integer.MAX_VALUE));
            for (Event event : page.events()) {
                lines.write(SEPARATOR, lines.size() == 0 ? 1 : 0, lines.size() == 0 ? 1 : 2);
                lines.write(event.array(), event.offset(), event.length());
            }
            events += page.events().size();
            cursor = page.cursor();
            end = page.end();
        }
        if (end && events >= MANY_EVENTS) {
            busyNanos = System.nanoTime();
        }
        byte[] head = head(shown, end ? shown : cursor, end, events);
        byte[] answer = new byte[head.length - 2 + lines.size() + END.length];
        System.arraycopy(head, 0, answer, 0, head.length - 2);
        byte[] body = lines.toByteArray();
        System.arraycopy(body, 0, answer, head.length - 2, body.length);
        System.arraycopy(END, 0, answer, answer.length - END.length, END.length);
        return answer;
    }

    /** The facts, which end with {@code "events":[]}}. */
    private byte[] head(long head, long upTo, boolean end, long events) throws StoreException {
        Epoch epoch = cluster.epoch();
        long lagMs = cluster.lagMs();
        JsonWriter json = new JsonWriter(512).object().field("through").array();
        cluster.through().forEach(json::value);
        return json.endArray()
                .field("node", cluster.name())
                .field("node-id", cluster.nodeId())
                .field("role", cluster.roleToFollowers().word())
                .field("primary", cluster.primaryForFollowers())
                .field("epoch", epoch.number())
                .field("epoch-after", epoch.after())
                .field("epoch-order-id", epoch.orderId())
                .field("epoch-node", epoch.node())
                .field("epoch-node-id", epoch.nodeId())
                .field("epoch-address", epoch.address())
                .field("head", head)
                .field("total", count())
                .field("lag-ms", lagMs == Long.MAX_VALUE ? -1 : lagMs)
                .field("stopped", cluster.stopped().map(Failure::message).orElse(""))
                .field("up-to", upTo)
                .field("end", end)
                .field("count", events)
                .field("events")
                .array()
                .endArray()
                .endObject()
                .bytes();
    }

    private long count() throws StoreException {
        Counted last = counted;
        long now = System.nanoTime();
        if (now - last.atNanos() < COUNT_AGAIN_NANOS) {
            return last.events();
        }
        long events = log.reader().totalEvents();
        counted = new Counted(events, now);
        return events;
    }

    /** The fingerprint of a range that ends at or below the head. */
    Result<byte[]> fingerprint(long from, long to) {
        try {
            Optional<RangeFingerprint> taken = RangeFingerprint.of(log, from, to);
            if (taken.isEmpty()) {
                return Result.err(
                        Failure.Kind.OVERLOADED, "streams are being deleted all the time", "ask again in a moment");
            }
            RangeFingerprint range = taken.get();
            JsonWriter json = new JsonWriter(256)
                    .object()
                    .field("from", range.from())
                    .field("to", range.to())
                    .field("events", range.events())
                    .field("fingerprint", range.text())
                    .field("config", range.config())
                    .field("head", log.head())
                    .field("node-id", cluster.nodeId())
                    .field("role", cluster.roleToFollowers().word())
                    .field("epochs")
                    .array();
            for (Epoch epoch : cluster.epochs()) {
                EpochEvents.write(json.object(), epoch)
                        .field("order-id", epoch.orderId())
                        .endObject();
            }
            return Result.ok(json.endArray().endObject().bytes());
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        readers.shutdown();
    }
}
