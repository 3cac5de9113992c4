// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.testkit.EventStoreContract;

/** A store that only appends, reads and hides promises with the inherited facets what all stores do. */
class PlainEventStoreTest extends EventStoreContract {

    private final PlainMemory memory = new PlainMemory();

    @Override
    protected EventStore open() throws StoreException {
        return memory.open();
    }
}
