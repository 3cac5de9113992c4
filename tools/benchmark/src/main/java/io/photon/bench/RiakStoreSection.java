// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.store.RawRiak;
import io.photon.bench.store.StoreBench;
import io.photon.bench.store.StoreBench.Figures;
import io.photon.rabbit.FreePort;
import io.photon.testing.riak.RiakLikeServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The backend riak next to its client: the same events in groups of the same size, on the server of the tests, in turn. That
 * one keeps all in memory, so the figures say what Photon adds to the client and nothing about Riak.
 */
final class RiakStoreSection {

    private static final double TARGET = 0.7;
    private static final long LIMIT_SECONDS = 30;
    /** The server keeps all in memory. */
    private static final String HEAP = "3g";

    private static final int MOST_SECONDS = 3;

    private final BenchOptions options;
    private final Report report;

    RiakStoreSection(BenchOptions options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run(Path folder) throws IOException {
        int port = FreePort.next();
        Process server = TimedPrograms.java(HEAP, RiakLikeServer.class, String.valueOf(port));
        try {
            await(server, port);
            Map<String, String> settings =
                    Map.of("riak.cache", folder.resolve("cache").toString());
            Figures figures = StoreBench.ofRiak(
                    "127.0.0.1:" + port,
                    settings,
                    new RawRiak("127.0.0.1", port, RiakLikeServer.CONSISTENT, options.events()),
                    Math.min(MOST_SECONDS, options.seconds()),
                    options.events());
            report.note("backend riak: events stored in one step, 64 clients", figures.group(), "events");
            ratio("64 clients, and a put", figures.clients(), figures.rawClients());
            ratio("the store in such steps, and the same", figures.store(), figures.rawStore());
            ratio("cold replay, and a get of each", figures.replay(), figures.rawReplay());
        } finally {
            server.destroy();
            TimedPrograms.awaitEnd(server, "the server of the tests");
        }
    }

    private static void await(Process server, int port) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (server.isAlive() && System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(20_000_000); // it says nothing when it is ready
            }
        }
        throw new IOException("the server of the tests did not start");
    }

    private void ratio(String what, double ours, double theirs) {
        report.ratio("backend riak: " + what, ours, "events/s", theirs, Report.Must.AT_LEAST, TARGET);
    }
}
