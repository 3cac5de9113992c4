// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.SlotLeaseContract;
import io.photon.store.slots.SlotServer;
import java.nio.file.Path;
import java.time.Duration;

/** Two writers of one log in a server that speaks as MongoDB. */
class MongoLeaseTest extends SlotLeaseContract {

    private final TestMongo mongo = TestMongo.shared();

    @Override
    protected OpenedStore open(Path cache, Duration lease) throws StoreException {
        return TestMongo.open(mongo.at(mongo.server().port(), cache, Duration.ofSeconds(5), lease));
    }

    @Override
    protected SlotServer connect() throws StoreException {
        return MongoServer.connect(mongo.options(folder));
    }

    @Override
    protected void lose(long slot) {
        mongo.lose(slot);
    }
}
