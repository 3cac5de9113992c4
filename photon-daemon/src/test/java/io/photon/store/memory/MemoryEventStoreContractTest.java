// SPDX-License-Identifier: Apache-2.0
package io.photon.store.memory;

import io.photon.store.EventStore;
import io.photon.store.testkit.EventStoreContract;

class MemoryEventStoreContractTest extends EventStoreContract {

    private final MemoryData data = new MemoryData();

    @Override
    protected EventStore open() {
        return new MemoryEventStore(data);
    }
}
