// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import io.photon.store.StoreException;
import io.photon.store.slots.SlotCopyContract;
import io.photon.store.slots.SlotServer;

/** Copies and parts, with a server that speaks as MongoDB. */
class MongoSlotCopyTest extends SlotCopyContract {

    private final TestMongo mongo = TestMongo.shared();

    @Override
    protected SlotServer connect() throws StoreException {
        return MongoServer.connect(mongo.options(folder));
    }
}
