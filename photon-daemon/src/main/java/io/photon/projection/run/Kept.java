// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.store.SnapshotStore;
import io.photon.store.Snapshots;
import io.photon.store.StateUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of one projection, opened when it is first needed. For one thread at a time. */
final class Kept {

    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

    private final SnapshotStore store;
    private final String name;
    private @Nullable Snapshots snapshots;

    /** @param name of the projection */
    Kept(SnapshotStore store, String name) {
        this.store = store;
        this.name = name;
    }

    /** @throws io.photon.store.StateUnavailableException when it cannot be opened now */
    Snapshots open() {
        if (snapshots == null) {
            snapshots = store.open(name);
        }
        return snapshots;
    }

    /** For one that is needed at once: what cannot be opened now stays as it is, and this run keeps nothing. */
    Snapshots openOrDoWithout() {
        try {
            return open();
        } catch (StateUnavailableException e) {
            LOG.warn("{}; projection '{}' starts over, and nothing of it is kept in this run", e.getMessage(), name);
            snapshots = store.scratch();
            return snapshots;
        }
    }

    /** @param erased whether nothing of it is wanted any more */
    void close(boolean erased) {
        if (snapshots != null) {
            try {
                if (erased) {
                    snapshots.erase();
                }
            } catch (StateUnavailableException e) { // erased, but not opened anew
                LOG.debug("nothing of projection '{}' is open", name, e);
            }
            snapshots.close();
            snapshots = null;
        }
    }
}
