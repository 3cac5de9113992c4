// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.testkit.EventStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A store in a real Redis promises what all stores do. */
class RedisContractTest extends EventStoreContract {

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

    private final String prefix = "contract-" + ++tests;

    @Override
    protected EventStore open() throws StoreException {
        return redis.open(prefix).store();
    }
}
