// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.pace.BackgroundPace;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.testing.riak.RiakLikeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One server for all tests of this module that leave it running, and stores in it. */
final class TestRiak {

    static final String BUCKET = "photon-test";

    private static RiakLikeServer server;

    private TestRiak() {}

    /** Empty: what a test left is forgotten when the next begins. */
    static synchronized RiakLikeServer shared() {
        if (server == null) {
            server = RiakLikeServer.start();
        }
        server.clear();
        return server;
    }

    static RiakOptions options(int port, String type, Path cache, Duration timeout, Duration lease) {
        return new RiakOptions(
                List.of(new RiakOptions.Node("127.0.0.1", port)),
                null,
                type,
                BUCKET,
                new SlotOptions(timeout, lease, false, cache, ""));
    }

    static RiakOptions options(RiakLikeServer server, String type, Path cache) {
        return options(server.port(), type, cache, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    static OpenedStore open(RiakOptions options) throws StoreException {
        try {
            return RiakServer.open(options, BackgroundPace.unhurried());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So that the next store that is opened there reads everything from the server. */
    static void remove(Path cache) {
        try (Stream<Path> found = Files.walk(cache)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
