// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must be durable by now, deleted or not, and what may be. */
final class Ledger {

    private final List<Event> events = new ArrayList<>();
    private final Map<Long, Event> byOrderId = new HashMap<>();
    private List<Event> unknown = List.of();
    private boolean doubtful;

    List<Event> events() {
        return events;
    }

    /** What must be durable at this position, or null. */
    Event at(long orderId) {
        return byOrderId.get(orderId);
    }

    /** A write that has begun: all of it may be there or nothing. */
    void begun(List<Event> batch) {
        unknown = List.copyOf(batch);
    }

    List<Event> unknown() {
        return unknown;
    }

    /** The write that had begun left nothing behind. */
    void nothingWritten() {
        unknown = List.of();
    }

    void keep(List<Event> batch) {
        for (Event event : batch) {
            Event before = byOrderId.put(event.orderId(), event);
            assertTrue(before == null, () -> "order-id used twice: " + before + " and " + event);
            events.add(event);
        }
        unknown = List.of();
        doubtful = false;
    }

    /** The log does not know yet what is stored; it asks before its next append. */
    void doubtful() {
        doubtful = true;
    }

    boolean isDoubtful() {
        return doubtful;
    }

    /** After a power cut: was the write under way whole, or is there nothing of it? */
    void reconcile(EventStore store) throws StoreException {
        doubtful = false;
        if (unknown.isEmpty()) {
            return;
        }
        Page page = store.read(ReadRequest.forwards("__all__", unknown.get(0).orderId() - 1));
        List<Event> found = page.events();
        assertTrue(found.isEmpty() || found.equals(unknown), () -> "torn: " + found + " of " + unknown);
        if (found.isEmpty()) {
            nothingWritten();
        } else {
            keep(unknown);
        }
    }
}
