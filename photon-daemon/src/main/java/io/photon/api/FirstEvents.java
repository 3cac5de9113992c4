// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.event.Event;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** The first events of a stream, bounded by count and by bytes; at least one, however large. */
final class FirstEvents {

    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private FirstEvents() {}

    /** A page ends where a large event follows, so this may take several. */
    static List<Event> of(EventReader reader, String stream, int max) throws StoreException {
        List<Event> events = new ArrayList<>();
        long cursor = 0;
        long bytes = 0;
        Page page;
        do {
            page = reader.read(new ReadRequest(
                    stream, cursor, Long.MAX_VALUE, Direction.FORWARDS, max - events.size(), MAX_BYTES));
            for (Event event : page.events()) {
                bytes += event.length();
                if (!events.isEmpty() && bytes > MAX_BYTES) {
                    return events;
                }
                events.add(event);
            }
            cursor = page.cursor();
        } while (!page.end() && events.size() < max);
        return events;
    }
}
