// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.filter.StreamSelector;
import io.photon.log.EventLog;
import io.photon.log.Replay;
import io.photon.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A projection's way through its stream: one event at a time, as they come. For one thread at a time. */
final class LiveCursor {

    private final EventLog log;
    private final Inbox inbox;
    private final Replay replay;
    private List<Event> batch = List.of();
    private int next;

    /**
     * @param places of all that read ahead
     * @param from inclusive
     * @param to inclusive; {@link Long#MAX_VALUE} to go on with live events
     * @param arrived is called when there is something; must not wait
     */
    LiveCursor(EventLog log, Places places, CompiledDefinition plan, long from, long to, Runnable arrived) {
        this.log = log;
        inbox = new Inbox(log.budget(), places, log::head, arrived);
        replay = log.follow(plan.events(from, to));
        (plan.leavesOutDamage() ? replay.events(inbox::onGap) : replay.events()).subscribe(inbox);
    }

    /** -1 when that cannot be told now. */
    static long totalEvents(EventLog log, StreamSelector stream) {
        if (stream.name() == null) {
            return -1; // the events of a glob are not counted
        }
        try {
            return log.reader().stream(stream.name())
                    .map(info -> info.totalEvents())
                    .orElse(-1L);
        } catch (StoreException e) {
            return -1; // it will be heard of when the events are read
        }
    }

    /** Places that could not be read and that no event will come from, some before {@link #peek}'s event, some after it. */
    List<Gap> gaps() {
        return inbox.takeGaps();
    }

    /** The event to fold next, or null when there is none now. */
    @Nullable Event peek() {
        if (next >= batch.size()) {
            inbox.folded();
            batch = inbox.take();
            next = 0;
            if (batch.isEmpty()) {
                long head = log.head(); // before looking how far it is
                if (replay.position() >= head || inbox.isOver()) {
                    inbox.rest();
                }
                return null;
            }
        }
        return batch.get(next);
    }

    /** What {@link #peek} gave is folded. */
    void folded() {
        next++;
    }

    boolean isOver() {
        return inbox.isOver();
    }

    /** Why it ended, or null. */
    @Nullable Throwable error() {
        return inbox.error();
    }

    /** @param folded the last event folded @return up to where nothing is missing */
    long position(long folded) {
        long delivered = replay.position(); // before looking: what was delivered up to here is in the inbox
        return inbox.isDone() ? Math.max(folded, delivered) : folded;
    }

    void cancel() {
        inbox.cancel();
    }
}
