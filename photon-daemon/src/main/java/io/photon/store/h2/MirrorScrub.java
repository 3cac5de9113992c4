// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows that were there at start with the log, a page at a time: H2 does not notice every flipped byte. A row
 * that is missing or not what was written makes the database damaged. Rows the log does not have are removed, but only
 * once all of the log was read record by record and found sound: they may be the last copy of what a reader of the log
 * does not see.
 */
final class MirrorScrub {

    private final long upTo;
    private long cursor;
    private long removed;
    private boolean verified;
    private long kept;

    /** @param upTo rows above it were written in this run and are not looked at */
    MirrorScrub(long upTo) {
        this.upTo = upTo;
    }

    boolean finished() {
        return cursor >= upTo;
    }

    /** How many rows were removed because the log does not have them. */
    long removed() {
        return removed;
    }

    /** How many rows stay though readers of the log do not see them, because the log is damaged. */
    long kept() {
        return kept;
    }

    /** Compares a page. Returns what is wrong, or null. */
    @Nullable String step(EventReader log, MirrorDatabase database, MirrorThread.LogSide side)
            throws StoreException, MirrorException {
        // Rows of what the log cannot read any more are the last copy: they stay, as the log is not sound then.
        Page page = AroundDamage.read(log, ReadRequest.forwards(StreamNames.ALL, cursor), damaged -> {});
        long pageEnd = Math.min(page.end() ? upTo : page.cursor(), upTo);
        List<Long> extra = new ArrayList<>();
        List<Event> events = page.events();
        int next = 0;
        long after = cursor;
        while (after < pageEnd) {
            List<MirrorRow> rows = database.rows(after, pageEnd, 4_096, 1 << 20);
            for (MirrorRow row : rows) {
                if (next < events.size() && events.get(next).orderId() < row.orderId()) {
                    return "event " + events.get(next).orderId() + " is missing";
                }
                if (next >= events.size() || events.get(next).orderId() > row.orderId()) {
                    extra.add(row.orderId());
                } else if (!Objects.equals(events.get(next++), row.checked())) {
                    return "row " + row.orderId() + " is not what was written";
                }
                after = row.orderId();
            }
            if (rows.isEmpty()) {
                break;
            }
        }
        if (next < events.size() && events.get(next).orderId() <= pageEnd) {
            return "event " + events.get(next).orderId() + " is missing";
        }
        if (!extra.isEmpty()) {
            if (!verified && side.isSound()) {
                verified = true; // which also makes wrong indexes again: the page is compared once more
                return null;
            }
            if (verified) {
                removed += extra.size();
                database.delete(extra);
            } else {
                kept += extra.size();
            }
        }
        cursor = pageEnd;
        return null;
    }
}
