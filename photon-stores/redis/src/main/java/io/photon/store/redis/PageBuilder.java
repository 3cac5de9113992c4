// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.event.Event;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the events of one page in reading order: first it is planned what to read, then events are added until the page is
 * full. For one thread.
 */
final class PageBuilder {

    private final ReadRequest request;
    private final boolean forwards;
    private final List<Event> events = new ArrayList<>();
    private int plannedEvents;
    private long plannedBytes;
    private long bytes;
    private long cursor;
    private int needed;

    PageBuilder(ReadRequest request) {
        this.request = request;
        this.forwards = request.direction() == Direction.FORWARDS;
        this.cursor = request.from();
    }

    boolean isForwards() {
        return forwards;
    }

    /** Whether no position lies within the request. */
    boolean isOutside() {
        return forwards ? request.from() >= request.to() : request.from() <= Math.max(1, request.to());
    }

    String stream() {
        return request.stream();
    }

    long to() {
        return request.to();
    }

    long cursor() {
        return cursor;
    }

    /** Whether a position comes before what is to be read next. */
    boolean isPassed(long orderId) {
        return forwards ? orderId <= cursor : orderId >= cursor;
    }

    boolean isBeyond(long orderId) {
        return forwards ? orderId > request.to() : orderId < request.to();
    }

    /** From here on it is planned what to read after the events that are there. */
    void beginPlan() {
        plannedEvents = events.size();
        plannedBytes = bytes;
    }

    /** Whether events are to be read next. @param length of all of them */
    boolean plans(int count, long length) {
        if (count == 1 && length > request.longest()) {
            needed = plannedEvents == 0 ? (int) length : 0;
            return false;
        }
        boolean isTooMuch = count == 1
                ? plannedBytes + length > request.maxBytes()
                : plannedBytes >= request.maxBytes(); // the rest of such a chunk is read again
        if (plannedEvents > 0 && (plannedEvents >= request.maxEvents() || isTooMuch)) {
            return false;
        }
        plannedEvents += count;
        plannedBytes += length;
        return true;
    }

    /** Adds the next event. @return whether it had room */
    boolean add(Event event) {
        if (event.length() > request.longest()) {
            needed = events.isEmpty() ? event.length() : 0;
            return false;
        }
        boolean isTooMuch = events.size() >= request.maxEvents() || bytes + event.length() > request.maxBytes();
        if (!events.isEmpty() && isTooMuch) {
            return false;
        }
        events.add(event);
        bytes += event.length();
        cursor = event.orderId();
        return true;
    }

    /** What is up to a position is hidden, or erased. */
    void pass(long orderId) {
        cursor = orderId;
    }

    /** The page. @param end whether nothing more is stored in this direction */
    Page page(boolean end) {
        return needed > 0 && events.isEmpty()
                ? new Page(List.of(), cursor, false, needed)
                : new Page(List.copyOf(events), cursor, end);
    }

    /** The event of a line. @throws StoreException DAMAGED when it is none, or another. @param orderId 0 when it is not known */
    static Event event(byte[] line, long orderId, long first, long last) throws StoreException {
        if (Event.isLine(line)) {
            Event event = Event.ofLine(line);
            if (orderId == 0 || event.orderId() == orderId) {
                return event;
            }
        }
        throw StoreException.damaged(
                "what Redis holds for order-id " + first + (first == last ? "" : " to " + last)
                        + " is not the event that was written",
                first,
                last);
    }
}
