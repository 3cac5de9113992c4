// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.testkit.SharedStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Several Photons share a real Cassandra as the contract of shared stores says. */
class CassandraSharedContractTest extends SharedStoreContract {

    @TempDir
    Path folder;

    private final TestCassandra cassandra = TestCassandra.shared();
    private int opened;

    @Override
    protected OpenedStore open() throws StoreException {
        return cassandra.open(folder.resolve("cache-" + opened++));
    }
}
