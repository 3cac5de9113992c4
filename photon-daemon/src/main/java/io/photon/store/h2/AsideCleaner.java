// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.file.RecordSource;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
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
        CLEANED,
        /** Nothing can be read from it. */
        UNREADABLE,
        /** It cannot be opened just now. */
        BUSY
    }

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
    Outcome database(Path aside, Map<String, Long> deletions) throws IOException {
        MirrorFile borrowed = file.clearing();
        Files.move(aside, borrowed.path());
        try {
            return clean(borrowed, deletions);
        } catch (MirrorException e) {
            LOG.debug("{} cannot be read", aside, e);
            Opened outcome = MirrorOpening.outcome(e);
            return outcome instanceof Opened.Damaged ? Outcome.UNREADABLE : Outcome.BUSY;
        } finally {
            Files.move(borrowed.path(), aside);
        }
    }

    private static Outcome clean(MirrorFile borrowed, Map<String, Long> deletions) throws IOException, MirrorException {
        MirrorOpening opening = new MirrorOpening(borrowed, OPEN_LIMIT);
        MirrorFile.Look look = borrowed.look(null);
        if (look.kind() != MirrorFile.Kind.DATABASE) {
            return Outcome.UNREADABLE;
        }
        Opened opened;
        try {
            String id = opening.readStoreId();
            opened = id == null ? new Opened.Damaged("it does not say whose it is") : opening.open(id, look.created());
        } catch (TimeoutException e) {
            opened = new Opened.Damaged("it does not open in time");
        }
        if (!(opened instanceof Opened.Open open)) {
            return opened instanceof Opened.Damaged ? Outcome.UNREADABLE : Outcome.BUSY;
        }
        boolean any;
        try (MirrorDatabase rows = open.database()) {
            any = remove(rows, deletions);
        }
        if (any) {
            borrowed.compact();
        }
        return Outcome.CLEANED;
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
