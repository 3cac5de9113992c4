// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** {@code photon backup} of a large store to nowhere, and {@code photon restore} of it into an empty one. */
final class BackupSection {

    private static final int RUNS = 3;

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    BackupSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        File file = folder.resolve("backup.ndjson").toFile();
        Path home = folder.resolve("from");
        try (Daemon daemon = Daemon.start(options, home, "h2")) {
            StreamSection.stream(daemon, options.events());
            StreamSection.awaitMirror(daemon, options.events()); // else it and the backup share the processors
            double best = Double.MAX_VALUE;
            long peak = 0;
            for (int i = 0; i < RUNS; i++) {
                TimedPrograms.Ran ran = commands.photon(home, daemon.port(), null, null, "backup");
                best = Math.min(best, ran.seconds());
                peak = Math.max(peak, ran.peakRss());
            }
            report.value(
                    "photon backup > /dev/null, best of " + RUNS,
                    options.events() / best,
                    "events/s",
                    Must.AT_LEAST,
                    500_000);
            report.note("  command line, peak memory of the process", peak / 1048576.0, "MiB");
            report.value("  daemon heap after it", daemon.heapAfterGc() / 1048576.0, "MiB", Must.AT_MOST, 256);
            commands.photon(home, daemon.port(), null, file, "backup");
        }
        Path to = folder.resolve("to");
        try (Daemon daemon = Daemon.start(options, to, "h2")) {
            TimedPrograms.Ran ran = commands.photon(to, daemon.port(), file, null, "restore");
            report.value(
                    "photon restore into an empty store",
                    options.events() / ran.seconds(),
                    "events/s",
                    Must.AT_LEAST,
                    150_000);
            report.note("  command line, peak memory of the process", ran.peakRss() / 1048576.0, "MiB");
            TimedPrograms.Ran again = commands.photon(to, daemon.port(), file, null, "restore");
            report.note(
                    "photon restore of the same again (all skipped)", options.events() / again.seconds(), "events/s");
            report.value("  daemon heap after it", daemon.heapAfterGc() / 1048576.0, "MiB", Must.AT_MOST, 256);
        }
    }
}
