// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.codec.JsonWriter;

/**
 * What one stream holds.
 *
 * @param stream its name
 * @param events how many, at least 1
 * @param first order-id of the first
 * @param last order-id of the last
 * @param sum of the SHA-256 of each event's line, modulo 2^256, 64 hexadecimal digits: lines hold their order-id, so it
 *     tells which events there are, and with that their order
 */
public record StreamProof(String stream, long events, long first, long last, String sum) {

    /** For messages. */
    public String text() {
        return events + " events, " + first + " to " + last + ", sum " + sum.substring(0, 16) + "…";
    }

    void write(JsonWriter json) {
        json.field("total-events", events)
                .field("first-order-id", first)
                .field("last-order-id", last)
                .field("sum", sum);
    }
}
