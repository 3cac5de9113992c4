// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import java.util.ArrayList;
import java.util.List;

/** Which old snapshots are kept: near the newest many, further back ever fewer; bounded in number and bytes. Pure. */
final class Thinning {

    /** Most snapshots of one owner, the newest included. */
    static final int MOST = 24;

    /** Most bytes of all but the newest. */
    static final long MOST_BYTES = 64L << 20;

    private Thinning() {}

    /** @param entries rising by position @return those to drop; never the newest */
    static List<Entry> superfluous(List<Entry> entries) {
        List<Entry> kept = new ArrayList<>(entries);
        List<Entry> dropped = new ArrayList<>();
        while (kept.size() > 1 && (kept.size() > MOST || oldBytes(kept) > MOST_BYTES)) {
            dropped.add(kept.remove(leastMissed(kept)));
        }
        return dropped;
    }

    private static long oldBytes(List<Entry> kept) {
        return kept.subList(0, kept.size() - 1).stream()
                .mapToLong(Entry::length)
                .sum();
    }

    /** The one whose going makes the smallest gap, measured against its age: so gaps grow with age. */
    private static int leastMissed(List<Entry> kept) {
        long newest = kept.get(kept.size() - 1).processed();
        int least = 0;
        double smallest = Double.MAX_VALUE;
        for (int i = 0; i < kept.size() - 1; i++) {
            long before = i == 0 ? 0 : kept.get(i - 1).processed();
            double gap = kept.get(i + 1).processed() - before;
            double weight = gap / (1 + newest - kept.get(i).processed());
            if (weight < smallest) {
                smallest = weight;
                least = i;
            }
        }
        return least;
    }
}
