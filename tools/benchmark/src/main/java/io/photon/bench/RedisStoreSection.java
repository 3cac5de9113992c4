// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.store.StoreBench;
import io.photon.bench.store.StoreBench.Figures;
import java.io.IOException;
import java.nio.file.Path;

/** The backend redis next to its driver: the same events in groups of the same size, on one server, in turn. */
final class RedisStoreSection {

    private static final double TARGET = 0.7;

    private final BenchOptions options;
    private final Report report;

    RedisStoreSection(BenchOptions options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run(Path folder) throws IOException {
        try (Redis redis = Redis.start(folder)) {
            Figures figures = StoreBench.ofRedis(redis.url(), options.seconds(), options.events());
            report.note("backend redis: events stored in one step, 64 clients", figures.group(), "events");
            report.ratio(
                    "backend redis: 64 clients, and MULTI of XADD",
                    figures.clients(),
                    "events/s",
                    figures.rawClients(),
                    Report.Must.AT_LEAST,
                    TARGET);
            report.ratio(
                    "backend redis: the store in such steps, and the same",
                    figures.store(),
                    "events/s",
                    figures.rawStore(),
                    Report.Must.AT_LEAST,
                    TARGET);
            report.ratio(
                    "backend redis: cold replay, and XRANGE",
                    figures.replay(),
                    "events/s",
                    figures.rawReplay(),
                    Report.Must.AT_LEAST,
                    TARGET);
        }
    }
}
