// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.testkit.EventStoreContract;
import io.photon.testing.riak.RiakLikeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store in a strongly consistent bucket promises what all stores do, with the cache that it had and without any. */
class RiakContractTest extends EventStoreContract {

    @TempDir
    Path folder;

    private final RiakLikeServer riak = TestRiak.shared();
    private int opened;

    /** Each second time with a new cache. */
    @Override
    protected EventStore open() throws StoreException {
        return TestRiak.open(TestRiak.options(riak, RiakLikeServer.CONSISTENT, folder.resolve("cache-" + opened++ / 2)))
                .store();
    }
}
