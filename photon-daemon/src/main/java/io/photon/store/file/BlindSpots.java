// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The damaged places that the indexes of one look-up know nothing of. What was asked is noted, and not asked for again: an
 * index may be made again at any time. For one thread and one look-up.
 */
final class BlindSpots {

    private record Asked(Segment segment, SegmentIndex index) {}

    private final List<Asked> asked = new ArrayList<>();

    private BlindSpots() {}

    /**
     * Notes that an index was asked.
     *
     * @param known null for none, as nearly always
     * @return null as long as there is none
     */
    static @Nullable BlindSpots with(@Nullable BlindSpots known, Segment segment, SegmentIndex index) {
        if (index.blindSpots().isEmpty()) {
            return known;
        }
        BlindSpots spots = known == null ? new BlindSpots() : known;
        spots.asked.add(new Asked(segment, index));
        return spots;
    }

    /** The last order-id that can lie in one. */
    long upTo() {
        long upTo = 0;
        for (Asked one : asked) {
            upTo = Math.max(upTo, last(one).upTo());
        }
        return upTo;
    }

    /** The same of those that may be healed, or are by now; 0 for none. */
    long mayReturnUpTo(DamageFinder damages) throws StoreException {
        long upTo = 0;
        for (Asked one : asked) {
            if (last(one).upTo() > upTo && damages.mayReturn(one.segment(), one.index())) {
                upTo = last(one).upTo();
            }
        }
        return upTo;
    }

    private static Damage last(Asked one) {
        List<Damage> places = one.index().blindSpots();
        return places.get(places.size() - 1);
    }

    /**
     * Nothing was found.
     *
     * @param what was looked for, in words
     * @throws StoreException NOT_YET when it may come to be found
     */
    void requireSeen(String what, DamageFinder damages) throws StoreException {
        for (Asked one : asked) {
            if (damages.mayReturn(one.segment(), one.index())) {
                throw new StoreException(
                        StoreException.Kind.NOT_YET,
                        "it is not known yet whether " + what + " is stored, for "
                                + last(one).describe(one.segment().describe()) + ", but may still be healed");
            }
        }
    }
}
