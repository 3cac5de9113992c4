package io.photon.daemon;

import io.photon.api.DaemonFacts;
import io.photon.api.PhotonApi;
import io.photon.backup.BackupService;
import io.photon.backup.RestoreService;
import io.photon.backup.format.BackupReader;
import io.photon.budget.Budget;
import io.photon.door.http.HttpDoor;
import io.photon.door.muon.MuonDoor;
import io.photon.journal.Journal;
import io.photon.log.DeletionFold;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Authenticator;
import io.photon.security.TokenFile;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running daemon. It starts from the inside out: store, deletions, log, projections, doors, token file; and stops from the outside
 * in. Nobody is let in before everything is ready.
 */
public final class Photon implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Photon.class);

    private final PhotonConfig config;
    /** Null when the store has no place on disk. */
    private final StoreLock lock;

    private final EventStore store;
    private final EventLog log;
    private final Projecting projecting;
    private final PhotonApi api;
    private final HttpDoor http;
    private final TokenFile tokenFile;
    private final String token;
    private final ScheduledExecutorService housekeeping = Steady.timer("photon-housekeeping");
    /** Null until it is opened. */
    private MuonDoor muon;

    private Feeds feeds;

    private boolean closed;
    private boolean readOnly;

    private Photon(
            PhotonConfig config,
            StoreLock lock,
            EventStore store,
            EventLog log,
            PhotonApi api,
            BackupService backups,
            Projecting projecting,
            HttpDoor http,
            TokenFile tokenFile,
            String token) {
        this.config = config;
        this.lock = lock;
        this.store = store;
        this.log = log;
        this.projecting = projecting;
        this.api = api;
        this.http = http;
        this.tokenFile = tokenFile;
        this.token = token;
        // A backup whose reader has stopped reading keeps deleted events on disk: somebody has to end it.
        housekeeping.scheduleWithFixedDelay(backups::closeTooOld, 1, 1, TimeUnit.MINUTES);
    }

    /** Starts a daemon, or says why not; then nothing is left running. */
    public static Result<Photon> start(PhotonConfig config) {
        return start(config, new Journal());
    }

    /** The same. @param journal what has gone wrong in this process so far, and will; {@code /api/log} tells it */
    public static Result<Photon> start(PhotonConfig config, Journal journal) {
        return start(config, Budget.ofHeap(Runtime.getRuntime().maxMemory()), journal);
    }

    /** The same with a budget of its own for the bytes in flight, which it closes. */
    static Result<Photon> start(PhotonConfig config, Budget budget) {
        return start(config, budget, new Journal());
    }

    private static Result<Photon> start(PhotonConfig config, Budget budget, Journal journal) {
        Result<Photon> started = overBudget(config, budget, journal);
        if (started instanceof Result.Err<Photon>) {
            budget.close();
        }
        return started;
    }

    private static Result<Photon> overBudget(PhotonConfig config, Budget budget, Journal journal) {
        if (config.store().directory() == null) {
            return overLock(config, null, budget, journal);
        }
        return StoreLock.take(config.store().directory()).then(lock -> {
            Result<Photon> started = overLock(config, lock, budget, journal);
            if (started instanceof Result.Err<Photon>) {
                unlock(lock);
            }
            return started;
        });
    }

    private static Result<Photon> overLock(PhotonConfig config, StoreLock lock, Budget budget, Journal journal) {
        return Stores.open(config.store()).then(store -> {
            config.store().restrict();
            Result<Photon> started = overStore(config, store, lock, budget, journal);
            if (started instanceof Result.Err<Photon>) {
                closeStore(store);
            }
            return started;
        });
    }

    /** @param lock null when there is no directory to own */
    static Result<Photon> overStore(PhotonConfig config, EventStore store, StoreLock lock, Budget budget) {
        return overStore(config, store, lock, budget, new Journal());
    }

    private static Result<Photon> overStore(
            PhotonConfig config, EventStore store, StoreLock lock, Budget budget, Journal journal) {
        try {
            DeletionFold.apply(store);
            EventLog log = DefaultEventLog.start(store, Clock.systemUTC(), budget);
            Result<Photon> started = overLog(config, store, lock, log, journal);
            if (started instanceof Result.Err<Photon>) {
                log.close();
            }
            return started;
        } catch (StoreException e) {
            return Result.err(Stores.notOpened(config.store(), e));
        }
    }

    private static Result<Photon> overLog(
            PhotonConfig config, EventStore store, StoreLock lock, EventLog log, Journal journal) {
        long startedMs = System.currentTimeMillis();
        String token = TokenFile.newToken();
        Path scratch = config.store().directory() == null
                ? Path.of(System.getProperty("java.io.tmpdir"))
                : config.store()
                        .directory()
                        .resolveSibling(config.store().directory().getFileName() + ".scratch");
        BackupService backups = new BackupService(log, Clock.systemUTC());
        PhotonApi api = new PhotonApi(
                log,
                new Authenticator(config.adminUser(), config.adminPass(), token, System::nanoTime),
                backups,
                new RestoreService(log, Clock.systemUTC(), scratch, longestStoredLine(config)),
                new DaemonFacts(
                        config.version(),
                        config.store().backend(),
                        config.store().directory(),
                        startedMs),
                journal);
        api.predicates(Reductions.predicates());
        Projecting projecting = Projecting.open(config, log);
        Result<Photon> opened = HttpDoor.open(api, projecting.api(), config.http(), log.budget())
                .then(door -> {
                    try {
                        TokenFile file = TokenFile.write(config.tokenDirectories(), door.port(), token, startedMs);
                        return Result.ok(
                                new Photon(config, lock, store, log, api, backups, projecting, door, file, token));
                    } catch (IOException e) {
                        door.close();
                        return Result.err(
                                Failure.Kind.BAD_INPUT,
                                "the token file cannot be written into "
                                        + config.tokenDirectories().get(0) + ": " + SystemError.reason(e),
                                "clients on this machine find it there; make the folder writable, or set XDG_RUNTIME_DIR");
                    }
                });
        if (opened instanceof Result.Ok<Photon>) {
            projecting.begin();
        } else {
            projecting.close();
        }
        return opened;
    }

    /** Whatever this daemon lets in it must be able to restore: an event of the longest kind, and its envelope. */
    private static int longestStoredLine(PhotonConfig config) {
        return Math.max(
                BackupReader.DEFAULT_MAX_LINE_BYTES,
                config.http().limits().maxLineBytes() + BackupReader.ENVELOPE_BYTES);
    }

    /** Opens the Muon door, in the background: no broker keeps a daemon from being ready. At most once. */
    public synchronized void openMuon(MuonConfig muonConfig) {
        if (!closed && muon == null && !muonConfig.isOff()) {
            muon = Muon.open(api, projecting.api(), muonConfig, url());
        }
    }

    /** Opens the feeds; one whose port is taken is off. At most once. */
    public synchronized void openFeeds(FeedConfig feedConfig) {
        if (!closed && feeds == null) {
            feeds = Feeds.open(api, projecting.api(), feedConfig);
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

    /** What a ready line says, behind {@code photon: }. */
    public String readyLine() {
        Path data = config.store().directory();
        return "ready " + url() + " backend=" + backend() + " head=" + head() + " version=" + config.version()
                + (data == null ? "" : " data=" + data);
    }

    /** The log, for tests that look behind the door. */
    EventLog log() {
        return log;
    }

    /** The same, in front of it. */
    PhotonApi api() {
        return api;
    }

    HttpDoor http() {
        return http;
    }

    /** Whether a failed write made the store read-only, so that the exit code has to say so. */
    public synchronized boolean isReadOnly() {
        return closed ? readOnly : store.state().condition() == EventStore.StoreState.Condition.READ_ONLY;
    }

    /** Finishes the batch in flight, ends replays, and lets go of everything, within seconds. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            tokenFile.close();
        } catch (IOException e) {
            LOG.warn("the token file stays", e);
        }
        if (muon != null) {
            muon.leave();
        }
        if (feeds != null) {
            feeds.close();
        }
        http.close();
        housekeeping.shutdown();
        projecting.close();
        log.close();
        log.budget().close();
        if (muon != null) {
            muon.close(); // behind the log, so that what was taken in is also answered
        }
        readOnly = isReadOnly();
        closed = true;
        closeStore(store);
        if (lock != null) {
            unlock(lock);
        }
    }

    private static void unlock(StoreLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the store's lock was not let go", e);
        }
    }

    private static void closeStore(EventStore store) {
        try {
            store.close();
        } catch (StoreException e) {
            LOG.error("the store did not close cleanly", e);
        }
    }
}
