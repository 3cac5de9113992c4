// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/** The facet of a store that gives views of one moment, as a backup reads. Thread-safe. */
public interface Pinning {

    /**
     * A view of this moment that no later append, hiding or erasure changes. Close it: it holds files open, or keeps
     * copies.
     */
    PinnedView pin() throws StoreException;
}
