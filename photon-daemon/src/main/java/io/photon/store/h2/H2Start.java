// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static io.photon.store.StoreException.Kind.REFUSED;

import io.photon.os.PrivateFiles;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.StoppedLog;
import io.photon.store.file.disk.FileRights;
import io.photon.store.file.disk.Folder;
import io.photon.store.h2.H2Options.Adopt;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions of a start: is there a log, is there a database, do they belong together, which one is believed. All
 * rules of healing that need an answer before the first event is served are here; the others are {@link MirrorThread}'s.
 */
final class H2Start {

    private static final Logger LOG = LoggerFactory.getLogger(H2Start.class);

    static {
        // H2's FilePath and FilePathCache initialise each other: two threads that open their first file at the same
        // time,
        // one by way of each, wait for each other without end. A start comes before the threads that open files.
        FilePath.get("photon");
    }

    /** A healthy start does not wait longer for the database; it goes on opening after the log. */
    private static final long READY_MS = 1_500;

    private static final String MOVE_ON = "; move the file away, or carry its events over with"
            + " muon replay __all__ '{\"stream-type\":\"cold\"}' > file there and photon restore --as-new"
            + " --allow-incomplete < file here";

    private final H2Options options;
    private final LogOpener logs;
    private final MirrorFile file;
    private final MirrorOpening opening;
    private final LogRebuild rebuild;
    private final LastResort lastResort;
    private final AsideCleaner cleaner;
    private final Path directory;

    private @Nullable PairingMarker mark;
    private @Nullable PendingDatabase database;
    private @Nullable LogCopies copies;

    H2Start(H2Options options, LogOpener logs) {
        this(options, logs, LogRebuild.Steps.NONE);
    }

    /** @param steps told of the steps of a rebuild of the log */
    H2Start(H2Options options, LogOpener logs, LogRebuild.Steps steps) {
        this.options = options;
        this.logs = logs;
        file = new MirrorFile(options.path());
        opening = new MirrorOpening(file, options.openLimit());
        rebuild = new LogRebuild(file, logs, steps);
        lastResort = new LastResort(file, opening, rebuild.unfinished());
        cleaner = new AsideCleaner(file, logs);
        directory = file.log();
    }

    /** The open log and the thread that mirrors it, not yet started. */
    record Started(EventStore log, HealingReader reader, MirrorThread mirror) {}

    Started start() throws StoreException {
        try {
            Folder.made(Objects.requireNonNull(file.path().getParent()));
            FileRights.requireFolder(Objects.requireNonNull(file.path().getParent()));
            cleaner.recover();
            rebuild.resume();
            decide();
            return open();
        } catch (IOException e) {
            throw new StoreException(
                    REFUSED,
                    "cannot use " + file.path() + " and its log: "
                            + FileRights.explained(file.path(), e).getMessage(),
                    e);
        }
    }

    /** Finds or makes the mark, with log and database such that they belong together. */
    private void decide() throws IOException, StoreException {
        boolean logIsThere = logIsThere();
        mark = logIsThere ? PairingMarker.read(directory) : null;
        MirrorFile.Look look = file.look(mark == null ? null : mark.storeId());
        if (look.kind() == MirrorFile.Kind.MISSING && !logIsThere && lastResort.isThere()) {
            lastResort.putBack();
            logFromDatabase(file.look(null));
        } else if (look.kind() == MirrorFile.Kind.MISSING && mark == null) {
            begin();
        } else if (!logIsThere) {
            logFromDatabase(look);
        } else if (mark == null) {
            decideBetween("the log in " + directory + " carries no mark of a database");
        } else if (options.adopt() != Adopt.NONE) {
            adoptIfNeeded();
        }
        if (database == null) {
            database = PendingDatabase.opening(opening, mark());
        }
    }

