// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.codec.JsonFields;
import io.photon.muon.wire.EventResult;

/** What is told of a stored event, with the names that HTTP gives it. Pure. */
final class Receipts {

    private Receipts() {}

    /** {@code {"order-id","event-time"}}, and {@code durability} and {@code duplicate} where the store says so. */
    static String of(EventResult stored) {
        return "{\"order-id\":" + stored.orderId() + ",\"event-time\":" + stored.eventTime()
                + (stored.durability() == null ? "" : ",\"durability\":" + JsonFields.quote(stored.durability()))
                + (stored.duplicate() ? ",\"duplicate\":true}" : "}");
    }
}
