// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.trace;

import io.photon.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in a tree of causes and effects.
 *
 * @param relation how it is related to its cause, e.g. {@code CAUSED}, or null
 * @param serviceId who emitted it, or null
 * @param effects what it caused, in order
 */
public record TracedEvent(
        long orderId,
        long eventTime,
        String streamName,
        String eventType,
        @Nullable String relation,
        @Nullable String serviceId,
        List<TracedEvent> effects) {

    static TracedEvent of(Event event, Cause cause) {
        return new TracedEvent(
                event.orderId(),
                event.eventTime(),
                event.streamName(),
                event.eventType(),
                cause.relation(),
                cause.serviceId(),
                new ArrayList<>());
    }
}
