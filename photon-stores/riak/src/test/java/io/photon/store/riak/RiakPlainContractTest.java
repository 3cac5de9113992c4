// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.testkit.EventStoreContract;
import io.photon.testing.riak.RiakLikeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store that is alone in a bucket that is not strongly consistent promises the same. */
class RiakPlainContractTest extends EventStoreContract {

    @TempDir
    Path folder;

    private final RiakLikeServer riak = TestRiak.shared();
    private int opened;

    /** Each second time with a new cache. */
    @Override
    protected EventStore open() throws StoreException {
        return TestRiak.open(TestRiak.options(riak, RiakLikeServer.SIBLINGS, folder.resolve("cache-" + opened++ / 2)))
                .store();
    }
}
