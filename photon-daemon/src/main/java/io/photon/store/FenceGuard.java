// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/**
 * Remembers the highest epoch that a store has seen, for stores that keep it as long as they are open: their lock lets
 * only one process in. Safe for one writer; what it saw may be read by all.
 */
public final class FenceGuard {

    private volatile long highest;

    /**
     * Lets a writer pass, and from then on none of a lower epoch.
     *
     * @throws StoreException FENCED when one of a higher epoch has passed
     */
    public void pass(Fence fence) throws StoreException {
        long seen = highest;
        if (fence.epoch() == seen) {
            return;
        }
        if (fence.epoch() < seen) {
            throw StoreException.fenced(fence, seen);
        }
        highest = fence.epoch();
    }
}
