// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.RecordSource;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.store.h2.PairingMarker.Mirrored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes deleted events out of copies that were set aside, and leaves everything else that is in them. */
final class AsideCleaner {

    private static final Logger LOG = LoggerFactory.getLogger(AsideCleaner.class);

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(60);
    private static final long ERASE_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int PAGE_ROWS = 4_096;

    /** What became of a copy. */
    enum Outcome {
        /** The deleted events are gone from it. */
        CLEANED,
        /** There is nothing of a database in it that could be brought back, by whatever means. */
        NOTHING_THERE,
        /** It cannot be opened, or not all of it can be read: deleted events may be left in it, and others, too. */
        LEFT
    }

    /** @param left what it holds now; null unless it was cleaned */
    record Cleaned(Outcome outcome, @Nullable Mirrored left) {

        private static Cleaned not(Outcome outcome) {
            return new Cleaned(outcome, null);
        }
    }

    /** The head of each chunk of pages in a database's file, and a part of the file's own head. */
    private static final String CHUNK = "chunk:";

    private final MirrorFile file;
    private final LogOpener logs;

    AsideCleaner(MirrorFile file, LogOpener logs) {
        this.file = file;
        this.logs = logs;
    }

    /** Puts back what a killed run left under another name. */
    void recover() throws IOException {
        MirrorFile borrowed = file.clearing();
        if (Files.exists(borrowed.path())) {
            Files.move(
                    borrowed.path(),
                    MirrorFile.asideName(file.path(), MirrorFile.Aside.REPLACED, System.currentTimeMillis()));
        }
    }

    /**
     * Takes events out of a database. H2 opens only files that have its ending, so it gets one for that time.
     *
     * @param deletions up to which order-id each stream is deleted
     */
    Cleaned database(Path aside, Map<String, Long> deletions) throws IOException {
        MirrorFile borrowed = file.clearing();
        Files.move(aside, borrowed.path());
        try {
            return clean(borrowed, deletions);
        } catch (MirrorException e) {
            LOG.debug("{} cannot be read", aside, e);
            return Cleaned.not(Outcome.LEFT);
        } finally {
            Files.move(borrowed.path(), aside);
        }
    }

    private static Cleaned clean(MirrorFile borrowed, Map<String, Long> deletions) throws IOException, MirrorException {
        MirrorOpening opening = new MirrorOpening(borrowed, OPEN_LIMIT);
        MirrorFile.Look look = borrowed.look(null);
        if (look.kind() == MirrorFile.Kind.MISSING
                || look.kind() == MirrorFile.Kind.FOREIGN && !borrowed.carries(CHUNK)) {
            return Cleaned.not(Outcome.NOTHING_THERE);
        }
        if (!(opening.openWhosever(look) instanceof Opened.Open open)) {
            return Cleaned.not(Outcome.LEFT);
        }
        boolean any;
        Mirrored left;
        try (MirrorDatabase rows = open.database()) {
            any = remove(rows, deletions);
            left = new Mirrored(rows.head(), rows.rows());
        }
        if (any) {
            borrowed.compact();
        }
        return new Cleaned(Outcome.CLEANED, left);
    }

    private static boolean remove(MirrorDatabase rows, Map<String, Long> deletions) throws MirrorException {
        boolean any = false;
        long cursor = 0;
        Map<Long, String> page = rows.streamNames(cursor, PAGE_ROWS);
        while (!page.isEmpty()) {
            List<Long> doomed = new ArrayList<>();
            for (Map.Entry<Long, String> row : page.entrySet()) {
                cursor = row.getKey();
                if (cursor <= deletions.getOrDefault(row.getValue(), 0L)) {
                    doomed.add(cursor);
                }
            }
            if (!doomed.isEmpty()) {
                rows.delete(doomed);
                any = true;
            }
            page = rows.streamNames(cursor, PAGE_ROWS);
        }
        return any;
    }

    /** Takes events out of a log. Returns false when it could not, or not all of it. */
    boolean log(Path aside, Map<String, Long> deletions) {
        try (EventStore log = logs.open(aside, RecordSource.NONE)) {
            for (Map.Entry<String, Long> deletion : deletions.entrySet()) {
                log.hide(deletion.getKey(), deletion.getValue());
            }
            long until = System.nanoTime() + ERASE_LIMIT_NANOS;
            while (log.erasure().pendingStreams() > 0 && System.nanoTime() < until) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            return log.erasure().pendingStreams() == 0;
        } catch (StoreException e) {
            LOG.debug("{} cannot be opened", aside, e);
            return false;
        }
    }
}
