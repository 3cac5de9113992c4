// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.testkit.SharedStoreContract;
import io.photon.testing.riak.RiakLikeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Several Photons share a strongly consistent bucket as the contract of shared stores says. */
class RiakSharedContractTest extends SharedStoreContract {

    @TempDir
    Path folder;

    private final RiakLikeServer riak = TestRiak.shared();
    private int opened;

    @Override
    protected OpenedStore open() throws StoreException {
        return TestRiak.open(TestRiak.options(riak, RiakLikeServer.CONSISTENT, folder.resolve("cache-" + opened++)));
    }
}
