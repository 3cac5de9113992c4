// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Gap;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how far damage in a segment reaches, heals what can be healed and remembers the rest, one segment at a time.
 * Thread-safe.
 */
final class DamageFinder {

    private static final Logger LOG = LoggerFactory.getLogger(DamageFinder.class);

    /** The second copy is not asked again for so long, unless it says that it may know more. */
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** One that could not be read is not asked again for so long by those who only look something up. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RecordSource source;
    private final Healer healer;
    private final Background background;
    private final Runnable afterHealing;
    /** Until then a second copy that could not be read is left alone. */
    private volatile long restUntil = System.nanoTime();

    private volatile Mending mending = segment -> false;
    private final List<Consumer<Gap>> listeners = new CopyOnWriteArrayList<>();

    /** Puts a segment with all that the original has in the place of a damaged one. */
    interface Mending {
        /** @return false when it could not be done now */
        boolean mend(Segment damaged) throws IOException, StoreException;
    }

    /** @param afterHealing run, quickly and on any thread, each time all of a segment can be read that could not be read before */
    DamageFinder(RecordSource source, Background background, Runnable afterHealing) {
        this.source = source;
        this.healer = new Healer(source);
        this.background = background;
        this.afterHealing = afterHealing;
    }

    /** Has what cannot be healed in its place mended, where the source is an original. On the background thread. */
    void mendBy(Mending how) {
        mending = how;
    }

    /** See {@link io.photon.store.EventStore#whenHealed}. */
    void whenHealed(Consumer<Gap> listener) {
        listeners.add(listener);
    }

    /** Tells that places can be read which could not be read before. After the index has what was in them. */
    private void tell(Collection<Damage> healed) {
        long after = Long.MAX_VALUE;
        long upTo = 0;
        for (Damage place : healed) {
            after = Math.min(after, place.after());
            upTo = Math.max(upTo, place.upTo());
        }
        if (after < upTo) {
            Gap gap = new Gap(after + 1, upTo);
            listeners.forEach(listener -> Steady.run("telling of what was healed", () -> listener.accept(gap)));
        }
    }

    /**
     * Whether what an index lacks may be found later, or is by now. What was not looked at yet is looked at soon.
     *
     * @param asked the index, which has blind spots
     */
    boolean mayReturn(Segment segment, SegmentIndex asked) throws StoreException {
        if (source.mayStillCome()) {
            return true; // to look now would be in vain, and it will be looked then
        }
        if (!isAsked(segment) && System.nanoTime() - restUntil >= 0) {
            lookSoon(segment);
        }
        return !isAsked(segment) || segment.index() != asked;
    }

    /** Whether the second copy has given all it had for the segment. */
    private boolean isAsked(Segment segment) {
        return segment.askedGeneration() == source.generation();
    }

    /** Whether there is something to ask the second copy for, and it can be asked. */
    boolean isUnfinished(Segment segment) throws StoreException {
        return !segment.index().blindSpots().isEmpty() && !source.mayStillCome() && !isAsked(segment)
                || canBeMended(segment);
    }

    /** Whether a segment is known to be damaged, and the original has not been asked for all that it lacks. */
    boolean canBeMended(Segment segment) {
        return source.isOriginal() && !segment.damages().isEmpty() && !source.mayStillCome() && !isAsked(segment);
    }

    /**
     * Scans a segment, heals what can be healed, and makes its index again where it does not fit. Whatever stays damaged
     * is in {@link Segment#damages()} afterwards.
     *
     * @return the scan of what the segment is now
     */
    SegmentScan scan(Segment segment) throws IOException, StoreException {
        synchronized (segment) {
            long asked = source.generation();
            int before = segment.changes();
            boolean mayHeal = mayHeal(segment);
            Set<Damage> unread = new LinkedHashSet<>(segment.damages());
            unread.addAll(segment.blindSpotsInUse());
            SegmentScan scan = SegmentScan.of(segment, segment.length(), segment.lastOrderId());
            unread.addAll(scan.damages());
            boolean healed = false;
            boolean isRead = mayHeal;
            for (Damage damage : mayHeal ? scan.damages() : List.<Damage>of()) {
                try {
                    healed |= healer.heal(segment.file(), segment.describe(), damage, !segment.sealed());
                    restUntil = System.nanoTime();
                } catch (RecordSource.Unreadable e) { // it may still have the events, so it is asked again
                    isRead = false;
                    noteUnreadable(segment, e);
                }
            }
            if (healed) {
                scan = SegmentScan.of(segment, segment.length(), segment.lastOrderId());
            }
            for (Damage damage : scan.damages()) {
                if (!segment.damages().contains(damage)) {
                    LOG.error("damage: {}", damage.describe(segment.describe()));
                }
            }
            if (segment.sealed()) {
                checkIndex(segment, scan);
            }
            // After the index: nothing may say that all is healed as long as it lacks something.
            boolean isAll = isRead && !(source.isOriginal() && !scan.damages().isEmpty());
            segment.looked(scan.damages(), healed, asked, isAll ? asked : segment.askedGeneration());
            if (segment.changes() != before && scan.damages().isEmpty()) {
                afterHealing.run();
            }
            scan.damages().forEach(unread::remove);
            segment.blindSpotsInUse().forEach(unread::remove);
            tell(unread);
            return scan;
        }
    }

    private void noteUnreadable(Segment segment, RecordSource.Unreadable e) {
        restUntil = System.nanoTime() + REST_NANOS;
        LOG.warn("healing {} has to wait: {}", segment.describe(), e.getMessage());
    }

