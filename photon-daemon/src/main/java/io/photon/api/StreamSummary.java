package io.photon.api;

import io.photon.codec.JsonFields;

/**
 * One stream as a listing shows it.
 *
 * @param totalEvents visible events
 * @param firstOrderId position of the first of them
 * @param lastOrderId position of the last
 */
public record StreamSummary(String name, long totalEvents, long firstOrderId, long lastOrderId) {

    /** As doors show it. */
    public String json() {
        return "{\"stream-name\":" + JsonFields.quote(name) + ",\"total-events\":" + totalEvents
                + ",\"first-order-id\":" + firstOrderId + ",\"last-order-id\":" + lastOrderId + "}";
    }
}
