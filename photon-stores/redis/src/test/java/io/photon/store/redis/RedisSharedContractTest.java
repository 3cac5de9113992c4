// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.testkit.SharedStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Several Photons share a real Redis as the contract of shared stores says. */
class RedisSharedContractTest extends SharedStoreContract {

    @TempDir
    static Path folder;

    private static TestRedis redis;

    private static int tests;

    @BeforeAll
    static void start() throws IOException {
        redis = TestRedis.start(folder);
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    private final String prefix = "shared-" + ++tests;

    @Override
    protected OpenedStore open() throws StoreException {
        return redis.open(prefix);
    }
}