    /**
     * The index of a segment being written cannot be made anew, so what it lacks stays away until it is sealed. A file
     * that says it is another segment is not written to: it may be the only copy of that one, under a wrong name.
     */
    private static boolean mayHeal(Segment segment) throws IOException, StoreException {
        if (!segment.sealed() && !segment.index().blindSpots().isEmpty()) {
            return false;
        }
        SegmentFormat.SegmentHeader header = SegmentFormat.segmentOf(segment.file());
        if (header == null || header.equals(segment.header())) {
            return true;
        }
        LOG.error(
                "{} is another file than it was: it says that it is segment {}; nothing is written to it,"
                        + " and the next start gives files their names back",
                segment.describe(),
                header.number());
        return false;
    }

    /** An index is derived, so a wrong one is no damage: it is made again. Readers use it, so it is compared whole. */
    private static void checkIndex(Segment segment, SegmentScan scan) throws StoreException {
        String wrong;
        try {
            SegmentIndex used = segment.index();
            used.distrust();
            wrong = IndexCheck.difference(used, scan);
            if (wrong == null && scan.damages().isEmpty() && !used.blindSpots().isEmpty()) {
                wrong = "it lacks what was healed";
            }
        } catch (CheckedBytes.Unsound e) {
            wrong = e.getMessage();
        } catch (InternalError e) { // how Java tells that a mapped file was cut
            wrong = "it was cut";
        }
        if (wrong != null) {
            LOG.warn("the index of {} does not fit ({}) and is made again", segment.describe(), wrong);
            segment.remakeIndex(scan);
        }
    }

    /** Looks at a segment again, when the second copy may know more than it did, or time has passed. */
    void again(Segment segment) {
        if (segment.damages().isEmpty() || !isDue(segment) || !segment.acquire()) {
            return;
        }
        try {
            synchronized (segment) {
                if (isDue(segment)) {
                    scan(segment);
                }
            }
        } catch (IOException | StoreException e) {
            LOG.warn("{} cannot be looked at again: {}", segment.describe(), e.getMessage());
        } finally {
            segment.release();
        }
    }

    private boolean isDue(Segment segment) {
        return segment.lookedGeneration() != source.generation()
                || System.nanoTime() - segment.lookedAt() >= AGAIN_NANOS;
    }

    /**
     * After a read met unsound bytes: heals them, or says what is lost. Of damage that is known nothing is read again.
     *
     * @return the failure of the read, when the damage stays
     * @throws PageReader.Retired when it was healed, or the index was wrong: read again
     */
    StoreException settle(Segment segment, Corrupt fault) {
        Damage known = known(segment, fault);
        if (known == null) {
            try {
                scan(segment);
            } catch (IOException e) {
                return Failures.whileReading(segment.describe(), e);
            } catch (StoreException e) {
                return e;
            }
            known = known(segment, fault);
        }
        if (known == null) {
            throw PageReader.Retired.changed(segment, fault);
        }
        mendSoon(segment);
        return known.failure(segment.describe());
    }

    /**
     * The same for a caller who must not wait, as the thread that appends: the segment is scanned in the background, and
     * until then the read fails with what is known without.
     *
     * @throws PageReader.Retired when it was healed already: read again
     */
    StoreException settleLater(Segment segment, Corrupt fault) throws StoreException {
        Damage known = known(segment, fault);
        if (known != null) {
            mendSoon(segment);
            return known.failure(segment.describe());
        }
        int before = segment.changes();
        lookSoon(segment);
        if (segment.changes() != before) {
            return settle(segment, fault);
        }
        SegmentIndex index = segment.index();
        int group = 0;
        while (group + 1 < index.groups() && index.groupOffset(group + 1) <= fault.offset()) {
            group++;
        }
        long after = group == 0 ? segment.header().prev() : index.groupLast(group - 1);
        return StoreException.damaged(
                segment.describe() + " is damaged at offset " + fault.offset() + " (" + fault.getMessage()
                        + "); what can be healed is being looked for, so try again in a moment",
                after + 1,
                index.groupLast(group));
    }

    /** @return whether there is something to wait for */
    boolean mendSoon(Segment segment) {
        boolean isWanted = canBeMended(segment);
        if (isWanted) {
            lookSoon(segment);
        }
        return isWanted;
    }

    private void lookSoon(Segment segment) {
        if (segment.beginLooking()) {
            background.run("looking at damage", () -> look(segment));
        }
    }

    private void look(Segment segment) {
        boolean open = segment.acquire();
        try {
            if (open) {
                scan(segment);
                mend(segment);
            }
        } catch (IOException | StoreException | PageReader.Retired e) {
            LOG.warn("{} cannot be looked at: {}", segment.describe(), e.getMessage());
        } finally {
            segment.endLooking();
            if (open) {
                segment.release();
            }
        }
    }

    /** What was damaged and could not be healed in its place. On the background thread. */
    private void mend(Segment segment) throws IOException, StoreException {
        long asking = source.generation();
        if (!canBeMended(segment)) {
            return;
        }
        boolean isSettled = false;
        try {
            isSettled = mending.mend(segment);
        } catch (StoreException e) {
            LOG.error("{} cannot be written anew: {}", segment.describe(), e.getMessage());
            isSettled = e.kind() == StoreException.Kind.DAMAGED && !source.mayStillCome();
        } finally {
            segment.asked(isSettled ? asking : Segment.NOT_ASKED);
        }
    }

    /** A sound segment has taken the place of a damaged one. */
    void mended(List<Damage> places) {
        afterHealing.run();
        tell(places);
    }

    private static @Nullable Damage known(Segment segment, Corrupt fault) {
        for (Damage damage : segment.damages()) {
            if (damage.covers(fault.offset())) {
                return damage;
            }
        }
        return null;
    }
}
