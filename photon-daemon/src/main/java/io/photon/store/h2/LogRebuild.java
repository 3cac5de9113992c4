package io.photon.store.h2;

import static io.photon.store.StoreException.Kind.REFUSED;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.RecordSource;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a log, or a log's lost end, of the database's rows. Every row is checked; none that fails is believed. */
final class LogRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(LogRebuild.class);

    private static final int PAGE_ROWS = 1_000;
    private static final int PAGE_CHARS = 1 << 20;

    /** The type of the events of {@code __config__} that say that a stream was deleted: what is deleted stays so. */
    private static final String DELETION = "delete-stream!";

    /**
     * What came of it.
     *
     * @param events appended
     * @param head the last one's order-id, 0 when there was none
     * @param lost rows that were not what was written
     */
    record Report(long events, long head, long lost) {}

    private final MirrorFile file;
    private final LogOpener logs;

    LogRebuild(MirrorFile file, LogOpener logs) {
        this.file = file;
        this.logs = logs;
    }

    /** A rebuild that was killed begins again from nothing. */
    void eraseUnfinished() throws IOException {
        if (Files.exists(unfinished())) {
            MirrorFile.eraseTree(unfinished());
        }
    }

    private Path unfinished() {
        return file.beside(".log.rebuild");
    }

    /**
     * Makes a new log of the database's rows, beside, and puts it in place.
     *
     * @param replaced the log it stands in for, set aside; null when there is none. The deletions it records behind the
     *     database's head are carried over, so that no deleted stream comes back
     * @param why for the message
     */
    void rebuild(Opened.Open open, Path replaced, String why) throws IOException, StoreException {
        MirrorDatabase rows = open.database();
        Path directory = file.log();
        try {
            Files.createDirectories(unfinished());
            Report report;
            try (EventStore log = logs.open(unfinished(), RecordSource.NONE)) {
                report = append(rows, log, 0, Long.MAX_VALUE);
                if (replaced != null) {
                    carryDeletions(replaced, log);
                }
            }
            LogMark.create(unfinished(), open.storeId()).confirm(rows.mark(), open.look());
            if (Files.exists(directory)) {
                MirrorFile.eraseTree(directory); // empty but for marks: see H2Start.logIsThere
            }
            Files.move(unfinished(), directory);
            LogMark.syncDirectory(directory.getParent());
            long lost = report.lost() + rows.missing();
            boolean all = rows.mark().contains(LogMark.STOPPED) && lost == 0;
            LOG.warn(
                    "{}; rebuilt from the database {}: {} events up to {}{}",
                    why,
                    file.path(),
                    report.events(),
                    report.head(),
                    all
                            ? ", everything there was at the last clean stop"
                            : "; the last stop was not clean, events above it are lost"
                                    + (lost == 0 ? "" : ", and " + lost + " damaged rows left gaps"));
        } catch (MirrorException e) {
            throw new StoreException(REFUSED, why + " and the database cannot be read: " + e.getMessage(), e);
        }
    }

    /** Appends what the replaced log says was deleted after the new log's end. */
    private void carryDeletions(Path replaced, EventStore log) throws StoreException {
        long head = log.lastOrderId();
        long carried = 0;
        try (EventStore old = logs.open(replaced, RecordSource.NONE)) {
            long cursor = head;
            boolean end = false;
            while (!end) {
                Page page = old.read(ReadRequest.forwards(StreamNames.CONFIG, cursor));
                List<Event> deletions = page.events().stream()
                        .filter(event -> event.eventType().equals(DELETION))
                        .toList();
                if (!deletions.isEmpty()) {
                    log.append(deletions);
                    carried += deletions.size();
                }
                cursor = page.cursor();
                end = page.end();
            }
        } catch (StoreException e) {
            LOG.warn(
                    "what was deleted after {} cannot be read from the replaced log {} ({}): streams that were deleted"
                            + " since are back, delete them again",
                    head,
                    replaced,
                    e.getMessage());
        }
        if (carried > 0) {
            LOG.warn("{} deletions of streams recorded after {} are kept: those streams stay deleted", carried, head);
        }
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
