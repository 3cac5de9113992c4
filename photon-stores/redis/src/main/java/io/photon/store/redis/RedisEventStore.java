// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.photon.event.Event;
import io.photon.pace.BackgroundPace;
import io.photon.store.Erasure;
import io.photon.store.FactTable;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.generic.PlainEventStore;
import io.photon.store.lease.ProcessName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store in Redis. It has three connections: the writer's, the readers', and one for the lease, for erasing and for figures. */
public final class RedisEventStore extends PlainEventStore {

    private static final Logger LOG = LoggerFactory.getLogger(RedisEventStore.class);

    /** How long a start waits for a server that reads its files. */
    private static final long LOADING_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** How often it is asked what answers mean: {@code CONFIG SET} changes that while the server runs. */
    private static final Duration ASKING = Duration.ofSeconds(30);

    /** What it is made of. */
    private record Parts(
            RedisServer server,
            RedisKeys keys,
            Health health,
            RedisLink writing,
            RedisLink reading,
            RedisLink keeping,
            RedisAppends appends,
            RedisFacts facts,
            Eraser eraser,
            ServerWatch watch) {}

    private final Parts parts;

    private RedisEventStore(Parts parts) {
        super(
                new RedisReader(parts.reading(), parts.keys(), parts.appends()),
                new RedisChunks(parts.writing(), parts.keys()));
        this.parts = parts;
    }

    static OpenedStore open(RedisOptions options, BackgroundPace pace) throws StoreException {
        return open(options, pace, ASKING);
    }

    /** @param asking how often the server is asked what its answers mean */
    static OpenedStore open(RedisOptions options, BackgroundPace pace, Duration asking) throws StoreException {
        RedisServer server = new RedisServer(options);
        RedisKeys keys = new RedisKeys(options.prefix());
        Health health = new Health(options, keys);
        RedisAppends[] appends = new RedisAppends[1];
        RedisLink writing = new RedisLink(server, pipe -> health.look(pipe, appends[0].confirmed()));
        RedisLink reading = new RedisLink(server, pipe -> {});
        RedisLink keeping = new RedisLink(server, pipe -> {});
        appends[0] = new RedisAppends(writing, keys);
        RedisEventStore store = new RedisEventStore(new Parts(
                server,
                keys,
                health,
                writing,
                reading,
                keeping,
                appends[0],
                new RedisFacts(keeping, keys),
                new Eraser(keeping, keys, pace),
                new ServerWatch(options.target().shown(), keeping, writing, keys, health, server::answeredNanos)));
        String who = ProcessName.of(options.address());
        try {
            store.begin(who, asking);
        } catch (StoreException e) {
            store.close();
            throw e;
        }
        return new OpenedStore(store, new RedisLease(keeping, keys, who, options.lease()), health.storeId());
    }

    private void begin(String who, Duration asking) throws StoreException {
        connect();
        try {
            parts.writing().run(Script.PROBE, parts.keys().ofProbe(who), List.of());
        } catch (StoreException e) {
            if (e.kind() == Kind.FAILED) {
                throw new StoreException(Kind.REFUSED, "this user may not do what a store needs: " + e.getMessage(), e);
            }
            if (e.kind() != Kind.NO_SPACE) { // a full server can be read, and events can be deleted
                throw e;
            }
            LOG.warn("{}; nothing can be stored until there is space", e.getMessage());
        }
        parts.eraser().begin();
        parts.watch().begin(asking);
    }

    private void connect() throws StoreException {
        long deadline = System.nanoTime() + LOADING_NANOS;
        boolean said = false;
        while (true) {
            try {
                parts.writing().pipe();
                return;
            } catch (StoreException e) {
                boolean isLoading = String.valueOf(e.getMessage()).endsWith(RedisErrors.LOADING);
                if (!isLoading || System.nanoTime() > deadline) {
                    throw ofStart(e);
                }
                if (!said) {
                    LOG.warn("{}; this start waits for it", e.getMessage());
                    said = true;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** A server that is not there is no reason to look at the settings of the store: it may be there in a moment. */
    private static StoreException ofStart(StoreException e) {
        return e.kind() == Kind.REFUSED && e.getCause() != null && !isAnswer(e)
                ? new StoreException(Kind.FAILED, e.getMessage(), e)
                : e;
    }

    private static boolean isAnswer(StoreException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void appendToLog(List<Event> batch, Fence fence) throws StoreException {
        parts.appends().append(batch, fence);
    }

    @Override
    protected void hideInLog(String stream, long upTo) throws StoreException {
        parts.eraser().hide(stream, upTo);
    }

    @Override
    public Optional<FactTable> facts() {
        return Optional.of(parts.facts());
    }

    @Override
    public Erasure erasure() {
        return parts.eraser().erasure();
    }

    @Override
    public Durability durability() {
        return parts.health().durability();
    }

    @Override
    public StoreState state() {
        String trouble = trouble();
        if (trouble != null) {
            return new StoreState(StoreState.Condition.READ_ONLY, trouble);
        }
        return parts.appends().isFull()
                ? new StoreState(StoreState.Condition.FULL, "Redis is full: it has reached maxmemory")
                : new StoreState(StoreState.Condition.WRITABLE, null);
    }

    @Override
    public Map<String, Object> stats() {
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("redis-server", parts.server().target().shown());
        stats.put("redis-version", parts.health().version());
        String notDurable = parts.health().whyNotDurable();
        if (notDurable != null) {
            stats.put("durability-reason", notDurable);
        }
        stats.putAll(parts.watch().figures());
        String trouble = trouble();
        if (trouble != null) {
            stats.put("redis-trouble", trouble);
        }
        return stats;
    }

    /** Why the server cannot be written to now; null when it can. Waits for nothing. */
    private @Nullable String trouble() {
        String ofWriting = parts.writing().trouble();
        return ofWriting == null ? parts.watch().trouble() : ofWriting;
    }

    @Override
    public void close() {
        parts.watch().close();
        parts.eraser().close();
        List.of(parts.writing(), parts.reading(), parts.keeping()).forEach(RedisLink::close);
        parts.server().close();
    }
}
