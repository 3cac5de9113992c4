// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.testkit.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store in a server that speaks as MongoDB promises what all stores do, with the cache that it had and without any. */
class MongoContractTest extends EventStoreContract {

    @TempDir
    Path folder;

    private final TestMongo mongo = TestMongo.shared();
    private int opened;

    /** Each second time with a new cache. */
    @Override
    protected EventStore open() throws StoreException {
        return mongo.open(folder.resolve("cache-" + opened++ / 2)).store();
    }
}
