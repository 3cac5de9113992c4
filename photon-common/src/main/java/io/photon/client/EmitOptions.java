// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import org.jspecify.annotations.Nullable;

/**
 * How to append.
 *
 * @param expect the stream's last order-id as the emitter believes it, {@code "none"}, or null for anything
 * @param atomic all or none
 * @param idempotent every event carries a local-id, so asking again after a lost answer stores nothing twice
 */
public record EmitOptions(@Nullable String expect, boolean atomic, boolean idempotent) {

    /** Append, whatever is there. */
    public static final EmitOptions PLAIN = new EmitOptions(null, false, false);

    /** Append only if the stream ends with this event; else CONFLICT. Over HTTP. */
    public static EmitOptions expecting(long lastOrderId) {
        return new EmitOptions(Long.toString(lastOrderId), false, false);
    }

    /** Append only if the stream has no event yet; else CONFLICT. Over HTTP. */
    public static EmitOptions expectingNone() {
        return new EmitOptions("none", false, false);
    }
}
