// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.event.Bound;
import io.photon.event.Event;

/**
 * How a backup is to be restored.
 *
 * @param dryRun only check and count
 * @param until the highest order-id or the latest time wanted (inclusive). What stands after it is checked against the
 *     trailer, and left out
 * @param asNew append the events of user streams as new ones, with new positions and times, instead of restoring exactly
 * @param allowIncomplete take a last backup that has no trailer
 */
public record RestoreRequest(boolean dryRun, Bound until, boolean asNew, boolean allowIncomplete) {

    /** An exact restore of everything. */
    public static final RestoreRequest EXACT = new RestoreRequest(false, Long.MAX_VALUE, false, false);

    /** One with an order-id as its bound. */
    public RestoreRequest(boolean dryRun, long until, boolean asNew, boolean allowIncomplete) {
        this(dryRun, Bound.position(until), asNew, allowIncomplete);
    }

    boolean leavesOut(Event event) {
        return (until.isTime() ? event.eventTime() : event.orderId()) > until.value();
    }
}
