package io.photon.store.file;

import io.photon.store.StoreException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how far damage in a segment reaches, heals what can be healed and remembers the rest. Thread-safe. */
final class DamageFinder {

    private static final Logger LOG = LoggerFactory.getLogger(DamageFinder.class);

    private final Healer healer;

    DamageFinder(Healer healer) {
        this.healer = healer;
    }

    /**
     * Scans a segment in which something unsound was found. Whatever cannot be healed is in {@link Segment#damages()}
     * afterwards.
     *
     * @return the scan: its index is of what was sound before healing
     */
    SegmentScan scan(Segment segment) throws IOException, StoreException {
        synchronized (segment) {
            long last = segment.lastOrderId();
            SegmentScan scan = SegmentScan.of(segment, segment.length(), last);
            boolean healed = false;
            for (Damage damage : scan.damages()) {
                if (mayHeal(segment) && healer.heal(segment.file(), segment.describe(), damage, !segment.sealed())) {
                    segment.healed(damage);
                    healed = true;
                } else if (!segment.damages().contains(damage)) {
                    LOG.error("damage: {}", damage.describe(segment.describe()));
                    segment.damages(List.of(damage));
                }
            }
            if (healed && segment.sealed()) {
                segment.dropIndex();
            }
            return scan;
        }
    }

    /** The index of a segment being written cannot be made anew, so what it lacks stays away until the next start. */
    private static boolean mayHeal(Segment segment) throws StoreException {
        return segment.sealed() || segment.index().blindSpots().isEmpty();
    }

    /**
     * After a read met unsound bytes: heals them, or says what is lost.
     *
     * @return the failure of the read, when the damage stays
     * @throws PageReader.Retired when it was healed: read again
     */
    StoreException settle(Segment segment, Corrupt fault) {
        try {
            scan(segment);
        } catch (IOException | StoreException e) {
            return new StoreException(
                    StoreException.Kind.DAMAGED, segment.describe() + " cannot be read: " + e.getMessage(), e);
        }
        for (Damage damage : segment.damages()) {
            if (damage.offset() <= fault.offset() && fault.offset() < damage.end()) {
                return damage.failure(segment.describe());
            }
        }
        throw PageReader.Retired.changed(segment, fault);
    }
}
