// SPDX-License-Identifier: Apache-2.0
package io.photon.bench.store;

import io.photon.budget.Budget;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.engine.DefaultEventLog;
import io.photon.pace.BackgroundPace;
import io.photon.settings.LoadedSettings;
import io.photon.settings.Setting;
import io.photon.settings.SettingArguments;
import io.photon.settings.SettingRows;
import io.photon.settings.Settings;
import io.photon.settings.SettingsReader;
import io.photon.settings.Surroundings;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import io.photon.store.cassandra.CassandraBackend;
import io.photon.store.mongo.MongoBackend;
import io.photon.store.redis.RedisBackend;
import io.photon.store.riak.RiakBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Photon's log over a backend, in turn with its bare driver on the same server: appends of 64 clients, in groups of the size
 * that they come to, and replays of what is stored.
 */
public final class StoreBench {

    private static final int CLIENTS = 64;
    /** Many short ones, so that what else the machine does meets both. */
    private static final int ROUNDS = 11;

    /** To have enough to read. */
    private static final int LARGE_GROUP = 1_000;

    private static final int PAGE = 4_096;
    private static final int EVENT_BYTES = 300;
    private static final String COPY = "cassandra.cache";
    private static final String STREAM = "measured";

    /**
     * Medians of what was measured, events a second.
     *
     * @param group events that were stored in one step, on average
     * @param clients what 64 clients come to, each waiting for its answer
     * @param rawClients what the driver does in such steps, in turn with them
     * @param store what the store takes in such steps, one after the other
     * @param rawStore what the driver does in turn with it
     * @param rawReplay 0 where it is not measured
     * @param rebuilt of a backend with a copy on this machine: what making it anew comes to; else 0
     */
    public record Figures(
            double group,
            double clients,
            double rawClients,
            double store,
            double rawStore,
            double replay,
            double rawReplay,
            double rebuilt) {}

    private final StoreBackend backend;
    private final Map<String, String> settings;
    private final RawStore raw;
    private final double seconds;
    private final int replayed;
    private final byte[] body = body();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    /** Of Riak, whose nodes have names of their own among the settings. */
    private @Nullable String node;

    private StoreBench(StoreBackend backend, Map<String, String> settings, RawStore raw, double seconds, int replayed) {
        this.backend = backend;
        this.settings = settings;
        this.raw = raw;
        this.seconds = seconds / 3;
        this.replayed = replayed;
    }

    /**
     * The backend redis.
     *
     * @param seconds how long three rounds take
     * @param replayed how many events are read
     */
    public static Figures ofRedis(String url, double seconds, int replayed) throws IOException {
        return new StoreBench(new RedisBackend(), Map.of("redis.url", url), new RawRedis(url), seconds, replayed).run();
    }

    /**
     * The backend cassandra.
     *
     * @param settings of the backend, by their keys
     * @param raw the bare driver, on the same server
     */
    public static Figures ofCassandra(Map<String, String> settings, RawStore raw, double seconds, int replayed)
            throws IOException {
        return new StoreBench(new CassandraBackend(), settings, raw, seconds, replayed).run();
    }

    /** The backend mongo, otherwise as {@link #ofCassandra}. */
    public static Figures ofMongo(Map<String, String> settings, RawStore raw, double seconds, int replayed)
            throws IOException {
        return new StoreBench(new MongoBackend(), settings, raw, seconds, replayed).run();
    }

    /** The backend riak, otherwise as {@link #ofCassandra}. @param node {@code HOST:PORT} */
    public static Figures ofRiak(String node, Map<String, String> settings, RawStore raw, double seconds, int replayed)
            throws IOException {
        StoreBench bench = new StoreBench(new RiakBackend(), settings, raw, seconds, replayed);
        bench.node = node;
        return bench.run();
    }

    /** 300 bytes with what the log puts before it. */
    private static byte[] body() {
        String start = "\"stream-name\":\"" + STREAM + "\",\"event-type\":\"Measured\",\"payload\":{\"note\":\"";
        String text = start + "x".repeat(EVENT_BYTES - start.length() - 60) + "\"}}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private EventDraft draft() {
        return new EventDraft(STREAM, "Measured", null, body);
    }

