package io.photon.store.file;

import io.photon.store.StoreException;

/**
 * A place in a segment whose bytes are not what was written.
 *
 * @param offset where it starts in the file: where a group starts
 * @param end where sound bytes begin again
 * @param after the last order-id before it
 * @param upTo the last order-id that can lie in it
 * @param what what is wrong
 */
record Damage(long offset, long end, long after, long upTo, String what) {

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
}
