// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Event;
import java.util.List;

/**
 * One page of events in reading order.
 *
 * @param events visible events; may be empty although more follow, when all that was examined is hidden
 * @param cursor where to go on: the {@code from} of the next request. Everything between the request's {@code from} and
 *     here has been delivered or is hidden
 * @param end whether nothing more was stored in this direction (within the bounds) when the page was read
 * @param needed 0, or, of a page without events, the length of the event that comes next and is longer than was asked
 *     for: it was not read
 */
public record Page(List<Event> events, long cursor, boolean end, int needed) {

    /** A page that left nothing out. */
    public Page(List<Event> events, long cursor, boolean end) {
        this(events, cursor, end, 0);
    }
}
