// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A Redis of our own: every write is forced to the disk before it is answered. */
final class Redis implements AutoCloseable {

    private final RedisProcess process;

    private Redis(RedisProcess process) {
        this.process = process;
    }

    static Redis start(Path folder) throws IOException {
        return new Redis(RedisProcess.start(
                folder,
                Stream.concat(
                                RedisProcess.DURABLE.stream(),
                                // It would run alongside the measurement.
                                Stream.of("--auto-aof-rewrite-percentage", "0"))
                        .toList()));
    }

    int port() {
        return process.port();
    }

    String url() {
        return process.url();
    }

    RedisConnection connect() throws IOException {
        return new RedisConnection(port());
    }

    @Override
    public void close() {
        process.close();
    }
}
