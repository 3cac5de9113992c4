// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.SlotFaultsContract;
import io.photon.store.slots.SlotServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Faults of a server that speaks as MongoDB, and of the network to it. */
class MongoFaultsTest extends SlotFaultsContract {

    private final TestMongo mongo = TestMongo.shared();

    @Override
    protected Server server() {
        return new Server() {
            @Override
            public String address() {
                return mongo.server().address();
            }

            @Override
            public int port() {
                return mongo.server().port();
            }

            @Override
            public void kill() {
                mongo.server().kill();
            }

            @Override
            public void start() throws IOException {
                mongo.server().start();
            }

            @Override
            public void signal(String name) throws IOException {
                mongo.server().signal(name);
            }

            @Override
            public void lose(long slot) {
                mongo.lose(slot);
            }

            @Override
            public OpenedStore open(int port, Path cache, Duration timeout, Duration lease) throws StoreException {
                return TestMongo.open(mongo.at(port, cache, timeout, lease));
            }

            @Override
            public SlotServer.Names names() {
                return MongoServer.NAMES;
            }
        };
    }
}
