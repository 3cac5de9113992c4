// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.pace.BackgroundPace;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real server for tests, and stores in it. */
final class TestRedis implements AutoCloseable {

    private final RedisProcess server;

    private TestRedis(RedisProcess server) {
        this.server = server;
    }

    static TestRedis start(Path folder, String... options) throws IOException {
        RedisProcess.required();
        return new TestRedis(RedisProcess.start(folder, List.of(options)));
    }

    static TestRedis durable(Path folder) throws IOException {
        return start(folder, RedisProcess.DURABLE.toArray(String[]::new));
    }

    RedisProcess server() {
        return server;
    }

    RedisOptions options(String prefix) throws StoreException {
        return options(prefix, Duration.ofSeconds(30));
    }

    RedisOptions options(String prefix, Duration timeout) throws StoreException {
        return at(server.url(), prefix, timeout);
    }

    /** The same by another way to it. */
    RedisOptions at(String url, String prefix) throws StoreException {
        return at(url, prefix, Duration.ofSeconds(30));
    }

    private static RedisOptions at(String url, String prefix, Duration timeout) throws StoreException {
        return new RedisOptions(
                RedisTarget.of(url, null, null), null, prefix, timeout, Duration.ofSeconds(8), false, "");
    }

    OpenedStore open(String prefix) throws StoreException {
        return open(options(prefix));
    }

    static OpenedStore open(RedisOptions options) throws StoreException {
        return RedisEventStore.open(options, BackgroundPace.unhurried());
    }

    /** Forgets everything. */
    void clear() throws IOException {
        server.ask("FLUSHALL");
    }

    @Override
    public void close() {
        server.close();
    }
}
