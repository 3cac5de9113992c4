// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.api.DaemonFacts;
import io.photon.api.PhotonApi;
import io.photon.api.PhotonParts;
import io.photon.api.ProjectionApi;
import io.photon.backup.BackupService;
import io.photon.backup.RestoreService;
import io.photon.backup.format.BackupReader;
import io.photon.budget.Budget;
import io.photon.door.http.HttpDoor;
import io.photon.event.StreamNames;
import io.photon.follow.Cluster;
import io.photon.follow.NodeRole;
import io.photon.journal.Journal;
import io.photon.log.EventLog;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.DefaultEventLog;
import io.photon.os.SystemError;
import io.photon.pace.BackgroundPace;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Authenticator;
import io.photon.security.TokenFile;
import io.photon.sql.SqlEngine;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.task.Steady;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A running daemon. It opens its parts from the inside out: lock, store, log, projections, HTTP, token file; and closes them in
 * reverse order. No client comes in before everything is ready. Thread-safe.
 */
public final class Photon implements AutoCloseable {

    /** Fewer are read at once, whatever the compiler does. */
    private static final long REHEARSED_EVENTS = 10_000;

    private final PhotonConfig config;
    private final OpenParts parts;
    private final OpenStore store;
    private final EventLog log;
    private final PhotonApi api;
    private final ProjectionApi projections;
    private final HttpDoor http;
    private final LateDoors lateDoors;
    private final String token;

    private Photon(
            PhotonConfig config,
            OpenParts parts,
            OpenStore store,
            EventLog log,
            PhotonApi api,
            ProjectionApi projections,
            HttpDoor http,
            LateDoors lateDoors,
            String token) {
        this.config = config;
        this.parts = parts;
        this.store = store;
        this.log = log;
        this.api = api;
        this.projections = projections;
        this.http = http;
        this.lateDoors = lateDoors;
        this.token = token;
    }

    /** Starts a daemon, or says why not; then nothing is left running. */
    public static Result<Photon> start(PhotonConfig config) {
        return start(config, new Journal());
    }

    /** The same. @param journal what has gone wrong in this process so far, and will; {@code /api/log} tells it */
    public static Result<Photon> start(PhotonConfig config, Journal journal) {
        return start(config, () -> Budget.ofHeap(Runtime.getRuntime().maxMemory()), journal);
    }

    /** The same with a budget of its own for the bytes in flight, which it closes. */
    static Result<Photon> start(PhotonConfig config, Budget budget) {
        return start(config, () -> budget, new Journal());
    }

    /** The same over a store that is open, which it closes. */
    static Result<Photon> start(PhotonConfig config, EventStore store) {
        OpenParts parts = new OpenParts();
        return orClosed(
                parts,
                overStore(
                        config,
                        parts,
                        OpenedStore.local(store),
                        pace(),
                        () -> Budget.ofHeap(Runtime.getRuntime().maxMemory()),
                        new Journal()));
    }

    private static Result<Photon> start(PhotonConfig config, Supplier<Budget> budget, Journal journal) {
        OpenParts parts = new OpenParts();
        BackgroundPace pace = pace();
        return orClosed(
                parts,
                lock(config.store(), parts)
                        .then(locked -> Stores.open(config.store(), pace))
                        .then(store -> {
                            config.store().restrict();
                            return overStore(config, parts, store, pace, budget, journal);
                        }));
    }

    /** Of the projections and of what the store does by itself. */
    private static BackgroundPace pace() {
        return BackgroundPace.of(2);
    }

    /** A start that failed leaves nothing open. */
    private static Result<Photon> orClosed(OpenParts parts, Result<Photon> started) {
        if (started instanceof Result.Err<Photon>) {
            parts.close();
        }
        return started;
    }

    /** Takes the lock of the store's folder, if it has one. */
    private static Result<Boolean> lock(StoreConfig config, OpenParts parts) {
        if (config.directory() == null) {
            return Result.ok(false);
        }
        return StoreLock.take(config.directory()).then(lock -> {
            parts.add("the store's lock", lock);
            return Result.ok(true);
        });
    }

    private static Result<Photon> overStore(
            PhotonConfig config,
            OpenParts parts,
            OpenedStore opened,
            BackgroundPace pace,
            Supplier<Budget> budgets,
            Journal journal) {
        long startedMs = System.currentTimeMillis();
        OpenStore store = parts.add("the store", new OpenStore(opened.store()));
        LateDoors lateDoors = parts.add("the Muon door", new LateDoors());
        Budget budget = parts.add("the budget", budgets.get());
        NodeRole role = new NodeRole();
        EventLog log;
        try {
            log = parts.add(
                    "the log",
                    DefaultEventLog.start(
                            opened.store(), opened.lease(), role, Clock.systemUTC(), budget, pace.occupancy()));
        } catch (StoreException e) {
            return Result.err(Stores.notOpened(config.store(), e));
        }
        Result<Cluster> joined = Following.open(config, log, role);
        if (joined instanceof Result.Err<Cluster> err) {
            return Result.err(err.failure());
        }
        Cluster cluster = parts.add("what follows", joined.value());
        Projecting projecting = parts.add("the projections", Projecting.open(config, opened.id(), log, pace));
        BackupService backups = new BackupService(log, Clock.systemUTC());
        String token = TokenFile.newToken();
        Result<Securing> securing = Securing.open(config, log, token);
        if (securing instanceof Result.Err<Securing> err) {
            return Result.err(err.failure());
        }
        parts.add("the users", securing.value());
        SqlEngine sql = new SqlEngine(config.sql());
        PhotonApi api = new PhotonApi(apiParts(config, log, securing.value(), cluster, backups, startedMs, journal)
                .sql(sql));
        parts.add("the watch over rights", securing.value().watch(api));
        parts.add("SQL", sql);
        ProjectionApi projections = projecting.api(api);
        return HttpDoor.open(api, projections, config.http(), budget).then(http -> {
            parts.add("housekeeping", housekeeping(backups)::shutdown);
            parts.add("the HTTP door", http);
            parts.add("the feeds", lateDoors::refuseNew);
            return tokenFile(config, http.port(), token, startedMs).then(file -> {
                parts.add("the token file", file);
                projecting.begin();
                cluster.begin(http.url());
                return Result.ok(new Photon(config, parts, store, log, api, projections, http, lateDoors, token));
            });
        });
    }

