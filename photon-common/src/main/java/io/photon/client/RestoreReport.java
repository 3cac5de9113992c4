// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import io.photon.codec.JsonFields;

/**
 * What a restore did.
 *
 * @param restored events that were not there
 * @param skipped events that were there
 * @param deleted events of streams that were deleted since
 * @param leftOut events after the limit that was asked for
 * @param head the order-id of the store's last event
 */
public record RestoreReport(long restored, long skipped, long deleted, long leftOut, long head) {

    /** Reads what a daemon answers. */
    public static RestoreReport of(byte[] json) {
        return new RestoreReport(
                JsonFields.number(json, "restored"),
                JsonFields.number(json, "skipped"),
                JsonFields.number(json, "deleted"),
                JsonFields.number(json, "left-out"),
                JsonFields.number(json, "head"));
    }
}
