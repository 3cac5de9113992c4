// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Gap;
import java.util.List;

/**
 * A value and what it is the value of.
 *
 * @param codeHash identifies what made it; another code cannot go on from it
 * @param configPosition all of {@code __config__} up to here (deletions, resets) is taken into account
 * @param position the value covers every event up to this order-id
 * @param lastOrderId the last event that was folded in, 0 for none
 * @param processed how many events were folded in
 * @param value the value, in whatever form its owner reads
 * @param gaps what could not be read and is not folded in, in order
 * @param configGaps what of {@code __config__} below that position could not be read and is not taken into account, in order
 */
public record Snapshot(
        String codeHash,
        long configPosition,
        long position,
        long lastOrderId,
        long processed,
        byte[] value,
        List<Gap> gaps,
        List<Gap> configGaps) {

    /** One that lacks nothing. */
    public Snapshot(
            String codeHash, long configPosition, long position, long lastOrderId, long processed, byte[] value) {
        this(codeHash, configPosition, position, lastOrderId, processed, value, List.of(), List.of());
    }
}
