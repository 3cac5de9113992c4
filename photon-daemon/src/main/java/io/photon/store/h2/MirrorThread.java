package io.photon.store.h2;

import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps the database equal to the log: opens it, copies page after page, removes what was deleted, looks
 * through what was there before, and starts over with an empty database when the one it has is damaged. It only reads
 * the log, so nothing that happens here touches what was stored.
 */
final class MirrorThread extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(MirrorThread.class);

    /** How long a quiet mirror lets events gather before it copies them: one transaction instead of many. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAX_RETRY_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Somebody who appended within this time is not disturbed more than need be. */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int PAGE_EVENTS = 4_096;

    /** A page that is copied in a few milliseconds. */
    private static final int BUSY_PAGE_EVENTS = 256;

    private static final int BUSY_EVENTS_PER_SECOND = 50_000;

    private static final int PAGE_BYTES = 1 << 20;

    /** With less room than this on the disk, an error is for want of space, whatever H2 says. */
    private static final long SMALL_ROOM_BYTES = 4L << 20;

    private final MirrorFile file;
    private final MirrorOpening opening;
    private final LogMark mark;
    private final EventReader log;
    private final CompletableFuture<Opened> first;
    private final long headAtStart;
    private final MirrorErasure erasure = new MirrorErasure();
    private final MirrorMeter meter = new MirrorMeter();

    private volatile MirrorDatabase database;
    private MirrorScrub scrub;
    private boolean rebuilding;
    private int failures;
    private long checkpointAt;
    private boolean dirty;
    private String lastWarning = "";

    private volatile boolean idle;
    private volatile long lastAppendNanos;
    private volatile boolean stopping;
    private volatile long stopAtNanos;

    /**
     * @param first the database, being opened
     * @param headAtStart the log's head before anything was appended
     */
    MirrorThread(
            MirrorFile file,
            MirrorOpening opening,
            LogMark mark,
            EventReader log,
            CompletableFuture<Opened> first,
            long headAtStart) {
        super("photon-mirror");
        setDaemon(true);
        setPriority(MIN_PRIORITY);
        this.file = file;
        this.opening = opening;
        this.mark = mark;
        this.log = log;
        this.first = first;
        this.headAtStart = headAtStart;
        lastAppendNanos = System.nanoTime() - BUSY_NANOS;
        setUncaughtExceptionHandler((thread, error) -> {
            meter.state("failed");
            LOG.error("the mirror {} has stopped; events are kept in the log", file.path(), error);
        });
    }

    /** Something was appended. Costs the writer next to nothing. */
    void appended() {
        lastAppendNanos = System.nanoTime();
        if (idle) {
            LockSupport.unpark(this);
        }
    }

    /** Asks for the rows of a deleted stream to be erased. */
    void erase(String stream, long upTo) {
        erasure.ask(stream, upTo);
        LockSupport.unpark(this);
    }

    /** The open database, for looking rows up; null when there is none just now. */
    MirrorDatabase database() {
        return database;
    }

    int erasuresPending() {
        return erasure.pending();
    }

    MirrorMeter meter() {
        return meter;
    }

    /** Lets the mirror catch up for so long, marks how far it is and closes the database. Returns when that is done. */
    void stop(Duration wait) {
        stopAtNanos = System.nanoTime() + wait.toNanos();
        stopping = true;
        LockSupport.unpark(this);
        try {
            join(wait.toMillis() + 4_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isAlive()) {
            LOG.warn("the mirror {} is busy and was left as it is; the next start goes on with it", file.path());
        }
    }

    private boolean timeIsUp() {
        return stopping && System.nanoTime() - stopAtNanos >= 0;
    }

    @Override
    public void run() {
        Opened opened = first.join();
        boolean more = true;
        while (more && !timeIsUp()) {
            try {
                if (database == null) {
                    more = take(opened != null ? opened : opening.open(mark.storeId(), mark.created()));
                    opened = null;
                } else {
                    more = step();
                }
            } catch (MirrorException e) {
                more = broken(MirrorOpening.outcome(e));
            } catch (StoreException e) {
                warn("the mirror cannot read the log: " + e.getMessage());
                more = e.kind() != StoreException.Kind.CLOSED && pause(RETRY_NANOS);
            } catch (IOException | RuntimeException e) {
                more = broken(MirrorOpening.outcome(new MirrorException(e)));
            }
        }
        finish();
    }

    /** What to do with an opened database, or one that is none. Returns false to end. */
    private boolean take(Opened opened) throws IOException, MirrorException {
        if (opened instanceof Opened.Open open) {
            String found = open.database().mark();
            if (!mark.agrees(found)) {
                open.database().close();
                if (mark.isTheFileLeft(open.look())) {
                    return take(new Opened.Damaged("its tables are older than its header"));
                }
                meter.state("refused");
                LOG.error(
                        "the database {} is not the one this log was mirrored into ({}); it is left alone. Restart"
                                + " with --adopt log or --adopt h2",
                        file.path(),
                        LogMark.words(found));
                return false;
            }
            begin(open.database(), open.look().created());
            return true;
        }
        if (opened instanceof Opened.Missing || opened instanceof Opened.Damaged) {
            if (opened instanceof Opened.Damaged damaged) {
                Path aside = file.setAside(System.currentTimeMillis());
                LOG.warn(
                        "the database {} is damaged ({}); set aside as {} and rebuilt from the log",
                        file.path(),
                        damaged.why(),
                        aside);
            }
            rebuilding = true;
            String born = LogMark.newMark(System.currentTimeMillis(), 0, false);
            mark.announce(born);
            MirrorDatabase created = opening.create(mark.storeId(), born);
            begin(created, file.look(mark.storeId()).created());
            return true;
        }
        if (opened instanceof Opened.Refused refused) {
            meter.state("refused");
            LOG.error("{}; it is left alone and nothing is mirrored", refused.why());
            return false;
        }
        if (opened instanceof Opened.Locked) {
            meter.state("locked");
            warn("the database " + file.path() + " is open in another program; events are kept in the log and"
                    + " mirrored when it is closed");
        } else if (opened instanceof Opened.Failed failed) {
            meter.state("waiting");
            warn("the database " + file.path() + " cannot be written: " + failed.why() + "; trying again");
        }
        return pause(RETRY_NANOS);
    }

    private void begin(MirrorDatabase opened, String created) throws IOException, MirrorException {
        database = opened;
        long known = Math.min(Math.max(headAtStart, meter.head()), opened.head());
        if (opened.lastRow() > known) {
            int rows = opened.trim(known);
            LOG.warn("removed {} rows above {} from {}: the log does not have them", rows, known, file.path());
        }
        scrub = new MirrorScrub(rebuilding ? 0 : Math.min(opened.head(), known));
        erasure.restart();
        remark(false, created);
        checkpointAt = System.nanoTime() + CHECKPOINT_NANOS;
        meter.state(rebuilding ? "rebuilding" : "catching-up");
        meter.opened(opened.head());
    }

    /** Gives log and database a new mark, the database after the log knows that it may come. */
    private void remark(boolean clean, String created) throws IOException, MirrorException {
        String next = LogMark.newMark(System.currentTimeMillis(), database.head(), clean);
        mark.announce(next);
        database.mark(next);
        mark.confirm(next, created);
        dirty = false;
    }

    /** One piece of work. Returns false to end: stopping, and nothing left to copy. */
    private boolean step() throws MirrorException, StoreException, IOException {
        if (copy()) {
            return true;
        }
        if (stopping) {
            return false;
        }
        if (rebuilding) {
            caughtUpAfterRebuild();
        }
        meter.state(scrub.finished() ? "following" : "looking-through");
        return erase() || look() || rest();
    }

    /** Copies a page; false when there was nothing to copy. */
    private boolean copy() throws MirrorException, StoreException, IOException {
        long begun = System.nanoTime();
        boolean busy = !stopping && begun - lastAppendNanos < BUSY_NANOS;
        Page page = log.read(nextPage(busy ? BUSY_PAGE_EVENTS : PAGE_EVENTS));
        if (page.cursor() <= database.head()) {
            return false;
        }
        mark.mirrored(page.cursor());
        database.add(page.events(), page.cursor());
        dirty = true;
        meter.copied(page.events().size(), page.cursor());
        checkpointIfDue();
        if (busy) {
            // Leave processor, disk and heap to whoever appends: no more than the pace that keeps up in earnest.
            long paceNanos = page.events().size() * (TimeUnit.SECONDS.toNanos(1) / BUSY_EVENTS_PER_SECOND);
            LockSupport.parkNanos(begun + paceNanos - System.nanoTime());
        }
        return true;
    }

    private ReadRequest nextPage(int maxEvents) {
        return new ReadRequest(
                StreamNames.ALL, database.head(), Long.MAX_VALUE, Direction.FORWARDS, maxEvents, PAGE_BYTES);
    }

    private void caughtUpAfterRebuild() throws MirrorException, IOException {
        rebuilding = false;
        failures = 0;
        database.checkpoint();
        long bytes = file.eraseDamaged();
        if (database.head() == 0 && bytes == 0) {
            return; // a new store: nothing was there to rebuild
        }
        LOG.info(
                "the database {} is rebuilt up to {}{}",
                file.path(),
                database.head(),
                bytes == 0 ? "" : "; what was set aside is erased");
    }

    private boolean erase() throws MirrorException, IOException {
        MirrorErasure.Step step = erasure.step(database);
        if (step == MirrorErasure.Step.ROWS_GONE) {
            if (database.compactionDue()) {
                compact();
            }
            file.eraseAllAside();
            erasure.done(database);
        } else if (step == MirrorErasure.Step.IDLE && scrub.finished() && database.compactionDue()) {
            compact();
        }
        return step != MirrorErasure.Step.IDLE;
    }

    private void compact() throws MirrorException, IOException {
        long before = Files.size(file.path());
        database.close();
        database = null;
        file.compact();
        Opened opened = opening.open(mark.storeId(), null);
        if (!(opened instanceof Opened.Open open)) {
            throw new MirrorException("after compaction it does not open: " + opened);
        }
        database = open.database();
        database.compacted();
        mark.confirm(database.mark(), open.look().created());
        meter.erased(Math.max(0, before - Files.size(file.path())));
    }

    private boolean look() throws MirrorException, StoreException {
        if (scrub.finished()) {
            return false;
        }
        String wrong = scrub.step(log, database);
        if (wrong != null) {
            broken(new Opened.Damaged(wrong));
            return true;
        }
        if (scrub.finished() && scrub.removed() > 0) {
            LOG.warn("removed {} rows from {} that the log does not have", scrub.removed(), file.path());
        }
        // The look-through has all day: it takes a third of the time at most.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        return true;
    }

    /** Nothing to do: waits for an append, then lets a few more come. */
    private boolean rest() throws MirrorException {
        database.rest();
        checkpointIfDue();
        idle = true;
        if (!stopping && System.nanoTime() - lastAppendNanos > GATHER_NANOS) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        idle = false;
        if (!stopping) {
            LockSupport.parkNanos(GATHER_NANOS);
        }
        return true;
    }

    private void checkpointIfDue() throws MirrorException {
        if (dirty && System.nanoTime() - checkpointAt >= 0) {
            database.checkpoint();
            dirty = false;
            checkpointAt = System.nanoTime() + CHECKPOINT_NANOS;
        }
    }

    /** Gives up the database there is. Returns false to end. */
    private boolean broken(Opened what) {
        closeQuietly();
        boolean full = what instanceof Opened.Failed || roomIsSmall();
        if (full || stopping) {
            meter.state("waiting");
            warn("the mirror " + file.path() + " cannot be written: " + (full ? "no space left on device" : what)
                    + "; events are kept in the log");
            return !stopping && pause(RETRY_NANOS);
        }
        failures++;
        try {
            Path aside = file.setAside(System.currentTimeMillis());
            LOG.warn("the database {} failed ({}); set aside as {} and rebuilt from the log", file.path(), what, aside);
        } catch (IOException e) {
            warn("the database " + file.path() + " failed (" + what + ") and cannot be set aside: " + e);
        }
        meter.state("rebuilding");
        return failures == 1 || pause(Math.min(RETRY_NANOS << Math.min(failures, 10), MAX_RETRY_NANOS));
    }

    private boolean roomIsSmall() {
        try {
            return Files.getFileStore(file.path().getParent()).getUsableSpace() < SMALL_ROOM_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private void closeQuietly() {
        MirrorDatabase broken = database;
        database = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (MirrorException e) {
                LOG.debug("closing the broken database {}: {}", file.path(), e.getMessage());
            }
        }
    }

    /** Waits, for the stop too. Returns false when stopping. */
    private boolean pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopping; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return !stopping;
    }

    private void finish() {
        if (database == null) {
            return;
        }
        try {
            boolean all = database.head() >= log.lastOrderId();
            remark(all, null);
            if (!all) {
                LOG.warn(
                        "the mirror {} is up to {} only; the next start goes on from there",
                        file.path(),
                        database.head());
            }
            database.close();
            mark.left(file.look(mark.storeId()));
        } catch (MirrorException | IOException | StoreException | RuntimeException e) {
            LOG.warn("the mirror {} could not be closed cleanly: {}", file.path(), e.toString());
        }
    }

    /** Says a thing once, not every five seconds. */
    private void warn(String text) {
        if (!text.equals(lastWarning)) {
            lastWarning = text;
            LOG.warn(text);
        }
    }
}