    private Figures run() throws IOException {
        try (raw) {
            return measured();
        } catch (StoreException | ExecutionException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Figures measured() throws StoreException, IOException, InterruptedException, ExecutionException {
        BackgroundPace pace = BackgroundPace.unhurried();
        OpenedStore opened = backend.open(settings(settings), pace);
        EventStore store = opened.store();
        double[] clients = new double[ROUNDS];
        double[] direct = new double[ROUNDS];
        double[] rawAppend = new double[ROUNDS];
        double[] rawDirect = new double[ROUNDS];
        double[] replay = new double[ROUNDS];
        double[] rawReplay = new double[ROUNDS];
        double group;
        try (DefaultEventLog log =
                DefaultEventLog.start(store, opened.lease(), Clock.systemUTC(), Budget.unlimited(), pace.occupancy())) {
            append(log, seconds); // the compiler's time is not the store's speed
            raw.append(line(), CLIENTS, seconds);
            long before = log.stats().appended();
            long batches = log.stats().batches();
            append(log, seconds);
            group = (log.stats().appended() - before) / (double) (log.stats().batches() - batches);
            int size = (int) Math.max(1, Math.round(group));
            for (int i = 0; i < ROUNDS; i++) {
                clients[i] = append(log, seconds);
                rawAppend[i] = raw.append(line(), size, seconds);
            }
        }
        store.close();
        try (EventStore again = backend.open(settings(settings), pace).store()) {
            int size = (int) Math.max(1, Math.round(group));
            Fence fence = new Fence(Long.MAX_VALUE >> 10); // above that of the log
            append(again, fence, size);
            for (int i = 0; i < ROUNDS; i++) {
                direct[i] = append(again, fence, size);
                rawDirect[i] = raw.append(line(), size, seconds);
            }
            for (long events = read(again); events < replayed; events += LARGE_GROUP) {
                append(again, fence, LARGE_GROUP, again.lastOrderId());
            }
            for (long events = raw.read(PAGE); raw.isReadable() && events < replayed; events += LARGE_GROUP) {
                raw.group(line(), LARGE_GROUP);
            }
            for (int i = 0; i < ROUNDS; i++) {
                replay[i] = rate(() -> read(again));
                rawReplay[i] = raw.isReadable() ? rate(() -> raw.read(PAGE)) : 0;
            }
        }
        return new Figures(
                group,
                median(clients),
                median(rawAppend),
                median(direct),
                median(rawDirect),
                median(replay),
                median(rawReplay),
                raw.isReadable() && settings.containsKey(COPY) ? rebuilt() : 0);
    }

    /** Opens the store with an empty copy. @return events a second */
    private double rebuilt() throws StoreException, IOException {
        Map<String, String> other = new HashMap<>(settings);
        other.merge(COPY, "-anew", String::concat);
        long from = System.nanoTime();
        try (EventStore copy =
                backend.open(settings(other), BackgroundPace.unhurried()).store()) {
            double time = (System.nanoTime() - from) / 1e9;
            return copy.stream(StreamNames.ALL).orElseThrow().totalEvents() / time;
        }
    }

    private byte[] line() {
        return event(1_764_000_000_000_000L).line();
    }

    private Event event(long orderId) {
        return draft().stamped(orderId, orderId / 1_000);
    }

    /** Groups, one after the other. @return events a second */
    private double append(EventStore store, Fence fence, int size) throws StoreException {
        long head = store.lastOrderId();
        long from = System.nanoTime();
        long end = from + (long) (seconds * 1e9);
        long events = 0;
        while (System.nanoTime() < end) {
            head = append(store, fence, size, head);
            events += size;
        }
        return events / ((System.nanoTime() - from) / 1e9);
    }

    /** One group above a position. @return the last */
    private long append(EventStore store, Fence fence, int size, long head) throws StoreException {
        List<Event> group = new ArrayList<>(size);
        for (long id = head + 1; id <= head + size; id++) {
            group.add(event(id));
        }
        store.append(group, fence);
        return head + size;
    }

    private Settings settings(Map<String, String> texts) {
        Settings all = node == null ? Settings.defaults() : withNode(node);
        for (Setting<?> row : backend.settings()) {
            String text = texts.get(row.key());
            if (text != null) {
                all = with(all, row, text);
            }
        }
        return all;
    }

    private Settings withNode(String address) {
        LoadedSettings loaded = SettingsReader.read(
                SettingArguments.of(List.of("-riak.node.1", address)),
                null,
                Surroundings.ofThisProcess(),
                SettingRows.BUILT_IN.with(backend.settings()));
        return ((LoadedSettings.Good) loaded).settings();
    }

    private static <T> Settings with(Settings settings, Setting<T> row, String text) {
        return settings.with(row, row.type().parse(text).orElseThrow());
    }

    /** Clients that send one event each and wait for its answer. @return events a second */
    private double append(DefaultEventLog log, double time) throws IOException {
        long end = System.nanoTime() + (long) (time * 1e9);
        long from = System.nanoTime();
        AtomicLong stored = new AtomicLong();
        AtomicBoolean failed = new AtomicBoolean();
        Phaser running = new Phaser(1);
        for (int i = 0; i < CLIENTS; i++) {
            running.register();
            next(log, end, stored, failed, running);
        }
        running.arriveAndAwaitAdvance();
        if (failed.get()) {
            throw new IOException("an append was refused");
        }
        return stored.get() / ((System.nanoTime() - from) / 1e9);
    }

    private void next(DefaultEventLog log, long end, AtomicLong stored, AtomicBoolean failed, Phaser running) {
        log.append(AppendRequest.of(draft()))
                .thenAcceptAsync(
                        results -> {
                            if (results.get(0).isOk()) {
                                stored.incrementAndGet();
                            } else {
                                failed.set(true);
                            }
                            if (failed.get() || System.nanoTime() > end) {
                                running.arriveAndDeregister();
                            } else {
                                next(log, end, stored, failed, running);
                            }
                        },
                        threads);
    }

    private long read(EventStore store) throws StoreException {
        long events = 0;
        long cursor = 0;
        Page page;
        do {
            page = store.read(ReadRequest.forwards(StreamNames.ALL, cursor));
            events += page.events().size();
            cursor = page.cursor();
        } while (!page.end() && events < replayed);
        return events;
    }

    private interface Reading {
        long run() throws StoreException, InterruptedException, ExecutionException;
    }

    private static double rate(Reading reading) throws StoreException, InterruptedException, ExecutionException {
        long from = System.nanoTime();
        long events = reading.run();
        return events / ((System.nanoTime() - from) / 1e9);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
