// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
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

    /** Slots that are asked for and not yet there. */
    interface Asked {
        /** @return those that there are, in their order; the first may be missing */
        List<Slot> await() throws StoreException;
    }

    private final SlotTable table;
    private long from;
    private int page = FIRST_PAGE;
    private @Nullable Asked ahead;

    SlotScan(SlotTable table, long from) {
        this.table = table;
        this.from = from;
    }

    /** @return the slots that follow without a gap; none when the next is not there */
    List<Slot> next() throws StoreException {
        Asked asked = ahead == null ? table.ask(from, page) : ahead;
        ahead = null;
        int wanted = page;
        List<Slot> found;
        try {
            found = asked.await();
        } catch (StoreException e) {
            if (page == 1 || !isTooMuch(e)) {
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
            page = (int) Math.max(1, Math.min(SlotTable.BUCKET, PAGE_BYTES * following / (bytes + 1)));
        }
        boolean mayHaveMore = following > 0 && (following == wanted || from % SlotTable.BUCKET == 0);
        if (mayHaveMore) {
            ahead = table.ask(from, page);
        }
        return found.subList(0, following);
    }

    /** Nodes answered, and not all that were needed in time: a smaller page may do. */
    private static boolean isTooMuch(StoreException e) {
        return e.getCause() instanceof ReadTimeoutException || e.getCause() instanceof ReadFailureException;
    }
}
