// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.testkit.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store in a real Cassandra promises what all stores do, with the cache that it had and without any. */
class CassandraContractTest extends EventStoreContract {

    @TempDir
    Path folder;

    private final TestCassandra cassandra = TestCassandra.shared();
    private int opened;

    /** Each second time with a new cache. */
    @Override
    protected EventStore open() throws StoreException {
        return cassandra.open(folder.resolve("cache-" + opened++ / 2)).store();
    }
}
