// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.store.h2.PairingMarker.Mirrored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one rule by which a database of ours is moved out of the way or erased: only when the log is proved to hold
 * everything that the database held. What it held, the log noted: up to which order-id, and how many rows. A database
 * that this log knows nothing of, as one from before the log was lost, stays. The mirror's thread only.
 */
final class Asides {

    private static final Logger LOG = LoggerFactory.getLogger(Asides.class);

    private final MirrorFile file;
    private final PairingMarker mark;
    private final EventReader log;
    private final AsideCleaner cleaner;
    private final long vouchedAtStart;
    private final long headAtStart;

    /** @param headAtStart the log's head before anything was appended */
    Asides(MirrorFile file, PairingMarker mark, EventReader log, AsideCleaner cleaner, long headAtStart)
            throws IOException {
        this.cleaner = cleaner;
        this.file = file;
        this.mark = mark;
        this.log = log;
        this.headAtStart = headAtStart;
        this.vouchedAtStart = mark.vouched();
    }

    /** Why the log is not proved to hold all that the database held; null when it is. */
    @Nullable String lacking() {
        if (mark.isLost()) {
            return "the log's folder " + file.log() + " is gone or replaced";
        }
        if (headAtStart < vouchedAtStart) {
            return "the log ended at " + headAtStart + " at the start, though events up to " + vouchedAtStart
                    + " were mirrored from it";
        }
        return null;
    }

    /**
     * Renames the database out of the way.
     *
     * @param opened the database as long as it could be read, or null
     * @throws IOException also when the log is not proved to hold everything
     */
    Path setAside(MirrorFile.Aside why, @Nullable MirrorDatabase opened) throws IOException {
        requireProof();
        Path aside = MirrorFile.asideName(file.path(), why, System.currentTimeMillis());
        mark.noteAside(name(aside), held(opened));
        return Files.move(file.path(), aside);
    }

    /** Removes a database that was being filled from the log and never had anything else. */
    void eraseUnfinished() throws IOException {
        requireProof();
        Files.deleteIfExists(file.path());
    }

    private void requireProof() throws IOException {
        String lacking = lacking();
        if (lacking != null) {
            throw new IOException("it is left as it is: " + lacking);
        }
    }

    private Mirrored held(@Nullable MirrorDatabase opened) throws IOException {
        Mirrored noted = mark.mirrored();
        if (opened != null) {
            return new Mirrored(Math.max(opened.head(), mark.vouched()), opened.rows());
        }
        return noted != null ? noted : new Mirrored(mark.vouched(), -1);
    }

    /**
     * Erases what was set aside as unusable, now that a new database has caught up with the log.
     *
     * @param rows how many rows the new database has: all events of the log, each read and found whole
     * @return the bytes freed
     */
    long eraseProven(long rows) throws IOException, StoreException {
        long bytes = 0;
        for (Path aside : file.databasesAside()) {
            Mirrored held = mark.aside(name(aside));
            if (held == null) {
                LOG.warn("{} stays: this log does not know what is in it. Remove it when it is not needed", aside);
            } else if (lacking() != null || log.lastOrderId() < held.head()) {
                LOG.warn("{} stays: the log is not proved to hold everything that it held", aside);
            } else if (rows < held.rows()) {
                LOG.warn(
                        "{} stays: it held {} events, and the log has {}. Remove it when it is not needed",
                        aside,
                        held.rows(),
                        rows);
            } else {
                bytes += erase(aside);
            }
        }
        return bytes;
    }

    /**
     * Deleted events go from copies that were set aside, too. A database that the log is proved to hold goes as a whole,
     * and so does one from which nothing can be read; from everything else only the deleted events.
     *
     * @param deletions up to which order-id each stream is deleted
     * @return the bytes freed
     */
    long clear(Map<String, Long> deletions) throws IOException, StoreException {
        long bytes = 0;
        for (Path aside : file.databasesAside()) {
            Mirrored held = mark.aside(name(aside));
            if (held != null && lacking() == null && log.lastOrderId() >= held.head()) {
                bytes += erase(aside);
                continue;
            }
            AsideCleaner.Outcome outcome = cleaner.database(aside, deletions);
            if (outcome == AsideCleaner.Outcome.UNREADABLE && lacking() == null) {
                LOG.warn("{}, from which nothing can be read, is erased: deleted events may be in it", aside);
                bytes += erase(aside);
            } else if (outcome != AsideCleaner.Outcome.CLEANED) {
                warnOfRemains(aside);
            }
        }
        for (Path aside : file.logsAside()) {
            if (!cleaner.log(aside, deletions)) {
                warnOfRemains(aside);
            }
        }
        return bytes;
    }

    private static void warnOfRemains(Path aside) {
        LOG.warn("{} cannot be cleared of deleted events; remove it when it is not needed", aside);
    }

    private long erase(Path aside) throws IOException {
        long bytes = MirrorFile.eraseTree(aside);
        mark.forgetAside(name(aside));
        return bytes;
    }

    private static String name(Path aside) {
        return aside.getFileName().toString();
    }
}
