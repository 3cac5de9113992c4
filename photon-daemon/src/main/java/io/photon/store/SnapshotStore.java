// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import java.util.Set;

/**
 * Keeps what is derived from events and costs time to derive again: values of projections with the position they belong
 * to. Losing any of it costs time, never truth; so nothing here is ever a reason not to start. Thread-safe.
 */
public interface SnapshotStore extends AutoCloseable {

    /**
     * Opens the snapshots of one owner. What is damaged is set aside with a warning, and the owner starts empty.
     *
     * @param owner any name; open once at a time
     * @throws StateUnavailableException when its file cannot be opened now, which says nothing about what is in it; any
     *     method of the snapshots may throw that, too
     */
    Snapshots open(String owner);

    /** Snapshots that no one else sees and that are gone when they are closed; in memory when there can be no file. */
    Snapshots scratch();

    /** Erases the snapshots of every owner not named here, also those no one has opened. */
    void retain(Set<String> owners);

    /** What all of it takes on disk, in bytes. */
    long bytes();

    /** Releases everything; the owners' snapshots are closed before. */
    @Override
    void close();
}
