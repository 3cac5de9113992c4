// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.SlotFaultsContract;
import io.photon.store.slots.SlotServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Faults of a real Cassandra and of the network to it. */
class CassandraFaultsTest extends SlotFaultsContract {

    private final TestCassandra cassandra = TestCassandra.unused();

    @Override
    protected Server server() {
        return new Server() {
            @Override
            public String address() {
                return cassandra.server().address();
            }

            @Override
            public int port() {
                return cassandra.server().port();
            }

            @Override
            public void kill() {
                cassandra.server().kill();
            }

            @Override
            public void start() throws IOException {
                cassandra.server().start();
            }

            @Override
            public void signal(String name) throws IOException {
                cassandra.server().signal(name);
            }

            @Override
            public void lose(long slot) {
                cassandra.lose(slot);
            }

            @Override
            public OpenedStore open(int port, Path cache, Duration timeout, Duration lease) throws StoreException {
                return TestCassandra.open(cassandra.at(port, cache, timeout, lease));
            }

            @Override
            public SlotServer.Names names() {
                return CassandraServer.NAMES;
            }
        };
    }
}
