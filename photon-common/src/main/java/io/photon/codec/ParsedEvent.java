// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.event.Event;
import io.photon.event.EventDraft;

/**
 * An event as read from JSON, with the position and time it claims for itself. An emit ignores both; a restore keeps
 * them.
 *
 * @param draft the event in canonical form
 * @param orderId the claimed position, or -1 when there is none
 * @param eventTime the claimed time in ms, or -1 when there is none
 */
public record ParsedEvent(EventDraft draft, long orderId, long eventTime) {

    /** The event with its own position and time; only when both are there. */
    public Event asStored() {
        if (orderId < 0 || eventTime < 0) {
            throw new IllegalStateException("the event has no order-id or no event-time");
        }
        return draft.stamped(orderId, eventTime);
    }
}
