// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.codec.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * A stream as a listing shows it.
 *
 * @param name its name
 * @param events how many it has
 * @param firstOrderId of its first event; 0 where the store does not say
 * @param lastOrderId of its last event; 0 where the store does not say
 * @param bytes of its events as lines of JSON, line ends included; 0 where that is not known
 */
public record StreamInfo(@Nullable String name, long events, long firstOrderId, long lastOrderId, long bytes) {

    /** Reads what a daemon answers. */
    public static StreamInfo of(byte[] json) {
        return new StreamInfo(
                JsonFields.text(json, "stream-name"),
                JsonFields.number(json, "total-events"),
                JsonFields.number(json, "first-order-id"),
                JsonFields.number(json, "last-order-id"),
                JsonFields.number(json, "bytes"));
    }
}
