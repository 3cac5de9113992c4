// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import io.photon.store.EventStore;
import io.photon.store.lease.LocalLease;
import io.photon.store.lease.SequencerLease;

/**
 * A store that is open, and the lease under which a log may append to it.
 *
 * @param store closed by the owner, after the log
 * @param lease closed by the log
 */
public record OpenedStore(EventStore store, SequencerLease lease) {

    /** One that this process has alone. */
    public static OpenedStore local(EventStore store) {
        return new OpenedStore(store, new LocalLease());
    }
}
