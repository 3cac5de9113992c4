// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import java.util.List;
import java.util.Optional;

/** The snapshots of one owner. For one thread at a time. */
public interface Snapshots extends AutoCloseable {

    /** The newest one. */
    Optional<Snapshot> latest();

    /** The newest one at or before a position. */
    Optional<Snapshot> latestUpTo(long position);

    /** The positions that are kept, rising: the newest ones densely, older ones ever more sparsely. */
    List<Long> positions();

    /**
     * Keeps a snapshot together with all changes of {@link #rows()}, in one step: after a crash both are there or
     * neither is.
     *
     * @throws StoreException when it could not be written; what was there before still is
     */
    void save(Snapshot snapshot) throws StoreException;

    /** State beside the snapshot that is too large to be written as one value each time. */
    StateRows rows();

    /** How many owners keep snapshots at the same place, this one included: the more there are, the less often each should. */
    default int owners() {
        return 1;
    }

    /** Forgets everything and erases its bytes from the disk. */
    void erase();

    @Override
    void close();
}
