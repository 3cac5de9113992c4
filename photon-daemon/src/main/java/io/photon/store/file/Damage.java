// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;

/**
 * A place in a segment whose bytes are not what was written.
 *
 * @param offset where it starts in the file: where a group starts, or a record
 * @param end where sound bytes begin again
 * @param after the last order-id before it
 * @param upTo the last order-id that can lie in it
 * @param what what is wrong
 * @param withinGroup whether only records are damaged, and the header of their group is sound
 */
record Damage(long offset, long end, long after, long upTo, String what, boolean withinGroup) {

    /** The failure of a read that would have to pass here. */
    StoreException failure(String file) {
        return StoreException.damaged(
                describe(file) + "; read on from order-id " + upTo + ", or restore these events from a backup",
                after + 1,
                upTo);
    }

    String describe(String file) {
        return file + " is damaged from offset " + offset + " to " + end + " (" + what + "): events above order-id "
                + after + " up to " + upTo + " cannot be read";
    }

    /** Whether what was found unsound at an offset is this; a group that is missing has no bytes. */
    boolean covers(long at) {
        return offset <= at && (at < end || at == offset);
    }
}
