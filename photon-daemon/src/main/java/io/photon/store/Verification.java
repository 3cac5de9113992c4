// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/** The facet of a store that checks what it holds. Thread-safe. */
public interface Verification {

    /**
     * Reads everything stored and checks it, against checksums where the store has some.
     *
     * @param report hears of each damage and of progress
     */
    void verify(Report report) throws StoreException;

    /**
     * Looks again whether damaged places can be healed that lie in a range of order-ids; a store with one copy has
     * nothing to heal from. Reads the segments concerned, so it is not for the writer.
     */
    default void heal(long first, long last) {}

    /** Hears what a verification finds. */
    interface Report {
        void progress(long eventsChecked, long bytesChecked);

        /** @param place file and offset, or whatever names the place in this backend */
        void damage(String place, String what, long firstOrderId, long lastOrderId);
    }
}
