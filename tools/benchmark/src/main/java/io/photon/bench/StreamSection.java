// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A long NDJSON stream into both local backends, the mirror after it, and what other emitters feel of that. */
final class StreamSection {

    private static final int PACED_PER_SECOND = 1_000;
    private static final long CATCH_UP_SECONDS = 600;

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    StreamSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        try (Daemon daemon = Daemon.start(options, folder.resolve("file"), "file")) {
            double seconds = stream(daemon, options.events());
            report.value("NDJSON stream, file", options.events() / seconds, "events/s", Must.AT_LEAST, 200_000);
            report.note("  daemon heap after it", daemon.heapAfterGc() / 1048576.0, "MiB");
        }
        try (Daemon daemon = Daemon.start(options, folder.resolve("h2"), "h2")) {
            commands.load(daemon, 16, 1, 5, PACED_PER_SECOND);
            double[] quiet = commands.load(daemon, 16, 1, options.seconds(), PACED_PER_SECOND);
            report.note("emits paced at 1,000/s, p99 alone", quiet[2], "µs");
            long copied = mirrored(daemon);
            long start = System.nanoTime();
            double seconds = stream(daemon, options.events());
            report.value(
                    "NDJSON stream, default backend", options.events() / seconds, "events/s", Must.AT_LEAST, 100_000);
            Process load = commands.startLoad(daemon, 16, 1, options.seconds(), PACED_PER_SECOND);
            awaitMirror(daemon, copied + options.events());
            double caughtUp = (System.nanoTime() - start) / 1e9;
            double[] busy = commands.loadResult(load);
            report.ratio(
                    "emits paced at 1,000/s while the mirror catches up, p99",
                    busy[2],
                    "µs",
                    quiet[2],
                    Must.AT_MOST,
                    2);
            report.value(
                    "mirror, from the stream's start until it has it all",
                    options.events() / caughtUp,
                    "events/s",
                    Must.AT_LEAST,
                    40_000);
            report.note("  daemon heap after it", daemon.heapAfterGc() / 1048576.0, "MiB");
            report.note("  daemon peak memory of the process", daemon.peakRss() / 1048576.0, "MiB");
        }
    }

    static double stream(Daemon daemon, int events) throws IOException {
        return NdjsonStream.send(daemon, events, n -> Events.bytes(Events.stream(n % 1_000), n));
    }

    /** Waits until the mirror has copied a number of events. */
    static void awaitMirror(Daemon daemon, long events) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS);
        while (mirrored(daemon) < events) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the mirror did not catch up in " + CATCH_UP_SECONDS + " s");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Events the mirror has copied since the daemon's start. */
    static long mirrored(Daemon daemon) throws IOException {
        return daemon.counter("mirror-events");
    }
}
