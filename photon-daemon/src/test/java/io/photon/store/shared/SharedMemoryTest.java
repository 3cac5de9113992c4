// SPDX-License-Identifier: Apache-2.0
package io.photon.store.shared;

import io.photon.store.backend.OpenedStore;
import io.photon.store.testkit.SharedStoreContract;
import java.time.Duration;

/** The store in miniature promises what a remote one must. */
class SharedMemoryTest extends SharedStoreContract {

    private final SharedMemory shared = new SharedMemory();

    @Override
    protected OpenedStore open() {
        return new OpenedStore(shared.open(), shared.lease(Duration.ofSeconds(2)));
    }
}
