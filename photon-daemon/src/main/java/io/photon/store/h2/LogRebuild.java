// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static io.photon.store.StoreException.Kind.REFUSED;

import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.os.PrivateFiles;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.RecordSource;
import io.photon.store.file.disk.FileRights;
import io.photon.store.file.disk.Folders;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a log, or a log's lost end, of the database's rows. Every row is checked; none that fails is believed. */
final class LogRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(LogRebuild.class);

    private static final int PAGE_ROWS = 1_000;
    private static final int PAGE_CHARS = 1 << 20;

    /**
     * What came of it.
     *
     * @param events appended
     * @param head the last one's order-id, 0 when there was none
     * @param lost rows that were not what was written
     */
    record Report(long events, long head, long lost) {}

    /** Told of the steps that a kill may come between. */
    interface Steps {
        Steps NONE = step -> {};

        void at(String step) throws IOException;
    }

    private final MirrorFile file;
    private final LogOpener logs;
    private final Steps steps;

    LogRebuild(MirrorFile file, LogOpener logs, Steps steps) {
        this.file = file;
        this.logs = logs;
        this.steps = steps;
    }

    /**
     * Ends what a killed rebuild had begun. One that was complete is put in place when the log it stands in for is already
     * out of the way; one that was not begins again from nothing, as long as what it was made of is still there.
     */
    void resume() throws IOException {
        if (!FileRights.isThere(unfinished())) {
            return;
        }
        boolean complete = PairingMarker.read(unfinished()) != null;
        if (complete && !FileRights.isThere(file.log())) {
            Files.move(unfinished(), file.log());
            Folders.sync(Objects.requireNonNull(file.log().getParent()));
            LOG.warn("the log {}, which was being made from the database, is put in place now", file.log());
        } else if (FileRights.isThere(file.path()) && FileRights.isThere(file.log())) {
            MirrorFile.eraseTree(unfinished());
        }
    }

    /** Where the new log is made. */
    Path unfinished() {
        return file.beside(".log.rebuild");
    }

    /**
     * Makes a new log of the database's rows, beside, and puts it in place.
     *
     * <p>A log that it stands in for is set aside when the new one is complete, and never before: with a kill at any
     * moment, either all of the old one is still in place, or the new one has everything.
     *
     * @param deletions a log whose recorded deletions after the database's head are carried over, so that no deleted
     *     stream comes back; null when there is none
     * @param aside where the log that is in place goes; null when there is none, or only marks of one
     * @param why for the message
     */
    void rebuild(Opened.Open open, @Nullable Path deletions, @Nullable Path aside, String why)
            throws IOException, StoreException {
        MirrorDatabase rows = open.database();
        Path directory = file.log();
        try {
            if (FileRights.isThere(unfinished())) {
                MirrorFile.eraseTree(unfinished()); // the database, which it was made of, is open and is read again
            }
            PrivateFiles.createFolders(unfinished());
            Report report;
            try (EventStore log = logs.open(unfinished(), RecordSource.NONE)) {
                report = append(rows, log, 0, Long.MAX_VALUE);
                if (deletions != null) {
                    carryDeletions(deletions, log);
                }
            }
            steps.at("rebuilt");
            PairingMarker.Mirrored held = new PairingMarker.Mirrored(rows.head(), rows.rows());
            PairingMarker made = PairingMarker.create(unfinished(), Objects.requireNonNull(open.storeId()));
            made.mirrored(held.head(), held.rows());
            made.confirm(rows.mark(), open.look()); // from here on it is complete, see resume()
            steps.at("complete");
            if (aside != null) {
                Files.move(directory, aside);
            } else if (FileRights.isThere(directory)) {
                eraseMarks(directory);
            }
            steps.at("aside");
            Files.move(unfinished(), directory);
            Folders.sync(Objects.requireNonNull(directory.getParent()));
            long lost = report.lost() + rows.missing();
            boolean all = rows.mark().contains(PairingMarker.STOPPED) && lost == 0;
            LOG.warn(
                    "{}; rebuilt from the database {}: {} events up to {}{}",
                    why,
                    file.path(),
                    report.events(),
                    report.head(),
                    all
                            ? ", everything there was when the database was last stopped cleanly"
                            : "; the database was not stopped cleanly, so events above it, if there were any, are lost"
                                    + (lost == 0 ? "" : ", and " + lost + " damaged rows left gaps"));
        } catch (MirrorException e) {
            throw new StoreException(REFUSED, why + " and the database cannot be read: " + e.getMessage(), e);
        }
    }

    /** A folder that has marks and nothing else; it stays when there is more. */
    private static void eraseMarks(Path directory) throws IOException {
        List<Path> marks;
        try (Stream<Path> all = Files.list(directory)) {
            marks = all.filter(each -> each.getFileName().toString().startsWith("mirror."))
                    .toList();
        }
        for (Path each : marks) {
            Files.delete(each);
        }
        Files.delete(directory);
    }

    /**
     * Appends what the replaced log says was deleted after the new log's end.
     *
     * @throws StoreException when a deletion cannot be kept: then the replaced log stays in place
     */
    private void carryDeletions(Path replaced, EventStore log) throws StoreException {
        long head = log.lastOrderId();
        long carried = 0;
        try (EventStore old = open(replaced)) {
            long cursor = head;
            boolean end = old == null;
            while (old != null && !end) {
                Page page = page(old, cursor, replaced);
                List<Event> deletions = page.events().stream()
                        .filter(event -> event.eventType().equals(StreamDeletion.EVENT_TYPE))
                        .toList();
                if (!deletions.isEmpty()) {
                    log.append(deletions);
                    carried += deletions.size();
                }
                cursor = page.cursor();
                end = page.end();
            }
        }
        if (carried > 0) {
            LOG.warn("{} deletions of streams recorded after {} are kept: those streams stay deleted", carried, head);
        }
    }

    /** The replaced log; null when so much of it is missing that it does not open. */
    private @Nullable EventStore open(Path replaced) throws StoreException {
        try {
            return logs.open(replaced, RecordSource.NONE);
        } catch (StoreException e) {
            if (!e.isLoss()) {
                throw e;
            }
            warnOfDeletions(replaced, e);
            return null;
        }
    }

    /** A page of what is recorded in the replaced log; where that is damaged, the one after the damage. */
    private static Page page(EventStore old, long cursor, Path replaced) throws StoreException {
        try {
            return old.read(ReadRequest.forwards(StreamNames.CONFIG, cursor));
        } catch (StoreException e) {
            if (!e.isLoss()) {
                throw e;
            }
            warnOfDeletions(replaced, e);
            long after = e.readOnFrom();
            return after > cursor ? new Page(List.of(), after, false) : new Page(List.of(), cursor, true);
        }
    }

    private static void warnOfDeletions(Path replaced, StoreException e) {
        LOG.warn(
                "not all that was deleted can be read from the replaced log {} ({}): a stream whose deletion is lost is"
                        + " back, delete it again",
                replaced,
                e.getMessage());
    }

    /**
     * Copies rows in order, leaving out those that are not what was written.
     *
     * @param after the log's head: only rows above it
     * @param upTo only rows up to it
     */
    static Report append(MirrorDatabase database, EventStore log, long after, long upTo)
            throws MirrorException, StoreException {
        long events = 0;
        long head = 0;
        long lost = 0;
        long cursor = after;
        List<MirrorRow> rows = database.rows(cursor, upTo, PAGE_ROWS, PAGE_CHARS);
        while (!rows.isEmpty()) {
            List<Event> batch = new ArrayList<>(rows.size());
            for (MirrorRow row : rows) {
                cursor = row.orderId();
                Event event = row.checked();
                if (event == null) {
                    lost++;
                } else {
                    batch.add(event);
                    head = cursor;
                }
            }
            if (!batch.isEmpty()) {
                log.append(batch);
                events += batch.size();
            }
            rows = database.rows(cursor, upTo, PAGE_ROWS, PAGE_CHARS);
        }
        return new Report(events, head, lost);
    }
}
