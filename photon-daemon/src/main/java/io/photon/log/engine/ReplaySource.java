// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.TimeRange;
import io.photon.store.AroundDamage;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.TimeSearch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a replay's events come from, page by page: the store, and for a live one the ring as soon as it reaches back far
 * enough. Knows positions and filters; knows nothing of demand. For one thread at a time.
 */
final class ReplaySource {

    private static final int FIRST_PAGE = 64;
    private static final int FILTERED_PAGE = 1_024;
    private static final int RING_CHUNK = 1_024;
    private static final int PAGE_BYTES = 1 << 18;

    private final ReplayHub hub;
    private final ReplaySpec request;
    private final Selection selection;
    private final boolean live;
    private final boolean skipsDamaged;
    /** Going forwards; not used backwards. */
    private final Handover handover;
    /** Exclusive, backwards only. */
    private long below;

    /** Where the cursor goes when everything last read was passed. */
    private long coveredUpTo;

    private boolean finished;
    /** Whether all that was last read fits the selection. */
    private boolean isSelected;

    private int needed;
    /**
     * How many events the next page has at least. A door asks for one or two at a time, but a reader that used up a page will want
     * the next: pages grow with what was taken, so a long replay pays little for each, and a reader that stops early holds
     * little.
     */
    private int pageEvents = FIRST_PAGE;

    private final long head;
    private final TimeRange times;
    private final boolean awaitsItsEnd;
    /** Whether an event came that is later than all that are wanted. */
    private boolean overdue;

    private final long lowest;

    /** A damaged place that was read last instead of events; null when there was none. */
    private @Nullable Gap gap;

    /**
     * @param head the log's last position when the subscriber came
     * @param skipsDamaged whether it goes on after damage instead of failing at it
     */
    ReplaySource(ReplayHub hub, ReplaySpec request, long head, boolean skipsDamaged) throws StoreException {
        this.hub = hub;
        this.skipsDamaged = skipsDamaged;
        this.request = request;
        this.selection = new Selection(request);
        this.live = request.type() != ReplayType.COLD;
        this.head = head;
        this.times = request.times();
        this.lowest = lowest(hub, request);
        // Of a moment to come nothing is known; one that is over has a place in the log.
        this.awaitsItsEnd = live && times.hasEnd() && times.until() >= hub.nowMs();
        long highest = times.hasEnd() && !awaitsItsEnd
                ? Math.min(request.to(), TimeSearch.lastUntil(hub.store(), times.until()))
                : request.to();
        long until = live ? highest : Math.min(highest, head);
        long lower = Math.max(0, lowest - 1);
        this.handover = new Handover(request.type() == ReplayType.HOT ? Math.max(head, lower) : lower, until);
        this.below = until == Long.MAX_VALUE ? until : until + 1;
        this.finished = request.limit() == 0;
    }

    private static long lowest(ReplayHub hub, ReplaySpec request) throws StoreException {
        TimeRange times = request.times();
        if (!times.hasBeginning()) {
            return request.from();
        }
        long last = hub.store().lastOrderId(); // before the search: what comes after it is not passed over
        long first = TimeSearch.firstSince(hub.store(), times.since(), Math.max(0, request.from() - 1));
        return first == Long.MAX_VALUE ? Math.max(request.from(), last + 1) : first;
    }

    /** How {@link #next} ended. */
    enum Outcome {
        /** The list holds events, or none although more may follow. */
        READ,
        /** Nothing now; the reader is parked in the live feed. */
        PARKED,
        /** There will never be more. */
        FINISHED,
        /** The next event is longer than was allowed: {@link ReplaySource#needed}. */
        TOO_LONG,
        /** The heap had no room for it now; nothing was passed. */
        NO_MEMORY
    }

    /**
     * Reads on after what was passed.
     *
     * @param reader who is parked when there is nothing
     * @param demand how many events are wanted, at least 1
     * @param longest length of the longest event that may be read
     * @param target empty; receives the events in reading order, not yet filtered
     */
    Outcome next(LiveReader reader, long demand, int longest, List<Event> target) throws StoreException {
        try {
            return readOn(reader, demand, longest, target);
        } catch (OutOfMemoryError e) {
            return Outcome.NO_MEMORY;
        }
    }

    private Outcome readOn(LiveReader reader, long demand, int longest, List<Event> target) throws StoreException {
        if (finished || overdue) {
            return Outcome.FINISHED;
        }
        if (request.backwards()) {
            return nextBackwards(demand, longest, target);
        }
        if (handover.cursor() >= handover.until()) {
            return Outcome.FINISHED;
        }
        if (live) {
            isSelected = false;
            long covered = hub.live().take(reader, handover, Math.min(RING_CHUNK, hub.pageEvents()), target);
            if (covered == LiveFeed.PARKED) {
                return Outcome.PARKED;
            }
            if (covered != LiveFeed.TOO_FAR_BEHIND) {
                coveredUpTo = covered;
                return Outcome.READ;
            }
        }
        return nextPage(demand, longest, target);
    }

