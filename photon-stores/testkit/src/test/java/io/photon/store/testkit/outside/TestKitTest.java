// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit.outside;

import io.photon.store.EventStore;
import io.photon.store.memory.MemoryData;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.EventStoreContract;

/** All that a test of a backend needs comes with the kit. */
class TestKitTest extends EventStoreContract {

    private final MemoryData data = new MemoryData();

    @Override
    protected EventStore open() {
        return new MemoryEventStore(data);
    }
}
