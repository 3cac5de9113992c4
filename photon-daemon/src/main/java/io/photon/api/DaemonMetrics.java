// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.follow.Cluster;
import io.photon.journal.Journal;
import io.photon.log.EventLog;
import io.photon.log.LogStats;
import io.photon.log.ReplayType;
import io.photon.log.SubscriberState;
import io.photon.log.TimeCounts;
import io.photon.metrics.MetricPage;
import io.photon.result.Result;
import io.photon.security.Permission;
import io.photon.store.EventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /metrics} shows of this daemon, read from what is counted anyway. Thread-safe; it may wait for the disk. The
 * number of series does not depend on how many streams and subscribers there are, and of projections it has a bound.
 */
public final class DaemonMetrics {

    private static final long[] BOUNDS = IntStream.range(0, TimeCounts.STEPS - 1)
            .mapToLong(TimeCounts::upperMicros)
            .toArray();

    private final PhotonApi api;
    private final EventLog log;
    private final DaemonFacts facts;
    private final Journal journal;
    private final ProjectionMetrics projections;

    /** @param mostProjections how many of a user's have series of their own */
    public DaemonMetrics(PhotonApi api, ProjectionApi projections, int mostProjections) {
        this.api = api;
        this.log = api.log();
        this.facts = api.facts();
        this.journal = api.journal();
        this.projections = new ProjectionMetrics(projections, mostProjections);
    }

    /** A reading of everything that this caller may see. */
    public Result<MetricPage> read(Caller caller) {
        return Access.COUNTERS.check(caller).map(allowed -> page(caller.may(Permission.VALUES)));
    }

    /** A reading for a scraper that needs no identity, as the operator has decided. */
    public MetricPage readByOperatorsLeave() {
        return page(true);
    }

    private MetricPage page(boolean withProjections) {
        long began = System.nanoTime();
        MetricPage page = new MetricPage();
        page.info(
                "photon_build",
                "version and store of this daemon",
                Map.of("version", facts.version(), "backend", facts.backend(), "durability", durability()));
        appends(page);
        replays(page);
        store(page, log.store().stats());
        problems(page);
        inFlight(page);
        if (withProjections) {
            projections.addTo(page, log.head());
        }
        ClusterFacts.addTo(page, api.cluster());
        api.measure(page);
        page.process();
        return page.gauge(
                "photon_scrape_duration_seconds",
                "how long it took to read all this",
                (System.nanoTime() - began) / 1e9);
    }

    private String durability() {
        return log.store().durability().word();
    }

    /** A follower can, as soon as its primary does, and a standby through the one that writes; one that has stopped cannot. */
    private boolean mayAppend() {
        Cluster cluster = api.cluster();
        if (cluster.stopped().isPresent()) {
            return false;
        }
        return log.state().condition() == EventStore.StoreState.Condition.WRITABLE
                || ClusterFacts.isSoundStandby(cluster, log);
    }

    private void appends(MetricPage page) {
        LogStats stats = log.stats();
        TimeCounts times = log.answerTimes();
        page.counter("photon_append_events", "events stored", stats.appended())
                .counter("photon_append_batches", "writes to the store, each of one or more events", stats.batches())
                .counter(
                        "photon_append_refused_events",
                        "events refused for a full queue or a store that cannot write",
                        stats.refused())
                .times(
                        "photon_append_duration_seconds",
                        "from the queue to the answer",
                        BOUNDS,
                        times.counts(),
                        times.totalMicros())
                .gauge("photon_append_queue_events", "events that wait to be stored", stats.queuedEvents())
                .gauge("photon_append_queue_bytes", "size of the events that wait", stats.queuedBytes())
                .gauge("photon_head_order_id", "the highest order-id", log.head())
                .gauge(
                        "photon_writable",
                        "1 when an append can succeed now, here or at the node that writes",
                        mayAppend() ? 1 : 0)
                .counter("photon_replays_started", "replays since the start", stats.replaysStarted())
                .counter("photon_replay_events", "events given to subscribers", stats.replayed());
    }

    private void replays(MetricPage page) {
        List<SubscriberState> all = log.subscribers();
        long head = log.head();
        Map<String, Long> byType = new LinkedHashMap<>();
        for (ReplayType type : ReplayType.values()) {
            byType.put(EnumWords.of(type), 0L);
        }
        long slow = 0;
        long lag = 0;
        long position = head;
        for (SubscriberState each : all) {
            byType.merge(EnumWords.of(each.type()), 1L, Long::sum);
            slow += each.isSlow() ? 1 : 0;
            if (each.type() != ReplayType.COLD) { // a cold one ends, and is never late
                lag = Math.max(lag, each.lagEvents());
                position = Math.min(position, each.position());
            }
        }
        page.gauges("photon_subscribers", "open replays", "type", byType)
                .gauge("photon_subscribers_slow", "live replays too far back to be served from memory", slow)
                .gauge(
                        "photon_subscriber_lag_events_max",
                        "events that the live replay furthest back has not got; at least",
                        lag)
                .gauge(
                        "photon_subscriber_lag_seconds_max",
                        "time between the head and what the live replay furthest back has got",
                        seconds(head - position));
    }