    private static PhotonParts apiParts(
            PhotonConfig config,
            EventLog log,
            Securing securing,
            Cluster cluster,
            BackupService backups,
            long startedMs,
            Journal journal) {
        Path directory = config.store().directory();
        Path scratch = directory == null
                ? Path.of(System.getProperty("java.io.tmpdir"))
                : directory.resolveSibling(directory.getFileName() + ".scratch");
        return new PhotonParts(
                        log,
                        securing.entry(),
                        backups,
                        new RestoreService(log, Clock.systemUTC(), scratch, longestStoredLine(config)),
                        new DaemonFacts(config.version(), config.store().backend(), directory, startedMs),
                        journal,
                        cluster,
                        Reductions.predicates())
                .settings(config.store().settings());
    }

    /** Whether its first reader would wait. */
    private boolean isWorthRehearsing() {
        try {
            return store.isLocal() && log.reader().totalEvents() >= REHEARSED_EVENTS;
        } catch (StoreException e) {
            return false; // who reads is told of it
        }
    }

    /** A backup whose reader has stopped reading keeps deleted events on disk, so it is ended after a while. */
    private static ScheduledExecutorService housekeeping(BackupService backups) {
        ScheduledExecutorService housekeeping = Steady.timer("photon-housekeeping");
        housekeeping.scheduleWithFixedDelay(backups::closeTooOld, 1, 1, TimeUnit.MINUTES);
        return housekeeping;
    }

    private static Result<TokenFile> tokenFile(PhotonConfig config, int port, String token, long startedMs) {
        try {
            return Result.ok(TokenFile.write(config.tokenDirectories(), port, token, startedMs));
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the token file cannot be written into "
                            + config.tokenDirectories().get(0) + ": " + SystemError.reason(e),
                    "clients on this machine find it there; make the folder writable, or set XDG_RUNTIME_DIR");
        }
    }

    /** Whatever this daemon lets in it must be able to restore: an event of the longest kind, and its envelope. */
    private static int longestStoredLine(PhotonConfig config) {
        return Math.max(
                BackupReader.DEFAULT_MAX_LINE_BYTES,
                config.http().limits().maxLineBytes() + BackupReader.ENVELOPE_BYTES);
    }

    /**
     * What comes after the daemon is ready: opens the feeds and, in the background, Muon, for no broker keeps a daemon from
     * being ready, and begins the replays after a start. A feed whose port is taken is logged and stays off. At most once.
     */
    public void openLateDoors() {
        lateDoors.open(api, projections, config, url());
        if (isWorthRehearsing()) {
            http.rehearse(() -> log.follow(ReplaySpec.cold(StreamNames.ALL)).events());
        }
    }

    /** Where it listens, e.g. {@code http://127.0.0.1:3000}. */
    public String url() {
        return http.url();
    }

    public int port() {
        return http.port();
    }

    public String backend() {
        return config.store().backend();
    }

    /** The highest order-id, 0 when empty. */
    public long head() {
        return log.head();
    }

    /** The token of this start, as in the token file. */
    public String token() {
        return token;
    }

    /** Whether some may do less here than others: there are users, or the administrator has a password of its own. */
    public boolean isGuarded() {
        return !config.adminPass().equals(Authenticator.DEFAULT_PASSWORD) || api.hasUsers();
    }

    /** What a ready line says after {@code photon: }. */
    public String readyLine() {
        Path data = config.store().directory();
        return "ready " + url() + " backend=" + backend() + " head=" + head() + " version=" + config.version()
                + (config.adminPass().equals(Authenticator.DEFAULT_PASSWORD) ? " password=default" : "")
                + (data == null ? "" : " data=" + data);
    }

    /** The log, for tests. */
    EventLog log() {
        return log;
    }

    /** The api, for tests. */
    PhotonApi api() {
        return api;
    }

    ProjectionApi projections() {
        return projections;
    }

    HttpDoor http() {
        return http;
    }

    /** Whether a failed write made the store read-only, so that the exit code has to say so. */
    public boolean isReadOnly() {
        return store.isReadOnly();
    }

    /** Finishes the batch in flight, ends replays, and releases everything, within seconds. Idempotent. */
    @Override
    public synchronized void close() {
        parts.close();
    }
}
