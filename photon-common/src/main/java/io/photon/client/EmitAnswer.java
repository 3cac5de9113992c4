// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.codec.JsonFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored event's place.
 *
 * @param orderId its position in the one order of all events
 * @param eventTime when the daemon took it
 * @param durability how safe it is: {@code fsync} means forced to the disk; null over Muon from a store that does not say
 * @param duplicate whether an event of the same local-id was there already, which is the one described here
 */
public record EmitAnswer(
        long orderId, Instant eventTime, @Nullable String durability, boolean duplicate) {

    /** Reads what a daemon answers. */
    static EmitAnswer of(byte[] json) {
        return new EmitAnswer(
                JsonFields.number(json, "order-id"),
                Instant.ofEpochMilli(JsonFields.number(json, "event-time")),
                JsonFields.text(json, "durability"),
                "true".equals(JsonFields.text(json, "duplicate")));
    }
}
