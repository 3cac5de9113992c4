// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.SlotLeaseContract;
import io.photon.store.slots.SlotServer;
import io.photon.testing.riak.RiakLikeServer;
import java.nio.file.Path;
import java.time.Duration;

/** Two writers of one log in a strongly consistent bucket. */
class RiakLeaseTest extends SlotLeaseContract {

    private final RiakLikeServer riak = TestRiak.shared();

    @Override
    protected OpenedStore open(Path cache, Duration lease) throws StoreException {
        return TestRiak.open(
                TestRiak.options(riak.port(), RiakLikeServer.CONSISTENT, cache, Duration.ofSeconds(5), lease));
    }

    @Override
    protected SlotServer connect() throws StoreException {
        return RiakServer.connect(TestRiak.options(riak, RiakLikeServer.CONSISTENT, folder));
    }

    @Override
    protected void lose(long slot) {
        riak.lose(RiakLikeServer.CONSISTENT, TestRiak.BUCKET, RiakSlots.key(slot));
    }
}
