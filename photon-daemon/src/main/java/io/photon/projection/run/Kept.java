// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.store.SnapshotStore;
import io.photon.store.Snapshots;

/** What is kept of one projection, opened when it is first needed. For one thread at a time. */
final class Kept {

    private final SnapshotStore store;
    private final String name;
    private Snapshots snapshots;

    /** @param name of the projection */
    Kept(SnapshotStore store, String name) {
        this.store = store;
        this.name = name;
    }

    Snapshots open() {
        if (snapshots == null) {
            snapshots = store.open(name);
        }
        return snapshots;
    }

    /** @param erased whether nothing of it is wanted any more */
    void close(boolean erased) {
        if (snapshots != null) {
            if (erased) {
                snapshots.erase();
            }
            snapshots.close();
            snapshots = null;
        }
    }
}
