// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.file.Path;

/** Durable emits over HTTP, each client waiting for its answer, beside the floor measured before and after. */
final class EmitSection {

    private static final double FLOOR_SECONDS = 2;

    private final BenchOptions options;
    private final Report report;
    private final Floor floor;
    private final TimedPrograms commands;

    EmitSection(BenchOptions options, Report report, Floor floor, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.floor = floor;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        try (Daemon daemon = Daemon.start(options, folder, "h2")) {
            commands.load(daemon, 8, 1, 3, 0); // the compiler's time is not the daemon's speed
            measure(daemon, "1 client, one event a request", 1, 1, 0.5);
            measure(daemon, "64 clients, one event a request", 64, 1, 4);
            measure(daemon, "1 client, atomic batches of 100", 1, 100, 15);
            report.note("daemon heap after these", daemon.heapAfterGc() / 1048576.0, "MiB");
        }
    }

    private void measure(Daemon daemon, String name, int clients, int eventsPerRequest, double target)
            throws IOException {
        double before = floor.measure(FLOOR_SECONDS);
        double[] load = commands.load(daemon, clients, eventsPerRequest, options.seconds(), 0);
        double beside = (before + floor.measure(FLOOR_SECONDS)) / 2;
        report.ratio(name, load[0], "events/s", beside, Must.AT_LEAST, target);
        report.note("  p50", load[1], "µs");
        report.note("  p99", load[2], "µs");
    }
}
