// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/** The facet of a store that takes in many events and shows them in one step, as a restore needs. Thread-safe. */
public interface StagingArea {

    /**
     * Opens a place for events that are not yet published. At most one at a time.
     *
     * @param fence who writes
     * @throws StoreException FENCED as for an append, where the place is shared with other writers
     */
    Staging stage(Fence fence) throws StoreException;

    /** The same for the only writer that there is: for tools and tests, which hold no lease. */
    default Staging stage() throws StoreException {
        return stage(Fence.LOCAL);
    }
}
