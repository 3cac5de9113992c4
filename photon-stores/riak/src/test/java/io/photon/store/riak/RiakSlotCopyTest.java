// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.slots.SlotCopyContract;
import io.photon.store.slots.SlotServer;
import io.photon.testing.riak.RiakLikeServer;

/** Copies and parts, with strongly consistent buckets. */
class RiakSlotCopyTest extends SlotCopyContract {

    private final RiakLikeServer riak = TestRiak.shared();

    @Override
    protected SlotServer connect() throws StoreException {
        return RiakServer.connect(TestRiak.options(riak, RiakLikeServer.CONSISTENT, folder));
    }
}
