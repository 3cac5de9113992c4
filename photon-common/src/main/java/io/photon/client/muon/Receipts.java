package io.photon.client.muon;

import io.photon.muon.wire.EventResult;

/** What is told of a stored event, with the names that HTTP gives it. Pure. */
final class Receipts {

    private Receipts() {}

    /** {@code {"order-id","event-time"}}: Muon's answer says no more. */
    static String of(EventResult stored) {
        return "{\"order-id\":" + stored.orderId() + ",\"event-time\":" + stored.eventTime() + "}";
    }
}