    /** Order-ids count microseconds. */
    static double seconds(long orderIds) {
        return Math.max(0, orderIds) / 1e6;
    }

    /** A backend has what it has. */
    private void store(MetricPage page, Map<String, Object> stats) {
        gauge(page, "photon_store_log_bytes", "size of the log on the disk", stats.get("bytes"), 1);
        gauge(page, "photon_store_segments", "files of the log", stats.get("segments"), 1);
        gauge(
                page,
                "photon_store_slots",
                "groups of events in a store that several Photons share",
                stats.get("slots"),
                1);
        gauge(
                page,
                "photon_store_epoch",
                "how often a Photon became the writer of a store that several share",
                stats.get("epoch"),
                1);
        if (stats.containsKey("epoch") || stats.keySet().stream().anyMatch(DaemonMetrics::isTrouble)) {
            page.gauge(
                    "photon_store_reachable",
                    "0 when the server that the events are in did not answer last",
                    stats.keySet().stream().anyMatch(DaemonMetrics::isTrouble) ? 0 : 1);
        }
        gauge(page, "photon_store_open_files", "files of the log that are open", stats.get("open-files"), 1);
        gauge(page, "photon_store_damaged_places", "places that cannot be read", stats.get("damaged-places"), 1);
        if (stats.get("fsyncs") instanceof Number count && stats.get("fsync-micros") instanceof Number micros) {
            page.times(
                    "photon_store_fsync_seconds",
                    "forced writes of appends, and how long they took",
                    count.longValue(),
                    micros.longValue());
        }
        gauge(
                page,
                "photon_mirror_lag_seconds",
                "how far the database is from the log",
                stats.get("mirror-lag-ms"),
                1e-3);
        if (stats.get("mirror-events") instanceof Number copied) {
            page.counter("photon_mirror_events", "events copied into the database", copied.doubleValue());
        }
        if (stats.get("mirror-state") instanceof String state) {
            boolean follows = state.equals("following") || state.equals("looking-through");
            page.gauge("photon_mirror_following", "1 when the database follows the log", follows ? 1 : 0);
        }
        page.gauge(
                "photon_erasure_pending_streams",
                "deleted streams whose bytes are still on the disk",
                log.store().erasure().pendingStreams());
        if (facts.dataDirectory() != null) {
            try {
                page.gauge(
                        "photon_disk_free_bytes",
                        "room for events",
                        Files.getFileStore(facts.dataDirectory()).getUsableSpace());
            } catch (IOException e) {
                page.gauge("photon_disk_free_bytes", "room for events", Double.NaN); // not known
            }
        }
    }

    private void problems(MetricPage page) {
        page.counters(
                        "photon_problems",
                        "warnings and errors in the log of the daemon",
                        "level",
                        Map.of(
                                Journal.Level.WARN.word(), journal.total(Journal.Level.WARN),
                                Journal.Level.ERROR.word(), journal.total(Journal.Level.ERROR)))
                .counter("photon_refused_logins", "logins refused", journal.total(Journal.Level.REFUSED));
    }

    private void inFlight(MetricPage page) {
        Map<String, Object> stats = log.budget().stats();
        Map<String, Number> uses = new LinkedHashMap<>();
        Map<String, Number> limits = new LinkedHashMap<>();
        stats.forEach((name, value) -> {
            String what = name.replaceFirst("(-max)?-bytes$", "");
            if (name.endsWith("-max-bytes")) {
                limits.put(what, (Number) value);
            } else if (name.endsWith("-bytes") && !stats.containsKey(what + "-max-bytes")) {
                uses.put(what, (Number) value);
            }
        });
        Map<String, Number> pools = new LinkedHashMap<>();
        limits.keySet().forEach(pool -> pools.put(pool, (Number) stats.get(pool + "-bytes")));
        page.gauges("photon_in_flight_bytes", "memory of requests, answers and replays, by use", "use", uses)
                .gauges("photon_in_flight_pool_bytes", "the same, by the pool that bounds it", "pool", pools)
                .gauges("photon_in_flight_pool_limit_bytes", "the most that a pool gives", "pool", limits)
                .gauge("photon_in_flight_waiting", "requests that wait for memory", number(stats.get("waiting")))
                .counter(
                        "photon_in_flight_refused",
                        "requests refused for want of memory",
                        number(stats.get("refused")));
    }

    private static double number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).doubleValue();
    }

    private static boolean isTrouble(String name) {
        return name.endsWith("-trouble");
    }

    private static void gauge(MetricPage page, String name, String help, @Nullable Object value, double unit) {
        if (value instanceof Number number) {
            page.gauge(name, help, number.doubleValue() * unit);
        }
    }
}
