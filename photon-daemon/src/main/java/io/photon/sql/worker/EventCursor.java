// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.event.Event;
import io.photon.sql.wire.EventBlock;
import io.photon.sql.wire.EventsWanted;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.h2.index.Cursor;
import org.h2.result.Row;
import org.h2.result.SearchRow;
import org.jspecify.annotations.Nullable;

/**
 * Goes through events block by block. The first blocks are small, for a query with LIMIT; from the third one on the next is on
 * its way while one is read. For one thread.
 */
final class EventCursor implements Cursor {

    /** A block that was asked for. */
    private record Coming(EventsWanted wanted, CompletableFuture<EventBlock> block) {}

    private static final int FIRST = 16;
    private static final int GROWTH = 8;
    private static final int MOST = 4_096;
    private static final int BLOCKS_BEFORE_AHEAD = 2;

    private final QuerySnapshot snapshot;
    private final String stream;
    private final long far;
    private final boolean backwards;
    private final int columns;
    private final int most;
    private long cursor;
    private int size;
    private int blocks;
    private boolean end;
    private @Nullable Coming ahead;
    private @Nullable EventBlock block;
    private int at;
    private @Nullable Event event;

    /** @param from inclusive @param to inclusive */
    EventCursor(QuerySnapshot snapshot, String stream, long from, long to, boolean backwards, int columns) {
        this.snapshot = snapshot;
        this.stream = stream;
        this.backwards = backwards;
        this.columns = columns;
        this.far = backwards ? from : to;
        this.cursor = backwards ? to + 1 : from - 1;
        this.end = from > to;
        this.most = from == to ? 1 : MOST;
        this.size = Math.min(FIRST, most);
    }

    @Override
    public boolean next() {
        event = block == null ? null : block.event(at);
        while (event == null && !end) {
            nextBlock();
        }
        if (event != null) {
            at = EventBlock.after(at, event);
        }
        return event != null;
    }

    private void nextBlock() {
        Coming coming = ahead == null ? ask() : ahead;
        EventBlock next = snapshot.await(coming.wanted(), coming.block());
        block = next;
        ahead = null;
        at = 0;
        event = next.event(0);
        cursor = next.cursor();
        end = next.end();
        size = Math.min(most, size * GROWTH);
        if (++blocks >= BLOCKS_BEFORE_AHEAD && !end) {
            ahead = ask();
        }
    }

    private Coming ask() {
        EventsWanted wanted = new EventsWanted(stream, cursor, far, backwards, size);
        return new Coming(wanted, snapshot.ask(wanted));
    }

    @Override
    public Row get() {
        return new EventRow(Objects.requireNonNull(event, "before the first event"), columns);
    }

    @Override
    public SearchRow getSearchRow() {
        return get();
    }

    @Override
    public boolean previous() {
        throw new UnsupportedOperationException("events are read in one direction");
    }
}
