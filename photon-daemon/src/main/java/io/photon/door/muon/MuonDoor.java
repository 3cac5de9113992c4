// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.metrics.MetricPage;
import io.photon.muon.stack.server.ServerLimits;
import io.photon.muon.stack.server.ServerStack;
import io.photon.muon.stack.server.ServerStats;
import io.photon.muon.transport.Connectivity;
import io.photon.muon.transport.Transport;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.task.Steady;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Muon door: opens in the background, lives with or without a broker, and never keeps the daemon from anything.
 * Thread-safe.
 */
public final class MuonDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MuonDoor.class);

    private static final long TICK_MS = 50;
    private static final long WATCH_MS = 100;
    private static final int WORKERS = 2;
    private static final int WAITING_CALLS = 1_000;
    private static final int FOLDS = 4;
    private static final int WAITING_FOLDS = 64;
    private static final long STOP_MS = 2_000;
    private static final long AGAIN_MS = 5_000;

    /** More are left out of the facts about the broker. */
    private static final int MOST_SERVICES = 200;

    private final MuonSettings settings;
    private final PhotonService service;
    private final ServerStack stack;
    private final ScheduledThreadPoolExecutor timer = Steady.timer("muon-door");
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS, WORKERS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_CALLS), named("muon-worker"));
    /** For questions that may take a minute, so that no one else waits for them. */
    private final ThreadPoolExecutor folds = new ThreadPoolExecutor(
            FOLDS, FOLDS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_FOLDS), named("muon-fold"));
    /** Holds results that are only to be told: at most as many as the transport lets in unacknowledged. */
    private final ExecutorService answers = Steady.single("muon-answers");

    private @Nullable Transport transport;
    private @Nullable Presence presence;
    private boolean leaving;

    private MuonDoor(PhotonApi api, ProjectionApi projections, MuonSettings settings, ServerLimits limits) {
        this.settings = settings;
        workers.allowCoreThreadTimeOut(true);
        folds.allowCoreThreadTimeOut(true);
        this.service = new PhotonService(api, projections, settings, workers, folds, answers);
        this.stack = new ServerStack(
                service,
                new MessageWriter(settings.service(), System::currentTimeMillis, MessageIds::next),
                limits,
                () -> System.nanoTime() / 1_000_000);
        api.report("muon", this::stats);
        api.meter(this::measure);
    }

    /** Threads that keep no process alive. */
    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Opens in the background and returns at once.
     *
     * @param connector makes the transport, on a thread of the door: its classes are loaded only then
     */
    public static MuonDoor open(
            PhotonApi api, ProjectionApi projections, MuonSettings settings, Supplier<Transport> connector) {
        return open(api, projections, settings, connector, ServerLimits.DEFAULT);
    }

    /** The same with other limits than {@link ServerLimits#DEFAULT}. */
    static MuonDoor open(
            PhotonApi api,
            ProjectionApi projections,
            MuonSettings settings,
            Supplier<Transport> connector,
            ServerLimits limits) {
        MuonDoor door = new MuonDoor(api, projections, settings, limits);
        door.timer.execute(() -> door.begin(connector));
        return door;
    }

    private void begin(Supplier<Transport> connector) {
        if (isLeaving()) {
            return;
        }
        Transport made;
        try {
            made = connector.get(); // takes its time, so no one is kept waiting by a lock
        } catch (RuntimeException | LinkageError e) {
            if (isLeaving()) {
                LOG.debug("muon: it could not begin, for the daemon stops", e);
            } else {
                LOG.error("muon: off, for it could not begin", e);
            }
            return;
        } catch (VirtualMachineError e) { // no memory or no thread: for now
            Steady.report("muon: to begin", e);
            timer.schedule(() -> begin(connector), AGAIN_MS, TimeUnit.MILLISECONDS);
            return;
        }
        synchronized (this) {
            if (!leaving) {
                transport = made;
                Presence begun = new Presence(settings, stack, made, System.currentTimeMillis());
                presence = begun;
                timer.scheduleAtFixedRate(stack::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
                timer.scheduleWithFixedDelay(
                        () -> begun.watch(System.nanoTime() / 1_000_000), 0, WATCH_MS, TimeUnit.MILLISECONDS);
                return;
            }
        }
        made.close(); // the daemon was stopped in between
    }

    private synchronized boolean isLeaving() {
        return leaving;
    }

    /** For {@code /api/stats}. */
    private Map<String, Object> stats() {
        Map<String, Object> facts = new LinkedHashMap<>();
        Transport now;
        Presence how;
        synchronized (this) {
            now = transport;
            how = presence;
        }
        Connectivity connectivity = now == null ? null : now.connectivity();
        facts.put("broker", settings.broker());
        facts.put("service", settings.service());
        facts.put("connected", connectivity != null && connectivity.connected());
        facts.put("detail", connectivity == null ? "not begun" : connectivity.detail());
        facts.put("reconnects", connectivity == null ? 0L : connectivity.reconnects());
        facts.put("state", how == null ? "starting" : how.state());
        ServerStats stats = stack.stats();
        facts.put("sockets", stats.sockets());
        facts.put("channels", stats.channels());
        facts.put("subscriptions", stats.subscriptions());
        facts.put("emits", stats.emits());
        facts.put("late-emits", stats.late());
        facts.put("calls", stats.calls());
        facts.put("items", stats.items());
        facts.put("unreadable", stats.unreadable());
        facts.put("services", now == null ? Map.of() : services(now));
        return facts;
    }

    /** The services on the broker by name, ourselves too, each with the number of its instances. */
    private static Map<String, Integer> services(Transport now) {
        Map<String, Integer> byName = new TreeMap<>();
        now.discovery().services().stream()
                .limit(MOST_SERVICES)
                .forEach(service -> byName.merge(service.identifier(), 1, Integer::sum));
        return byName;
    }

    private void measure(MetricPage page) {
        Map<String, Object> facts = stats();
        boolean connected = Boolean.TRUE.equals(facts.get("connected"));
        page.gauge("photon_muon_connected", "1 when the broker is reached", connected ? 1 : 0)
                .counter("photon_muon_reconnects", "connections to the broker after the first", (long)
                        Objects.requireNonNull(facts.get("reconnects")));
        ServerStats stats = stack.stats();
        page.gauge("photon_muon_sockets", "clients over the broker", stats.sockets())
                .gauge("photon_muon_channels", "calls and streams that are open", stats.channels())
                .gauge("photon_muon_subscriptions", "streams that are open", stats.subscriptions())
                .counter("photon_muon_emits", "events that came over the broker", stats.emits())
                .counter("photon_muon_calls", "calls that came over the broker", stats.calls())
                .counter("photon_muon_items", "items sent over the broker", stats.items());
    }

    /** No new client is let in, and none finds us any more; those inside are still served. Idempotent. */
    public void leave() {
        synchronized (this) {
            leaving = true;
            if (presence != null) {
                presence.leave();
            }
        }
    }

    /** A transport that is being made is waited for but not interrupted: the embedded broker would hang halfway. */
    private void endTimer() {
        timer.getQueue().clear(); // periodic work, and a later try
        timer.shutdown();
        try {
            if (!timer.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
                LOG.debug("muon: the transport is still being made; it ends with the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then without waiting
        }
    }

    /** Gives the answers that are known, says goodbye on each socket, and lets go of everything, within seconds. */
    @Override
    public void close() {
        leave();
        endTimer();
        workers.shutdown();
        folds.shutdown();
        answers.shutdown();
        try {
            if (!answers.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("muon: not every answer was given within {} ms", STOP_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then without the rest
        }
        service.close();
        stack.close();
        Transport last;
        synchronized (this) {
            last = transport;
        }
        if (last != null) {
            last.close();
        }
    }
}
