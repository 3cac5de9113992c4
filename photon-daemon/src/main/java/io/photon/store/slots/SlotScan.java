// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads slots in their order, as many at a time as are a few MiB, and asks for the next while the last ones are used. For one
 * thread.
 */
final class SlotScan {

    private static final long PAGE_BYTES = 4L << 20;
    /** One of slots as long as they can be is still carried by one repair that a read makes. */
    private static final int FIRST_PAGE = 4;

    private final SlotTable table;
    private long from;
    private int page = FIRST_PAGE;
    private SlotTable.@Nullable Asked ahead;

    SlotScan(SlotTable table, long from) {
        this.table = table;
        this.from = from;
    }

    /** @return the slots that follow without a gap; none when the next is not there */
    List<Slot> next() throws StoreException {
        int wanted = wanted();
        SlotTable.Asked asked = ahead == null ? table.ask(from, wanted) : ahead;
        ahead = null;
        List<Slot> found;
        try {
            found = asked.await();
        } catch (StoreException e) {
            if (wanted == 1 || !table.isTooMuch(e)) {
                throw e;
            }
            page = 1;
            wanted = 1;
            found = table.ask(from, 1).await();
        }
        int following = 0;
        long bytes = 0;
        while (following < found.size() && found.get(following).number() == from + following) {
            bytes += found.get(following).content().chunk() == null
                    ? 0
                    : found.get(following).content().bytes();
            following++;
        }
        from += following;
        if (following > 0) {
            page = (int) Math.max(1, Math.min(table.longestPage(), PAGE_BYTES * following / (bytes + 1)));
        }
        if (following == wanted) {
            ahead = table.ask(from, wanted());
        }
        return found.subList(0, following);
    }

    /** A page, up to where the next question has to begin. */
    private int wanted() {
        int most = table.longestPage();
        return (int) Math.min(page, most - from % most);
    }
}
