// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import io.photon.store.EventStore;
import io.photon.store.lease.LocalLease;
import io.photon.store.lease.SequencerLease;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store that is open, and the lease under which a log may append to it.
 *
 * @param store closed by the owner, after the log
 * @param lease closed by the log
 * @param id of a store in a server, made with it: what this machine keeps of it is kept under this name. Null when it has a
 *     {@link StorePlace}, or when there is no id
 */
public record OpenedStore(
        EventStore store, SequencerLease lease, @Nullable UUID id) {

    /** One without an id. */
    public OpenedStore(EventStore store, SequencerLease lease) {
        this(store, lease, null);
    }

    /** One that this process has alone. */
    public static OpenedStore local(EventStore store) {
        return new OpenedStore(store, new LocalLease());
    }
}
