// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

/**
 * How to restore.
 *
 * @param dryRun check everything, store nothing
 * @param until restore up to this order-id, or below 10^14 time in ms (inclusive), {@link Long#MAX_VALUE} for all
 * @param asNew give new positions and times
 * @param allowIncomplete accept a file without a trailer
 */
public record RestoreOptions(boolean dryRun, long until, boolean asNew, boolean allowIncomplete) {

    /** Exactly, completely, everything. */
    public static final RestoreOptions EXACT = new RestoreOptions(false, Long.MAX_VALUE, false, false);
}
