// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Very many small projections over one stream, in the three languages by turns: what they cost, and how long they take. */
final class ManyProjectionsSection {

    private static final int PACED_PER_SECOND = 50;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PATIENCE_NANOS = TimeUnit.HOURS.toNanos(2);
    private static final byte[] EVENT =
            "{\"stream-name\":\"many\",\"event-type\":\"T\",\"payload\":1}".getBytes(StandardCharsets.US_ASCII);
    private static final List<String[]> LANGUAGES = List.of(
            new String[] {"javascript", "function(p, n) { return p + 1 }"},
            new String[] {"jq", ". + 1"},
            new String[] {"clojure", "(fn [p n] (inc p))"});

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    ManyProjectionsSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        long folds = (long) options.projections() * options.projectionEvents();
        long stopping;
        try (Daemon daemon = Daemon.start(options, folder, "file")) {
            long start = System.nanoTime();
            create(daemon);
            report.note("creating " + options.projections() + " projections", seconds(start), "s");
            report.note("  heap with them, before the first event", heapMib(daemon), "MiB");
            long before = processed(daemon);
            start = System.nanoTime();
            double stream = NdjsonStream.send(daemon, options.projectionEvents(), n -> EVENT);
            double stored = seconds(start);
            long done = processed(daemon) - before;
            report.note("stream of " + options.projectionEvents() + " events with them", stream, "s");
            report.note(
                    "  events that each has still to fold then, on average",
                    (folds - done) / (double) options.projections(),
                    "");
            Process load = commands.startLoad(daemon, 16, 1, options.seconds(), PACED_PER_SECOND);
            double[] emits = commands.loadResult(load);
            report.note("  emits paced at 50/s concurrently, p50", emits[1] / 1e3, "ms");
            report.note("  emits paced at 50/s concurrently, p99", emits[2] / 1e3, "ms");
            await(daemon, before + folds);
            double all = seconds(start);
            report.note("  until all are up to date after the stream", all - stored, "s");
            report.note("folded by all of them together", folds / all, "events/s");
            report.value("  heap then", heapMib(daemon), "MiB", Must.AT_MOST, 256);
            report.note("  daemon peak memory of the process", daemon.peakRss() / 1048576.0, "MiB");
            start = System.nanoTime();
            NdjsonStream.send(daemon, 1, n -> EVENT);
            await(daemon, before + folds + options.projections());
            report.note("one more event: until all have it", 1e3 * seconds(start), "ms");
            stopping = System.nanoTime();
        }
        report.note("stop by SIGTERM", seconds(stopping), "s");
        try (Daemon again = Daemon.start(options, folder, "file")) {
            report.note("ready after a restart", again.readyMs() / 1e3, "s");
        }
    }

    private void create(Daemon daemon) throws IOException {
        try (Http http = daemon.connect()) {
            for (int i = 0; i < options.projections(); i++) {
                String[] language = LANGUAGES.get(i % LANGUAGES.size());
                byte[] request = ("{\"projection-name\":\"p" + i + "\",\"stream-name\":\"many\",\"language\":\""
                                + language[0] + "\",\"reduction\":\"" + language[1] + "\",\"initial-value\":\"0\"}")
                        .getBytes(StandardCharsets.US_ASCII);
                http.beginPost("/api/projection", "application/json");
                http.chunk(request, request.length);
                http.endChunks().orThrow("creating projection p" + i);
            }
        }
    }

    /** Until all projections together have folded this number of events, and each of ours is up to date. */
    private void await(Daemon daemon, long events) throws IOException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (processed(daemon) < events) {
            if (System.nanoTime() > until) {
                throw new IOException(
                        "only " + processed(daemon) + " of " + events + " events were folded in two hours");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        for (int i = 0; i < options.projections(); i++) {
            ProjectionSection.caughtUp(daemon, "p" + i);
        }
    }

    /** Events that all projections together have folded since the start, those that come with the daemon included. */
    private static long processed(Daemon daemon) throws IOException {
        return daemon.counter("processed");
    }

    private static double heapMib(Daemon daemon) throws IOException {
        return daemon.heapAfterGc() / 1048576.0;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
