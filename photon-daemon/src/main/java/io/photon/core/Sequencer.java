// SPDX-License-Identifier: Apache-2.0
package io.photon.core;

import io.photon.event.OrderIds;

/**
 * Which order-id comes next. Immutable.
 *
 * @param lastOrderId the highest one ever given, 0 for none; given means burnt, whether or not the store took it
 */
public record Sequencer(long lastOrderId) {

    /** The sequencer whose {@link #lastOrderId()} is the next position at the given time in ms since 1970. */
    public Sequencer next(long nowMs) {
        // A clock may step back or stand still, or say 1970; a log must not. So: at least one more than the last.
        return new Sequencer(Math.max(lastOrderId + 1, OrderIds.firstAt(nowMs)));
    }

    /** Never below a position someone else gave, as a restore does. */
    public Sequencer atLeast(long orderId) {
        return orderId <= lastOrderId ? this : new Sequencer(orderId);
    }
}
