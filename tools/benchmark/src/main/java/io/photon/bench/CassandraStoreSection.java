// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.store.RawCassandra;
import io.photon.bench.store.StoreBench;
import io.photon.bench.store.StoreBench.Figures;
import io.photon.testing.CassandraProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The backend cassandra next to its driver: the same events in groups of the same size, on one node, in turn. */
final class CassandraStoreSection {

    private static final double TARGET = 0.7;

    private final BenchOptions options;
    private final Report report;

    CassandraStoreSection(BenchOptions options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run(Path folder) throws IOException {
        try (CassandraProcess node = CassandraProcess.start(folder.resolve("node"), CassandraProcess.DURABLE)) {
            Path password = Files.writeString(folder.resolve("password"), "cassandra");
            Map<String, String> settings = Map.of(
                    "cassandra.ip",
                    node.address(),
                    "cassandra.port",
                    String.valueOf(node.port()),
                    "cassandra.replication",
                    "1",
                    "cassandra.user",
                    "cassandra",
                    "cassandra.password-file",
                    password.toString(),
                    "cassandra.cache",
                    folder.resolve("cache").toString());
            Figures figures = StoreBench.ofCassandra(
                    settings, new RawCassandra(node.address(), node.port()), options.seconds(), options.events());
            report.note("backend cassandra: events stored in one step, 64 clients", figures.group(), "events");
            ratio("64 clients, and INSERT IF NOT EXISTS", figures.clients(), figures.rawClients());
            ratio("the store in such steps, and the same", figures.store(), figures.rawStore());
            ratio("cold replay, and SELECT", figures.replay(), figures.rawReplay());
            ratio("a copy made anew, and SELECT", figures.rebuilt(), figures.rawReplay());
        }
    }

    private void ratio(String what, double ours, double theirs) {
        report.ratio("backend cassandra: " + what, ours, "events/s", theirs, Report.Must.AT_LEAST, TARGET);
    }
}