    private boolean logIsThere() throws IOException {
        if (!FileRights.isThere(directory)) {
            return false;
        }
        FileRights.requireFolder(directory);
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(each -> !each.getFileName().toString().startsWith("mirror."));
        }
    }

    /** A log without a database, or neither. */
    private void begin() throws IOException {
        PrivateFiles.createFolders(directory);
        mark = PairingMarker.create(directory, PairingMarker.newStoreId());
        mark.mirrored(0, 0);
        mark.save();
    }

    /** The log is gone: what the database holds is all there is. */
    private void logFromDatabase(MirrorFile.Look look) throws IOException, StoreException {
        Opened opened = opening.openWhosever(look);
        if (opened instanceof Opened.Open open) {
            List<Path> earlier = file.logsAside();
            Path deletions = earlier.isEmpty() ? null : earlier.get(earlier.size() - 1);
            rebuildLog(open, deletions, null, "the log " + directory + " is gone");
        } else if (opened instanceof Opened.Locked) {
            throw new StoreException(
                    REFUSED,
                    "the log " + directory + " is gone and the database " + file.path()
                            + " is open in another program; close that program and start again");
        } else {
            throw refusal(opened, "the log " + directory + " is gone");
        }
    }

    private StoreException refusal(Opened opened, String situation) {
        if (opened instanceof Opened.Refused refused) {
            return new StoreException(REFUSED, refused.why() + MOVE_ON);
        }
        if (opened instanceof Opened.Earlier earlier) {
            return new StoreException(
                    REFUSED,
                    situation + " and the database " + file.path() + " is of an earlier format (" + earlier.format()
                            + "; this Photon makes " + MirrorSchema.FORMAT + "); put the log back from a copy, or take"
                            + " a backup with the Photon that made the database and restore it here");
        }
        String why = opened instanceof Opened.Damaged damaged
                ? "is damaged (" + damaged.why() + ")"
                : "cannot be opened (" + opened + ")";
        return new StoreException(
                REFUSED,
                situation + " and the database " + file.path() + " " + why
                        + "; put one of them back from a copy, or move the file away to start with an empty store");
    }

    private void rebuildLog(Opened.Open open, @Nullable Path deletions, @Nullable Path aside, String why)
            throws IOException, StoreException {
        try {
            rebuild.rebuild(open, deletions, aside, why);
            mark = PairingMarker.read(directory);
            database = PendingDatabase.of(open);
        } catch (IOException | StoreException | RuntimeException | Error e) {
            release(open);
            throw e;
        }
    }

    /** The log gives way to one that is made of the database; its own deletions are kept. */
    private void replaceLog(Opened.Open open, String why) throws IOException, StoreException {
        Path aside = MirrorFile.asideName(directory, MirrorFile.Aside.REPLACED, System.currentTimeMillis());
        rebuildLog(open, directory, aside, why + " is set aside as " + aside);
    }

    /** {@code --adopt} was given: does as it says if log and database differ. */
    private void adoptIfNeeded() throws IOException, StoreException {
        Opened opened = opening.open(mark().storeId(), mark().created());
        boolean agree = false;
        if (opened instanceof Opened.Open open) {
            try {
                String found = open.database().mark();
                agree = mark().agrees(found);
                if (!agree) {
                    open.database().close();
                    if (mark().showsDamage(found, open.look())) {
                        opened = unfit();
                    }
                }
            } catch (MirrorException e) {
                opened = MirrorOpening.outcome(e);
                agree = true;
            }
        }
        boolean ours = opened instanceof Opened.Open || opened instanceof Opened.Refused;
        if (agree || !ours) {
            LOG.info(
                    agree
                            ? "log and database belong together; nothing to adopt"
                            : "no database to adopt or replace: {}",
                    opened);
            database = PendingDatabase.of(opened);
        } else {
            decideBetween("log and database are not of the same state");
        }
    }

    /** Log and database do not belong together: asks, or does what the user has answered. */
    private void decideBetween(String situation) throws IOException, StoreException {
        Opened opened = opening.openWhosever(file.look(mark == null ? null : mark.storeId()));
        if (!(opened instanceof Opened.Open open)) {
            throw refusal(opened, situation);
        }
        try {
            if (options.adopt() == Adopt.NONE) {
                String found = open.database().mark();
                open.database().close();
                throw differ(situation, found);
            }
            if (options.adopt() == Adopt.LOG) {
                open.database().close();
                LOG.warn(
                        "the log is adopted; the database is set aside as {} and rebuilt from the log",
                        MirrorFile.replaced(file.path(), System.currentTimeMillis()));
                if (mark == null) {
                    begin();
                }
            } else {
                replaceLog(open, "the database is adopted; the log");
            }
        } catch (MirrorException e) {
            throw new StoreException(REFUSED, situation + ", and " + e.getMessage(), e);
        }
    }

    private StoreException differ(String situation, String found) {
        return new StoreException(
                REFUSED,
                situation + ": the database " + file.path() + " was " + PairingMarker.words(found)
                        + (mark == null ? "" : ", the log knows it as " + PairingMarker.words(mark.expected()))
                        + "; a copy of one of them was put back. Start with --adopt log to keep the log "
                        + directory
                        + " and rebuild the database, or with --adopt h2 to go back to the database's state");
    }

    /** Opens the log, and the database that is its mirror, and checks that they belong together. */
    private Started open() throws StoreException, IOException {
        EventStore log = openLog();
        try {
            boolean doubtful = log.lastOrderId() < mark().vouched() || mark().mirrored() == null || mark().ahead() > 0;
            Opened opened = database().await(doubtful ? options.openLimit().toMillis() + 5_000 : READY_MS);
            if (opened instanceof Opened.Refused refused) {
                throw new StoreException(REFUSED, refused.why() + MOVE_ON);
            }
            MirrorDatabase rows = agreeing(opened);
            if (havePartedWays(log, rows)) {
                log = adoptOneOf(log, opened, rows);
                opened = database().await(READY_MS);
                rows = agreeing(opened);
            }
            long vouched = Math.max(mark().vouched(), rows == null ? mark().ahead() : rows.head());
            if (log.lastOrderId() >= vouched || lengthen(log, rows, vouched, opened)) {
                mark().noteAhead(0);
            }
            HealingReader reader = new HealingReader(log, log, copies);
            Asides asides = new Asides(file, mark(), reader, cleaner, log.lastOrderId());
            MirrorThread mirror = new MirrorThread(
                    file, opening, mark(), reader, database().future(), asides, log.lastOrderId(), options.pace());
            Objects.requireNonNull(copies).handOver(mirror, log);
            return new Started(log, reader, mirror);
        } catch (IOException | StoreException | RuntimeException | Error e) {
            release(database().await(READY_MS));
            log.close();
            throw e;
        }
    }

    /** Whether the log has gone on without events that are in the database: they have no place in it any more. */
    private boolean havePartedWays(EventStore log, @Nullable MirrorDatabase rows) throws StoreException, IOException {
        long head = log.lastOrderId();
        if (rows == null) {
            return mark().ahead() > 0 && mark().ahead() <= head;
        }
        try {
            return new RowsAhead(log, rows).first(mark().vouched(), Math.min(rows.head(), head)) > 0;
        } catch (MirrorException e) {
            LOG.warn("the database {} opened but cannot be read: {}", file.path(), e.getMessage());
            return true; // it may have what the log has not
        }
    }

    /** Log and database, each has what the other has not: asks, or does what the user has answered. */
    private EventStore adoptOneOf(EventStore log, @Nullable Opened opened, @Nullable MirrorDatabase rows)
            throws StoreException, IOException {
        long head = rows == null ? mark().ahead() : rows.head();
        mark().noteAhead(head);
        String situation =
                "the database " + file.path() + " has events up to " + head + ", not all of which are in the log "
                        + directory + ", and the log has gone on without them, up to " + log.lastOrderId()
                        + ", as when an older copy of it was put in place while the database could not be opened";
        if (options.adopt() == Adopt.LOG) {
            adoptLog(situation, log.lastOrderId());
            return log;
        }
        if (options.adopt() == Adopt.NONE || !(opened instanceof Opened.Open open) || rows == null) {
            throw new StoreException(
                    REFUSED,
                    situation + (rows == null ? " (just now it cannot be asked: " + opened + ")" : "")
                            + ". Put a later copy of the log back, or start with --adopt log to keep the log, or with"
                            + " --adopt h2 to go back to the database's state; the other is set aside");
        }
        log.close();
        replaceLog(open, situation + "; the database is adopted; the log");
        return logs.open(directory, copies());
    }

    /**
     * Opens the log. One that is too damaged to be opened is rebuilt when the database has all of it, or when the user
     * has said to go on with the database. That it has all of it, both have to say: the database that it was stopped with
     * everything, and the log that it was stopped there, too, and not appended to since, as in a run whose mirror waited.
     */
    private EventStore openLog() throws StoreException, IOException {
        try {
            return logs.open(directory, copies());
        } catch (StoreException e) {
            Opened opened = database().await(options.openLimit().toMillis() + 5_000);
            if (!e.isLoss()) { // nothing shows that the log is not whole, so nothing is to be put in its place
                release(opened);
                throw e;
            }
            MirrorDatabase rows = agreeing(opened);
            if (rows == null || !(opened instanceof Opened.Open open)) {
                throw e;
            }
            try {
                boolean all = rows.mark().contains(PairingMarker.STOPPED)
                        && rows.missing() == 0
                        && StoppedLog.head(directory) <= rows.head();
                if (!all && options.adopt() != Adopt.H2) {
                    release(opened);
                    throw new StoreException(
                            e.kind(),
                            e.getMessage() + "; or start with --adopt h2 to go on with what the database " + file.path()
                                    + " has, up to " + rows.head() + " (the log may have had more)",
                            e);
                }
            } catch (MirrorException unreadable) {
                release(opened);
                throw e;
            }
            replaceLog(open, "the log is damaged (" + e.getMessage() + ") and");
            return logs.open(directory, copies());
        }
    }

    private static void release(@Nullable Opened opened) {
        if (opened instanceof Opened.Open open) {
            try {
                open.database().close();
            } catch (MirrorException e) {
                LOG.debug("the database, opened for nothing, does not close", e);
            }
        }
    }

    /** The database when it is open and belongs to the log; null when it cannot be asked. */
    private @Nullable MirrorDatabase agreeing(@Nullable Opened opened) throws StoreException, IOException {
        if (!(opened instanceof Opened.Open open)) {
            return null;
        }
        try {
            String found = open.database().mark();
            if (mark().agrees(found)) {
                return open.database();
            }
            open.database().close();
            if (!mark().showsDamage(found, open.look())) {
                throw differ("log and database are not of the same state", found);
            }
            database = PendingDatabase.of(unfit());
        } catch (MirrorException e) {
            LOG.warn("the database {} opened but cannot be read: {}", file.path(), e.getMessage());
            database = PendingDatabase.of(new Opened.Damaged(e.getMessage()));
        }
        return null;
    }

    /**
     * The log lost its end: events that it is known to have held come back from the database. Before any is appended: an
     * end that is written over cannot be put back. Returns false when not all of it can be read from the database.
     */
    private boolean lengthen(EventStore log, @Nullable MirrorDatabase rows, long vouched, @Nullable Opened opened)
            throws StoreException, IOException {
        long head = log.lastOrderId();
        if (rows == null) {
            String lost = "the log in " + directory + " ends at " + head + ", though events up to " + vouched
                    + " were mirrored from it, and the database " + file.path() + " cannot be asked ("
                    + (opened == null ? "it does not open in time" : opened) + ")";
            if (options.adopt() != Adopt.LOG) {
                throw new StoreException(
                        REFUSED,
                        lost + "; put one of them back from a copy, or start with --adopt log to go on without those"
                                + " events");
            }
            adoptLog(lost, head);
            return true;
        }
        LogRebuild.Report report;
        try {
            report = LogRebuild.append(rows, log, head, vouched);
        } catch (MirrorException e) {
            LOG.warn("the log ends at {}, and the database fails: {}", log.lastOrderId(), e.getMessage());
            mark().noteAhead(vouched);
            return false;
        }
        LOG.warn(
                "the log in {} ended at {}, though events up to {} were mirrored from it; put back {} from {}, up to {}",
                directory,
                head,
                vouched,
                report.events(),
                file.path(),
                log.lastOrderId());
        return true;
    }

    /** The user gives the database up: it may hold what the log has lost, so it stays, under another name. */
    private void adoptLog(String situation, long head) throws IOException {
        LOG.warn("{}; the log is adopted as it is", situation);
        mark().forsake(head);
        release(database().await(READY_MS));
        if (FileRights.isThere(file.path())) {
            LOG.warn(
                    "the database is set aside as {} and rebuilt from the log",
                    MirrorFile.replaced(file.path(), System.currentTimeMillis()));
        }
        database = PendingDatabase.of(new Opened.Missing());
    }

    private LogCopies copies() {
        copies = new LogCopies(mark, database, options.openLimit().toMillis());
        return copies;
    }

    /** As when what was written last is damaged, and H2 opened it as it was before. */
    private static Opened unfit() {
        return new Opened.Damaged("its tables do not fit its header");
    }

    private PairingMarker mark() {
        return Objects.requireNonNull(mark);
    }

    private PendingDatabase database() {
        return Objects.requireNonNull(database);
    }
}
