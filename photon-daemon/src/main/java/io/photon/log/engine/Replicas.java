// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Event;
import io.photon.result.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Events of another log that this one has not.
 *
 * @param streams the names of their streams, one by one
 */
record Replicas(List<Event> events, List<String> streams) {

    /** The answer where they are not taken. */
    static final Failure NOT_TAKEN = Failure.of(
            Failure.Kind.CONFLICT,
            "this log does not follow another any more",
            "nothing was stored; see: photon cluster status");

    /** Those above a head. @param batch order-ids rising */
    static Replicas above(long head, List<Event> batch) {
        List<Event> above = batch.isEmpty() || batch.get(0).orderId() > head
                ? batch
                : batch.stream().filter(event -> event.orderId() > head).toList();
        List<String> streams = new ArrayList<>(above.size());
        for (Event event : above) {
            streams.add(event.streamName());
        }
        return new Replicas(above, streams);
    }

    /** The highest order-id; of one with events. */
    long last() {
        return events.get(events.size() - 1).orderId();
    }
}