    private Outcome nextPage(long demand, int longest, List<Event> target) throws StoreException {
        isSelected = !selection.isFiltering(); // the store gives events of the stream it was asked for, and no others
        // Not further than what is published: a live reader goes on from there in the ring.
        long to = Math.min(handover.until(), hub.live().tip());
        if (handover.cursor() >= to) {
            coveredUpTo = handover.cursor();
            return live ? Outcome.READ : Outcome.FINISHED;
        }
        Page page = read(page(handover.cursor(), to, Direction.FORWARDS, demand, longest));
        if (page.needed() > 0) {
            return tooLong(page);
        }
        target.addAll(page.events());
        coveredUpTo = page.end() ? to : page.cursor();
        finished = page.end() && !live;
        return Outcome.READ;
    }

    private Outcome nextBackwards(long demand, int longest, List<Event> target) throws StoreException {
        if (below <= Math.max(1, lowest)) {
            return Outcome.FINISHED;
        }
        Page page = read(page(below, lowest, Direction.BACKWARDS, demand, longest));
        if (page.needed() > 0) {
            return tooLong(page);
        }
        target.addAll(page.events());
        coveredUpTo = page.cursor();
        finished = page.end();
        return Outcome.READ;
    }

    private Page read(ReadRequest page) throws StoreException {
        return skipsDamaged
                ? AroundDamage.read(hub.store(), page, found -> gap = found)
                : hub.store().read(page);
    }

    /** The damaged place at which {@link #next} came to no events, once; null when there was none. */
    @Nullable Gap takeGap() {
        Gap found = gap;
        gap = null;
        return found;
    }

    private Outcome tooLong(Page page) {
        needed = page.needed();
        return Outcome.TOO_LONG;
    }

    /** How long the event is that was {@link Outcome#TOO_LONG}. */
    int needed() {
        return needed;
    }

    private ReadRequest page(long from, long to, Direction direction, long demand, int longest) {
        if (longest > Budget.LARGE_BYTES) { // there is memory for one such event
            return new ReadRequest(selection.readStream(), from, to, direction, 1, PAGE_BYTES, longest);
        }
        long wanted = Math.max(
                selection.isFiltering() || times.hasBeginning() ? FILTERED_PAGE : 1, Math.max(pageEvents, demand));
        int events = (int) Math.min(hub.pageEvents(), wanted);
        pageEvents = Math.min(hub.pageEvents(), pageEvents * 2); // it is only asked for when the one before is used up
        return new ReadRequest(selection.readStream(), from, to, direction, events, PAGE_BYTES, longest);
    }

    /** Whether the event is to be given, seen from the cursor, the bounds and the filters. */
    boolean wants(Event event) {
        if (request.backwards()) {
            return event.orderId() < below && times.holds(event) && selection.matches(event);
        }
        return handover.wants(event.orderId()) && times.holds(event) && (isSelected || selection.matches(event));
    }

    /** The event was given or is not wanted. */
    void passed(Event event) {
        if (request.backwards()) {
            below = event.orderId();
        } else {
            handover.passed(event.orderId());
            overdue |= awaitsItsEnd && event.orderId() > head && event.eventTime() > times.until();
        }
    }

    /** All that was last read is passed. */
    void passedAll() {
        if (request.backwards()) {
            below = Math.min(below, coveredUpTo);
        } else {
            handover.passed(coveredUpTo);
        }
    }

    /** What was last read is given up; it is read again from the cursor on. */
    void reread() {
        finished = false;
    }

    void missedNothingUpTo(long orderId) {
        handover.passed(orderId);
    }

    /** Whether nothing more can come, as far as is known without reading. */
    boolean isFinished() {
        return finished || overdue || (!request.backwards() && handover.cursor() >= handover.until());
    }

    long cursor() {
        return request.backwards() ? below : handover.cursor();
    }

    /** One that waits for a time is woken by every event: any may be the first that is later. */
    long streamHash() {
        return awaitsItsEnd ? LiveReader.ANY_STREAM : selection.streamHash();
    }

    /** @return why this cannot be replayed, or null */
    static @Nullable String refusal(ReplaySpec request) {
        if (request.stream().text().isEmpty()) {
            return "a replay names a stream, or " + StreamNames.ALL;
        }
        if (request.backwards() && request.type() != ReplayType.COLD) {
            return "only a cold replay runs backwards";
        }
        return request.limit() < 0 ? "limit is " + request.limit() + "; use 0 or more" : null;
    }

    /** A list for {@link #next}. */
    static List<Event> newBuffer() {
        return new ArrayList<>();
    }
}
