// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonFields;
import io.photon.event.Event;
import java.util.Optional;

/**
 * An event that was stored when a backup was made, for a backup that holds none itself: whether the next one is of the
 * same store can be told from it. Immutable.
 *
 * @param stream the event's stream
 * @param orderId its position
 * @param sha256 64 hexadecimal digits, over its canonical line
 */
public record Anchor(String stream, long orderId, String sha256) {

    public static Anchor of(Event event) {
        Sha256 sum = new Sha256();
        sum.add(event.array(), event.offset(), event.offset() + event.length());
        return new Anchor(event.streamName(), event.orderId(), sum.take());
    }

    String json() {
        return "{\"stream-name\":" + JsonFields.quote(stream) + ",\"order-id\":" + orderId + ",\"sha256\":\"" + sha256
                + "\"}";
    }

    /** Empty when it is not one. */
    static Optional<Anchor> parse(JsonNode json) {
        JsonNode stream = json.path("stream-name");
        JsonNode orderId = json.path("order-id");
        String sha256 = json.path("sha256").asText();
        boolean whole = stream.isTextual()
                && orderId.isIntegralNumber()
                && orderId.canConvertToLong()
                && orderId.longValue() > 0
                && sha256.matches("[0-9a-f]{64}");
        return whole ? Optional.of(new Anchor(stream.textValue(), orderId.longValue(), sha256)) : Optional.empty();
    }
}
