// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.SlotLeaseContract;
import io.photon.store.slots.SlotServer;
import java.nio.file.Path;
import java.time.Duration;

/** Two writers of one log in a real Cassandra. */
class CassandraLeaseTest extends SlotLeaseContract {

    private final TestCassandra cassandra = TestCassandra.shared();

    @Override
    protected OpenedStore open(Path cache, Duration lease) throws StoreException {
        return TestCassandra.open(cassandra.at(cassandra.server().port(), cache, Duration.ofSeconds(5), lease));
    }

    @Override
    protected SlotServer connect() throws StoreException {
        return CassandraServer.connect(cassandra.options(folder));
    }

    @Override
    protected void lose(long slot) {
        cassandra.lose(slot);
    }
}
