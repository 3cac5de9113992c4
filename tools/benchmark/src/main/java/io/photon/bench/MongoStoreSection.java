// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.store.RawMongo;
import io.photon.bench.store.StoreBench;
import io.photon.bench.store.StoreBench.Figures;
import io.photon.testing.MongoProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The backend mongo next to its driver: the same events in groups of the same size, on the server of the tests, in turn. */
final class MongoStoreSection {

    private static final double TARGET = 0.7;

    private final BenchOptions options;
    private final Report report;

    MongoStoreSection(BenchOptions options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run(Path folder) throws IOException {
        try (MongoProcess server = MongoProcess.start(folder.resolve("server"), MongoProcess.WITH_A_JOURNAL)) {
            Map<String, String> settings = Map.of(
                    "mongodb.host",
                    server.host(),
                    "mongodb.cache",
                    folder.resolve("cache").toString());
            Figures figures =
                    StoreBench.ofMongo(settings, new RawMongo(server.host()), options.seconds(), options.events());
            report.note("backend mongo: events stored in one step, 64 clients", figures.group(), "events");
            ratio("64 clients, and insertOne", figures.clients(), figures.rawClients());
            ratio("the store in such steps, and the same", figures.store(), figures.rawStore());
            report.note("backend mongo: cold replay from the copy", figures.replay(), "events/s");
        }
    }

    private void ratio(String what, double ours, double theirs) {
        report.ratio("backend mongo: " + what, ours, "events/s", theirs, Report.Must.AT_LEAST, TARGET);
    }
}
