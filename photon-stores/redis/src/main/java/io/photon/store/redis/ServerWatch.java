// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.protocol.CommandType;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.task.Steady;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server once a second for its figures, and so whether it answers: those who want to know wait for nothing. Asks now
 * and then what its answers mean, too. Thread-safe.
 */
final class ServerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

    private static final long LOOK_SECONDS = 1;

    /** After this a question counts as not answered, though it is not given up yet. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * The latest question.
     *
     * @param nanos when it was asked; of one that is over when that was
     * @param failure why it had no answer; of one under way, why the one before had none; null for none
     */
    private record Look(
            long nanos, boolean isUnderWay, @Nullable String failure) {}

    private final String server;
    private final RedisLink asking;
    private final RedisLink writing;
    private final RedisKeys keys;
    private final Health health;
    private final LongSupplier answeredNanos;
    private final ScheduledThreadPoolExecutor timer = Steady.timer("photon-redis-health");
    private volatile Map<String, Object> figures = Map.of();
    private volatile Look look = new Look(System.nanoTime(), false, null);

    /**
     * @param asking over which it asks
     * @param writing is connected again once the server answers: without appends no one else would try
     * @param health what is known of the meaning of its answers
     * @param answeredNanos when the server last answered anything
     */
    ServerWatch(
            String server,
            RedisLink asking,
            RedisLink writing,
            RedisKeys keys,
            Health health,
            LongSupplier answeredNanos) {
        this.server = server;
        this.asking = asking;
        this.writing = writing;
        this.keys = keys;
        this.health = health;
        this.answeredNanos = answeredNanos;
    }

    /**
     * Asks for the first time, and from then on in the background.
     *
     * @param meaning how often it is asked what answers mean
     */
    void begin(Duration meaning) {
        look();
        timer.scheduleWithFixedDelay(
                this::askWhatAnswersMean, meaning.toNanos(), meaning.toNanos(), TimeUnit.NANOSECONDS);
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        look = new Look(System.nanoTime(), true, trouble());
        String failure = null;
        try {
            figures = asking.read(this::ask);
            if (writing.trouble() != null) {
                writing.pipe(); // says by itself why that does not go
            }
        } catch (StoreException e) {
            LOG.debug("the figures of Redis at {} are not known: {}", server, e.getMessage());
            failure = e.kind() == Kind.FAILED ? null : e.getMessage(); // a no to this question is an answer, too
        }
        look = new Look(System.nanoTime(), false, failure);
    }

    private void askWhatAnswersMean() {
        try {
            asking.read(pipe -> {
                health.lookAgain(pipe);
                return true;
            });
        } catch (StoreException e) {
            LOG.debug("what answers of Redis at {} mean is asked again: {}", server, e.getMessage());
        }
    }

    private Map<String, Object> ask(Pipe pipe) throws StoreException, NoAnswerException {
        RedisFuture<List<byte @Nullable []>> ofLog = pipe.fields(keys.meta, List.of("bytes", "epoch"));
        RedisFuture<List<@Nullable Object>> ofNames = pipe.send(CommandType.ZCARD, keys.names);
        List<byte @Nullable []> facts = pipe.await(ofLog);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("bytes", number(facts.get(0)));
        found.put("epoch", number(facts.get(1)));
        found.put("streams", Replies.number(pipe.await(ofNames).get(0)));
        return found;
    }

    private static long number(byte @Nullable [] value) {
        return value == null ? 0L : Replies.number(value);
    }

    /** What it said last, at most a second ago while it answers: plain numbers. */
    Map<String, Object> figures() {
        return figures;
    }

    /** Why the server did not answer last; null when it did. */
    @Nullable String trouble() {
        Look last = look;
        if (answeredNanos.getAsLong() - last.nanos() > 0) { // a question of another thread
            return null;
        }
        long silent = System.nanoTime() - last.nanos();
        return last.isUnderWay() && last.failure() == null && silent > SILENT_NANOS
                ? "Redis at " + server + " has not answered for " + TimeUnit.NANOSECONDS.toSeconds(silent) + " s"
                : last.failure();
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
