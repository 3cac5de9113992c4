// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.testkit.SharedStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Several Photons share a server that speaks as MongoDB as the contract of shared stores says. */
class MongoSharedContractTest extends SharedStoreContract {

    @TempDir
    Path folder;

    private final TestMongo mongo = TestMongo.shared();
    private int opened;

    @Override
    protected OpenedStore open() throws StoreException {
        return mongo.open(folder.resolve("cache-" + opened++));
    }
}
