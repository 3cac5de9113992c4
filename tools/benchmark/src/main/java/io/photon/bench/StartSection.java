// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.file.Path;

/** How long things take to start, over a Java program that does nothing, of the same run. */
final class StartSection {

    private static final int RUNS = 11;
    private static final int SERVE_RUNS = 5;

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    StartSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        double empty = commands.emptyJavaMs(RUNS);
        report.note("an empty Java program", empty, "ms");
        double[] ready = new double[SERVE_RUNS];
        for (int i = 0; i < SERVE_RUNS; i++) {
            try (Daemon daemon = Daemon.start(options, folder.resolve("empty" + i), "h2")) {
                ready[i] = daemon.readyMs();
            }
        }
        over("photon serve ready, empty store", TimedPrograms.median(ready), empty, 1_500);
        Path home = folder.resolve("full");
        Daemon daemon = Daemon.start(options, home, "h2");
        try {
            commands.photonMs(1, home, daemon.port(), "version"); // the first one may write the start-up archive
            over("photon version", commands.photonMs(RUNS, home, daemon.port(), "version"), empty, 200);
            String[] emit = {"emit", "--stream", "s", "--type", "t", "--payload", "{}"};
            over("photon emit of one event", commands.photonMs(RUNS, home, daemon.port(), emit), empty, 300);
            StreamSection.stream(daemon, options.events());
            daemon.kill();
            daemon = Daemon.start(options, home, "h2");
            over(
                    "photon serve ready after kill -9 with " + options.events() + " events",
                    daemon.readyMs(),
                    empty,
                    3_000);
        } finally {
            daemon.close();
        }
    }

    private void over(String name, double ms, double empty, double target) {
        report.value(name + ", over the empty program", ms - empty, "ms", Must.AT_MOST, target);
    }
}
