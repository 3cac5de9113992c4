package io.photon.bench.store;

import io.photon.budget.Budget;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.engine.DefaultEventLog;
import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.StoreBackend;
import io.photon.store.redis.RedisBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Photon's log over the backend redis, in turn with the bare driver on the same server: appends of 64 clients, in groups of the
 * size that they come to, and replays of what is stored.
 */
public final class RedisBench {

    private static final int CLIENTS = 64;
    private static final int ROUNDS = 5;
    private static final int PAGE = 4_096;
    private static final int EVENT_BYTES = 300;
    private static final String STREAM = "measured";

    /**
     * Medians of what was measured, events a second.
     *
     * @param group events that were stored in one step, on average
     */
    public record Figures(double group, double append, double rawAppend, double replay, double rawReplay) {}

    private final String url;
    private final double seconds;
    private final int replayed;
    private final byte[] body = body();

    /** @param replayed how many events are read */
    public RedisBench(String url, double seconds, int replayed) {
        this.url = url;
        this.seconds = seconds;
        this.replayed = replayed;
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

    public Figures run() throws IOException {
        try (RawRedis raw = new RawRedis(url)) {
            return measured(raw);
        } catch (StoreException | ExecutionException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Figures measured(RawRedis raw)
            throws StoreException, IOException, InterruptedException, ExecutionException {
        BackgroundPace pace = BackgroundPace.unhurried();
        StoreBackend backend = new RedisBackend();
        OpenedStore opened = backend.open(settings(backend), pace);
        EventStore store = opened.store();
        double[] append = new double[ROUNDS];
        double[] rawAppend = new double[ROUNDS];
        double[] replay = new double[ROUNDS];
        double[] rawReplay = new double[ROUNDS];
        double group;
        try {
            try (DefaultEventLog log = DefaultEventLog.start(
                    store, opened.lease(), Clock.systemUTC(), Budget.unlimited(), pace.occupancy())) {
                append(log, seconds); // the compiler's time is not the store's speed
                raw.append(line(), CLIENTS, seconds);
                long before = log.stats().appended();
                long batches = log.stats().batches();
                append(log, seconds);
                group = (log.stats().appended() - before)
                        / (double) (log.stats().batches() - batches);
                for (int i = 0; i < ROUNDS; i++) {
                    append[i] = append(log, seconds);
                    rawAppend[i] = raw.append(line(), (int) Math.max(1, Math.round(group)), seconds);
                }
            }
            long events = read(store);
            long rawEvents = raw.read(PAGE);
            for (; rawEvents < Math.min(events, replayed); rawEvents += CLIENTS) {
                raw.group(line(), CLIENTS);
            }
            for (int i = 0; i < ROUNDS; i++) {
                replay[i] = rate(() -> read(store));
                rawReplay[i] = rate(() -> raw.read(PAGE));
            }
        } finally {
            store.close();
        }
        return new Figures(group, median(append), median(rawAppend), median(replay), median(rawReplay));
    }

    private byte[] line() {
        return draft().stamped(System.currentTimeMillis() * 1_000, System.currentTimeMillis())
                .line();
    }

    private Settings settings(StoreBackend backend) {
        Settings settings = Settings.defaults();
        for (Setting<?> row : backend.settings()) {
            if (row.key().equals("redis.url")) {
                settings = with(settings, row, url);
            }
        }
        return settings;
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
        log.append(AppendRequest.of(draft())).thenAcceptAsync(results -> {
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
        });
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
