// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.pace.BackgroundPace;
import io.photon.result.Fault;
import io.photon.store.AroundDamage;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.h2.MirrorHolder.Next;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.task.Steady;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps the database equal to the log: copies page after page, removes what was deleted, looks through
 * what was there before, and starts over with an empty database when the one it has is damaged ({@link MirrorHolder}).
 * It only reads the log, so nothing that happens here touches what was stored.
 */
final class MirrorThread extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(MirrorThread.class);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAX_RETRY_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(30);

    /**
     * After so long the system has written by itself what was copied. Forcing hundreds of megabytes sooner, as in the
     * middle of catching up, keeps the log's own forced writes waiting for 50 ms and more.
     */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(40);

    private static final long MAX_CHECKPOINT_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int PAGE_BYTES = 1 << 20;

    /** Marking and closing the database takes so long at most; else it is left as after a kill. */
    private static final long CLOSE_WAIT_MS = 4_000;

    private final MirrorFile file;
    private final MirrorOpening opening;
    private final MirrorHolder holder;
    private final PairingMarker mark;
    private final EventReader log;
    private final CompletableFuture<Opened> first;
    private final Asides asides;
    private final long headAtStart;
    private final MirrorErasure erasure = new MirrorErasure();
    private final MirrorMeter meter = new MirrorMeter();
    private final MirrorPace pace;

    private volatile LogSide side = LogSide.NONE;
    private @Nullable MirrorScrub scrub;
    private int lastTries = 3;
    private long checkpointedAt;
    private long behindAt;
    private boolean dirty;

    private volatile boolean idle;
    private volatile boolean stopping;
    private volatile long stopAtNanos;

    /**
     * @param first the database, being opened
     * @param headAtStart the log's head before anything was appended
     * @param pace of work in the background
     */
    MirrorThread(
            MirrorFile file,
            MirrorOpening opening,
            PairingMarker mark,
            EventReader log,
            CompletableFuture<Opened> first,
            Asides asides,
            long headAtStart,
            BackgroundPace pace) {
        super("photon-mirror");
        setDaemon(true);
        setPriority(MIN_PRIORITY);
        this.file = file;
        this.opening = opening;
        this.mark = mark;
        this.log = log;
        this.first = first;
        this.headAtStart = headAtStart;
        this.pace = new MirrorPace(pace);
        this.asides = asides;
        holder = new MirrorHolder(file, opening, mark, asides, meter);
        setUncaughtExceptionHandler((thread, error) -> {
            meter.state("failed");
            LOG.error("the mirror {} has stopped; events are kept in the log", file.path(), error);
        });
    }

    /** Whom the mirror tells what became of the database, and asks about the log. */
    interface LogSide {

        /** No one: the log is taken for sound. */
        LogSide NONE = new LogSide() {
            @Override
            public void opened() {
                // no thread waits
            }

            @Override
            public void notOpen() {
                // no thread waits
            }

            @Override
            public boolean isSound() {
                return true;
            }
        };

        /** There is a database that can be asked. */
        void opened();

        /** There is none for now. */
        void notOpen();

        /** Reads every record of the log; whether all of them are what was written. */
        boolean isSound() throws StoreException;

        /** Whether the log may still take rows from the database to heal itself with. */
        default boolean isHealing() throws StoreException {
            return false;
        }
    }

    /** Before the thread is started. */
    void attach(LogSide other) {
        side = other;
    }

    /** Something was appended. Costs the writer next to nothing. */
    void appended() {
        pace.appended();
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
    @Nullable MirrorDatabase database() {
        return holder.database();
    }

    /** The same where this thread knows that there is one. */
    private MirrorDatabase open() {
        return Objects.requireNonNull(holder.database());
    }

    int erasuresPending() {
        return erasure.pending();
    }

    MirrorMeter meter() {
        return meter;
    }

    /**
     * Lets the mirror catch up for so long, marks how far it is and closes the database. Returns when that is done. A database
     * that is still being opened then is left as it is.
     */
    void stop(Duration wait) {
        stopAtNanos = System.nanoTime() + wait.toNanos();
        stopping = true;
        LockSupport.unpark(this);
        try {
            if (!wait.isZero()) {
                join(Math.max(1, wait.toMillis()));
            }
            opening.giveUp();
            first.complete(MirrorOpening.givenUp());
            join(CLOSE_WAIT_MS);
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
        Opened opened = first.join(); // a stop completes it, too
        boolean more = true;
        while (more && !timeIsUp()) {
            try {
                if (holder.database() == null) {
                    more = goesOn(opened != null ? holder.take(opened) : holder.open());
                    opened = null;
                } else {
                    more = step();
                }
            } catch (MirrorException e) {
                more = broken(MirrorOpening.outcomeOfUse(e));
            } catch (StoreException e) {
                holder.warn("the mirror cannot read the log: " + e.getMessage());
                more = e.kind() != StoreException.Kind.CLOSED && pause(RETRY_NANOS);
            } catch (IOException e) {
                more = waitWith("a file alongside the database cannot be used: " + e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("a fault in mirroring; it begins again in a while", e);
                more = waitWith("of a fault: " + Fault.words(e));
            } catch (VirtualMachineError | LinkageError e) {
                more = afterError(e);
            }
        }
        finish(opened);
    }

    /** To give the database up takes memory, too. */
    private boolean afterError(Error error) {
        try {
            return error instanceof OutOfMemoryError
                    ? broken(MirrorOpening.outcomeOfUse(new MirrorException(error)))
                    : waitWith("of a fault: " + Fault.words(error));
        } catch (VirtualMachineError | LinkageError again) {
            Steady.report("the mirror", again);
            return pause(RETRY_NANOS);
        }
    }

    /**
     * Something else than the database failed, so it says nothing about the database: that is closed, stays as it is, and
     * is opened again later; also at a stop, when the log's folder is gone and the database is to be the last copy. Returns
     * false to end.
     */
    private boolean waitWith(String why) {
        holder.release();
        holder.warn("nothing is mirrored into " + file.path() + " for now, because " + why);
        return pause(RETRY_NANOS) || mark.isLost() && lastTries-- > 0;
    }

    /** Does what the holder says. Returns false to end. */
    private boolean goesOn(Next next) throws IOException, MirrorException, StoreException {
        return switch (next) {
            case GO_ON -> {
                String ahead = ahead(open());
                if (ahead != null) {
                    side.notOpen();
                    yield waitWith(ahead);
                }
                begin(open());
                side.opened();
                yield true;
            }
            case AGAIN -> true;
            case LATER -> {
                side.notOpen();
                yield !stopping && pause(retryNanos());
            }
            case END -> {
                side.notOpen();
                yield false;
            }
        };
    }

    private long retryNanos() {
        int failures = holder.failures();
        return failures < 2 ? RETRY_NANOS : Math.min(RETRY_NANOS << Math.min(failures, 10), MAX_RETRY_NANOS);
    }

    private void begin(MirrorDatabase opened) throws IOException, MirrorException {
        long known = Math.max(headAtStart, meter.head());
        known = Math.min(known, opened.head());
        if (opened.lastRow() > known) {
            int rows = opened.trim(known);
            LOG.warn("removed {} rows above {} from {}: the log does not have them", rows, known, file.path());
        }
        scrub = new MirrorScrub(holder.isRebuilding() ? 0 : Math.min(opened.head(), known));
        erasure.restart();
        holder.remark(false);
        dirty = false;
        checkpointedAt = System.nanoTime();
        behindAt = checkpointedAt - SETTLED_NANOS;
        meter.state(holder.isRebuilding() ? "rebuilding" : "catching-up");
        meter.opened(opened.head());
    }

    /**
     * What the database has and the log may never have had; null when there is nothing. Such rows are not taken away, nor is
     * anything written after them: they may be the only copy, as when an older copy of the log was put in place while the
     * database could not be opened.
     */
    private @Nullable String ahead(MirrorDatabase opened) throws IOException, MirrorException, StoreException {
        if (mark.isLost()) { // of which nothing is noted any more: what it gave was read from the open files
            return null;
        }
        if (mark.ahead() == 0) {
            boolean above = opened.head() > Math.max(headAtStart, meter.head());
            if (!above && new RowsAhead(log, opened).first(mark.vouched(), opened.head()) == 0) {
                return null;
            }
            mark.noteAhead(opened.head());
        }
        return "it has events up to " + opened.head()
                + " that the log has not. If nothing is emitted before, the next start"
                + " puts them back; else it asks which of the two to go on with";
    }

    /** One piece of work. Returns false to end: stopping, and nothing left to copy. */
    private boolean step() throws MirrorException, StoreException, IOException {
        if (copy()) {
            return true;
        }
        if (stopping) {
            return false;
        }
        if (holder.isRebuilding()) {
            holder.caughtUp();
        }
        meter.state(scrub().finished() ? "following" : "looking-through");
        return erase() || look() || rest();
    }

    /** Copies a page; false when there was nothing to copy. */
    private boolean copy() throws MirrorException, StoreException, IOException {
        MirrorPace.Piece piece = pace.next(stopping);
        Page page = AroundDamage.read(log, nextPage(piece.maxEvents()), this::notCopied);
        if (page.cursor() <= open().head()) {
            return false;
        }
        if (!mark.isLost()) { // else the database may soon be the only copy: what the log still gives is copied all the
            // same
            mark.mirrored(page.cursor(), open().rows() + page.events().size());
        }
        open().add(page.events(), page.cursor());
        dirty = true;
        if (!page.end()) {
            behindAt = System.nanoTime();
        }
        meter.copied(page.events().size(), page.cursor());
        checkpointIfDue();
        boolean awaited = erasure.pending() > 0 || holder.isRebuilding();
        pace.restAfter(piece, page.events().size(), log.lastOrderId() - page.cursor(), awaited);
        return true;
    }

    private void notCopied(Gap gap) {
        LOG.warn("{} in the log cannot be read and is not copied to {}", gap.text(), file.path());
    }

    private ReadRequest nextPage(int maxEvents) {
        return new ReadRequest(
                StreamNames.ALL, open().head(), Long.MAX_VALUE, Direction.FORWARDS, maxEvents, PAGE_BYTES);
    }

    private boolean erase() throws MirrorException, IOException, StoreException {
        if (erasure.pending() > 0 && side.isHealing()) {
            return false; // a deleted event may be what keeps a damaged place from being healed as a whole
        }
        MirrorErasure.Step step = erasure.step(open());
        if (step == MirrorErasure.Step.ROWS_GONE) {
            if (open().compactionDue()) {
                compact();
            }
            meter.erased(asides.clear(erasure.pass(), open()));
            erasure.done(open());
            noteRows();
        } else if (step == MirrorErasure.Step.IDLE && scrub().finished() && open().compactionDue()) {
            compact();
        }
        return step != MirrorErasure.Step.IDLE;
    }

    private void compact() throws MirrorException, IOException {
        holder.compact();
        side.opened(); // it was closed for that
    }

    /** Rows were removed that the log does not have: a later start must not miss them. */
    private void noteRows() throws IOException {
        if (!mark.isLost()) {
            mark.mirrored(open().head(), open().rows());
        }
    }

    private boolean look() throws MirrorException, StoreException, IOException {
        if (scrub().finished()) {
            return false;
        }
        String wrong = scrub().step(log, open(), side);
        if (wrong != null) {
            broken(new Opened.Damaged(wrong));
            return true;
        }
        if (scrub().finished() && scrub().removed() > 0) {
            LOG.warn("removed {} rows from {} that the log does not have", scrub().removed(), file.path());
            noteRows();
        }
        if (scrub().finished() && scrub().kept() > 0) {
            LOG.error(
                    "{} has {} rows that the log does not show; they stay, as the log is damaged: run 'photon verify'",
                    file.path(),
                    scrub().kept());
        }
        // The look-through has all day: it takes a third of the time at most.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        return true;
    }

    /** Nothing to do: waits for an append, then lets a few more come. */
    private boolean rest() throws MirrorException {
        open().rest();
        checkpointIfDue();
        idle = true;
        if (!stopping && pace.isQuiet()) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        idle = false;
        if (!stopping) {
            pace.gather();
        }
        return true;
    }

    private void checkpointIfDue() throws MirrorException {
        long now = System.nanoTime();
        boolean settled = now - behindAt >= SETTLED_NANOS;
        // With the log's folder gone, the database may soon be the only copy.
        if (dirty && (mark.isLost() || now - checkpointedAt >= (settled ? CHECKPOINT_NANOS : MAX_CHECKPOINT_NANOS))) {
            open().checkpoint();
            dirty = false;
            checkpointedAt = now;
        }
    }

    /** Gives up the database there is. Returns false to end. */
    private boolean broken(Opened what) {
        return switch (holder.broken(what, stopping)) {
            case GO_ON, AGAIN -> true;
            case LATER -> !stopping && pause(retryNanos());
            case END -> false;
        };
    }

    /** Waits, for the stop too. Returns false when stopping. */
    private boolean pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !stopping; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return !stopping;
    }

    /** @param unused what was opened as the time was up */
    private void finish(@Nullable Opened unused) {
        side.notOpen(); // no reader waits for it any longer
        try {
            MirrorOpening.close(unused);
            if (holder.database() == null) {
                return;
            }
            holder.close(log.lastOrderId());
        } catch (MirrorException
                | IOException
                | StoreException
                | RuntimeException
                | VirtualMachineError
                | LinkageError e) {
            LOG.warn("the mirror {} could not be closed cleanly: {}", file.path(), e.toString());
        }
    }

    private MirrorScrub scrub() {
        return Objects.requireNonNull(scrub);
    }
}
