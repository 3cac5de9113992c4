// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.EventReader;
import io.photon.store.StoreException;
import io.photon.store.h2.PairingMarker.Mirrored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
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
        if (mark.ahead() > 0) {
            return "it has events up to " + mark.ahead() + " that the log has not";
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

    /** Head and number belong together: events above that head would stand in for lost ones below it. */
    private Mirrored held(@Nullable MirrorDatabase opened) throws IOException {
        if (opened != null) {
            return new Mirrored(opened.head(), opened.rows());
        }
        Mirrored noted = mark.mirrored();
        long vouched = mark.vouched();
        return noted != null && noted.head() >= vouched ? noted : new Mirrored(vouched, Mirrored.UNKNOWN);
    }

    /**
     * Why the log is not proved to hold all that a database held which was set aside; null when it is.
     *
     * @param rows the new database: all events of the log, each read and found whole
     */
    private @Nullable String unproved(@Nullable Mirrored held, MirrorDatabase rows)
            throws MirrorException, StoreException {
        if (held == null) {
            return "this log does not know what is in it";
        }
        if (lacking() != null || log.lastOrderId() < held.head()) {
            return "the log is not proved to hold everything that it held";
        }
        if (held.rows() == Mirrored.UNKNOWN) {
            return "it is not known how many events it held";
        }
        long has = rows.rowsUpTo(held.head());
        return has >= held.rows()
                ? null
                : "it held " + held.rows() + " events up to " + held.head() + ", and the log has " + has + " of those";
    }

    /**
     * Erases what was set aside as unusable, now that a new database has caught up with the log.
     *
     * @param rows the new database
     * @return the bytes freed
     */
    long eraseProven(MirrorDatabase rows) throws IOException, StoreException, MirrorException {
        long bytes = 0;
        for (Path aside : file.databasesAside()) {
            String unproved = unproved(mark.aside(name(aside)), rows);
            if (unproved == null) {
                bytes += erase(aside);
            } else {
                LOG.warn("{} stays: {}. Remove it when it is not needed", aside, unproved);
            }
        }
        return bytes;
    }

    /**
     * Deleted events go from copies that were set aside, too. A database that the log is proved to hold goes as a whole,
     * and so does a file in which there is nothing of a database; from everything else only the deleted events.
     *
     * @param deletions up to which order-id each stream is deleted
     * @param rows the database, which has everything that the log has
     * @return the bytes freed
     */
    long clear(Map<String, Long> deletions, MirrorDatabase rows) throws IOException, StoreException, MirrorException {
        long bytes = 0;
        for (Path aside : file.databasesAside()) {
            Mirrored held = mark.aside(name(aside));
            bytes += unproved(held, rows) == null ? erase(aside) : clean(aside, held, deletions, rows);
        }
        for (Path aside : file.logsAside()) {
            if (!cleaner.log(aside, deletions)) {
                warnOfRemains(aside);
            }
        }
        return bytes;
    }

    private long clean(Path aside, @Nullable Mirrored held, Map<String, Long> deletions, MirrorDatabase rows)
            throws IOException, StoreException, MirrorException {
        AsideCleaner.Cleaned cleaned = cleaner.database(aside, deletions);
        switch (cleaned.outcome()) {
            case CLEANED -> {
                if (held == null) {
                    return 0;
                }
                Mirrored left = Objects.requireNonNull(cleaned.left());
                // Events that were deleted before the new database came to them are no longer counted as missing.
                if (unproved(left, rows) == null) {
                    return erase(aside);
                }
                mark.noteAside(name(aside), left);
                return 0;
            }
            case NOTHING_THERE -> {
                if (lacking() == null) {
                    LOG.warn(
                            "{}, in which there is nothing of a database, is erased: deleted events may be in it",
                            aside);
                    return erase(aside);
                }
                warnOfRemains(aside);
            }
            case LEFT -> warnOfRemains(aside);
        }
        return 0;
    }

    private static void warnOfRemains(Path aside) {
        LOG.warn(
                "{} cannot be cleared of deleted events, which may still be in it, and it may be the only copy of others;"
                        + " remove it when it is not needed",
                aside);
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
