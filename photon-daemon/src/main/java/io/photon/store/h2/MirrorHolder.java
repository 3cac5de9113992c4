// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.StoreException;
import io.photon.store.h2.MirrorOpening.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the database that the mirror works with: takes what an opening came to, makes a new one in place of a damaged
 * one, keeps its mark and the log's equal, has it compacted, closes it. The mirror's thread is the only one that calls,
 * but for {@link #database}.
 */
final class MirrorHolder {

    private static final Logger LOG = LoggerFactory.getLogger(MirrorHolder.class);

    /** With less room than this on the disk, an error is for want of space, whatever H2 says. */
    private static final long SMALL_ROOM_BYTES = 4L << 20;

    /** How often the same rows may lack memory before it counts as damage. */
    private static final int MOST_STARVATIONS = 3;

    /** What the thread does next. */
    enum Next {
        /** There is a database: copy. */
        GO_ON,
        /** There is none; try again at once. */
        AGAIN,
        /** There is none; try again in a while. */
        LATER,
        /** There is none for this run. */
        END
    }

    private final MirrorFile file;
    private final MirrorOpening opening;
    private final PairingMarker mark;
    private final Asides asides;
    private final MirrorMeter meter;

    private volatile @Nullable MirrorDatabase database;
    private boolean rebuilding;
    private int failures;
    private int starvations;
    private long starvedAt;
    private String lastWarning = "";

    MirrorHolder(MirrorFile file, MirrorOpening opening, PairingMarker mark, Asides asides, MirrorMeter meter) {
        this.file = file;
        this.opening = opening;
        this.mark = mark;
        this.asides = asides;
        this.meter = meter;
    }

    /** The open database; null when there is none just now. Any thread. */
    @Nullable MirrorDatabase database() {
        return database;
    }

    /** Whether the database began empty and has not caught up yet. */
    boolean isRebuilding() {
        return rebuilding;
    }

    /** How often the database had to be given up since it last caught up. */
    int failures() {
        return failures;
    }

    /** Opens what there is. */
    Next open() throws IOException, MirrorException {
        return take(opening.open(mark.storeId(), mark.created()));
    }

    /** What to do with an opened database, or one that is none. */
    Next take(Opened opened) throws IOException, MirrorException {
        if (opened instanceof Opened.Open open) {
            return takeOpen(open);
        }
        if (opened instanceof Opened.Missing || opened instanceof Opened.Damaged || opened instanceof Opened.Earlier) {
            return beginAnew(opened);
        }
        if (opened instanceof Opened.Refused refused) {
            meter.state("refused");
            LOG.error("{}; it is left alone and nothing is mirrored", refused.why());
            return Next.END;
        }
        if (opened instanceof Opened.Locked) {
            meter.state("locked");
            warn("the database " + file.path() + " is open in another program; events are kept in the log and"
                    + " mirrored when it is closed");
        } else if (opened instanceof Opened.Failed failed) {
            meter.state("waiting");
            warn("the database " + file.path() + " cannot be written: " + failed.why() + "; trying again");
        }
        return Next.LATER;
    }

    private Next takeOpen(Opened.Open open) throws IOException, MirrorException {
        String found = open.database().mark();
        if (mark.agrees(found)) {
            database = open.database();
            return Next.GO_ON;
        }
        open.database().close();
        if (mark.showsDamage(found, open.look())) {
            return take(new Opened.Damaged("its tables do not fit its header"));
        }
        meter.state("refused");
        LOG.error(
                "the database {} is not the one this log was mirrored into ({}); it is left alone. Restart"
                        + " with --adopt log or --adopt h2",
                file.path(),
                PairingMarker.words(found));
        return Next.END;
    }

    /** An empty database, filled from the log; what cannot be used is set aside, unless it has what the log has not. */
    private Next beginAnew(Opened opened) throws IOException, MirrorException {
        if (!(opened instanceof Opened.Missing)) {
            String lacking = asides.lacking();
            if (lacking != null) {
                return kept(opened, lacking);
            }
        }
        if (opened instanceof Opened.Damaged damaged) {
            LOG.warn(
                    "the database {} is damaged ({}); set aside as {} and rebuilt from the log",
                    file.path(),
                    damaged.why(),
                    asides.setAside(MirrorFile.Aside.DAMAGED, null));
        }
        if (opened instanceof Opened.Earlier earlier) {
            LOG.info(
                    "the database {} is of an earlier format ({}; this Photon makes {}); set aside as {} and rebuilt from"
                            + " the log",
                    file.path(),
                    earlier.format(),
                    MirrorSchema.FORMAT,
                    asides.setAside(MirrorFile.Aside.EARLIER, null));
        }
        rebuilding = true;
        database = opening.create(mark.storeId(), markOfANewOne());
        return Next.GO_ON;
    }

    private String markOfANewOne() throws IOException {
        long nowMs = System.currentTimeMillis();
        if (mark.isLost()) {
            return mark.unannounced(nowMs);
        }
        String announced = PairingMarker.newMark(nowMs, 0, false);
        mark.announce(announced);
        return announced;
    }

    /** The database cannot be used, and may hold what the log does not. */
    private Next kept(Opened what, String lacking) {
        meter.state("kept");
        warn("the database " + file.path() + " cannot be used (" + what + "), but it is left as it is, for " + lacking
                + "; nothing is mirrored. Put the log or the database back from a copy, or start with --adopt log to"
                + " go on with what the log has");
        return Next.LATER;
    }

    /**
     * Gives log and database a new mark, the database after the log knows that it may come. With the log's folder gone
     * there is nowhere to note it: then the database keeps the mark it has.
     */
    void remark(boolean clean) throws IOException, MirrorException {
        if (mark.isLost()) {
            return;
        }
        String next = PairingMarker.newMark(
                System.currentTimeMillis(), Objects.requireNonNull(database).head(), clean);
        mark.announce(next);
        database.mark(next);
        mark.confirm(next, file.look(mark.storeId()));
    }

    /** The database, empty at first, has everything now: those before it are no longer needed. */
    void caughtUp() throws MirrorException, IOException, StoreException {
        rebuilding = false;
        failures = 0;
        Objects.requireNonNull(database).checkpoint();
        long bytes = asides.eraseProven(database);
        if (database.head() == 0 && bytes == 0) {
            return; // a new store: nothing was there to rebuild
        }
        LOG.info(
                "the database {} is rebuilt up to {}{}",
                file.path(),
                database.head(),
                bytes == 0 ? "" : "; what was set aside is erased");
    }

    /** Rewrites the file without the bytes of removed rows. */
    void compact() throws MirrorException, IOException {
        long before = Files.size(file.path());
        Objects.requireNonNull(database).close();
        database = null;
        file.compact();
        Opened opened = opening.open(mark.storeId(), null);
        if (!(opened instanceof Opened.Open open)) {
            throw new MirrorException("after compaction it does not open: " + opened);
        }
        database = open.database();
        database.compacted();
        mark.confirm(database.mark(), open.look());
        meter.erased(Math.max(0, before - Files.size(file.path())));
    }

    /** Gives up the database there is; unless the disk is full or a stop is near, it is set aside. */
    Next broken(Opened what, boolean stopping) {
        MirrorDatabase given = database;
        long head = closeQuietly();
        if (what instanceof Opened.Starved starved && mayOnlyBeStarved(head)) {
            meter.state("waiting");
            warn("the mirror " + file.path() + " has not enough memory just now (" + starved.why()
                    + "); it goes on in a while");
            return Next.LATER;
        }
        boolean full = roomIsSmall();
        if (what instanceof Opened.Failed || full || stopping) {
            meter.state("waiting");
            warn("the mirror " + file.path() + " cannot be written: " + (full ? "no space left on device" : what)
                    + "; events are kept in the log");
            return Next.LATER;
        }
        String lacking = asides.lacking();
        if (lacking != null) {
            return kept(what, lacking);
        }
        failures++;
        try {
            if (rebuilding) { // it has nothing that the log has not: copies of it would fill the disk, one a failure
                asides.eraseUnfinished();
                warn("the database " + file.path() + " failed (" + what + ") while it was rebuilt; it is begun again");
            } else {
                Path aside = asides.setAside(MirrorFile.Aside.DAMAGED, given);
                LOG.warn(
                        "the database {} failed ({}); set aside as {} and rebuilt from the log",
                        file.path(),
                        what,
                        aside);
            }
        } catch (IOException e) {
            warn("the database " + file.path() + " failed (" + what + ") and cannot be set aside: " + e.getMessage());
        }
        meter.state("rebuilding");
        return failures == 1 ? Next.AGAIN : Next.LATER;
    }

    /** Gives up the open database for now: something else than the database failed. */
    void release() {
        closeQuietly();
        meter.state("waiting");
    }

    /** Without getting any further, that many times in a row, it is no want of others. */
    private boolean mayOnlyBeStarved(long head) {
        starvations = head == starvedAt ? starvations + 1 : 1;
        starvedAt = head;
        return starvations <= MOST_STARVATIONS;
    }

    private boolean roomIsSmall() {
        try {
            return Files.getFileStore(file.path().getParent()).getUsableSpace() < SMALL_ROOM_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns up to where the database was. */
    private long closeQuietly() {
        MirrorDatabase broken = database;
        database = null;
        if (broken == null) {
            return 0;
        }
        try {
            broken.close();
        } catch (MirrorException e) {
            LOG.debug("closing the broken database {}: {}", file.path(), e.getMessage());
        }
        return broken.head();
    }

    /**
     * Closes the database and notes how it was left.
     *
     * @param logHead up to where it should be
     */
    void close(long logHead) throws IOException, MirrorException {
        boolean all = Objects.requireNonNull(database).head() >= logHead;
        remark(all);
        if (mark.isLost()) {
            LOG.warn(
                    "the log's folder {} is gone; the database {} has everything up to {}{}. The next start makes the log"
                            + " anew from it",
                    file.log(),
                    file.path(),
                    database.head(),
                    all ? "" : ", not all of it");
            database.close();
            return;
        }
        mark.mirrored(database.head(), database.rows());
        if (!all) {
            LOG.warn("the mirror {} is up to {} only; the next start goes on from there", file.path(), database.head());
        }
        database.close();
        mark.left(file.look(mark.storeId()));
    }

    /** Says a thing once, not every five seconds. */
    void warn(String text) {
        if (!text.equals(lastWarning)) {
            lastWarning = text;
            LOG.warn(text);
        }
    }
}
