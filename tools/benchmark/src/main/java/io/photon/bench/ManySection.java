// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Many streams and many local-ids in the default backend: the same heap, and emits and listings as fast as before. */
final class ManySection {

    private static final int EVENTS_PER_STREAM = 3;

    /** There are as many before. */
    private static final int LISTED = 1_000;

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    ManySection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        try (Daemon daemon = Daemon.start(options, folder, "h2")) {
            commands.load(daemon, 1, 1, 3, 0);
            double emitBefore = commands.load(daemon, 1, 1, options.seconds(), 0)[0];
            double listBefore = commands.listMs(folder, daemon.port(), LISTED);
            report.note("heap with few streams", daemon.heapAfterGc() / 1048576.0, "MiB");

            long mirrored = StreamSection.mirrored(daemon);
            long start = System.nanoTime();
            long events = (long) options.streams() * EVENTS_PER_STREAM;
            double seconds =
                    NdjsonStream.send(daemon, events, n -> small(Events.stream(n % options.streams()), n, null));
            report.note("stream into " + options.streams() + " streams", events / seconds, "events/s");
            seconds = NdjsonStream.send(daemon, options.localIds(), n -> small(Events.stream(n % 1_000), n, "id-" + n));
            report.note(options.localIds() + " events with a local-id", options.localIds() / seconds, "events/s");

            StreamSection.awaitMirror(daemon, mirrored + events + options.localIds());
            report.note(
                    "mirror, from the start of both until it has it all",
                    (events + options.localIds()) / ((System.nanoTime() - start) / 1e9),
                    "events/s");

            report.value(
                    "heap with many streams and local-ids", daemon.heapAfterGc() / 1048576.0, "MiB", Must.AT_MOST, 256);
            double emitAfter = commands.load(daemon, 1, 1, options.seconds(), 0)[0];
            report.ratio(
                    "1 client, with many streams and local-ids", emitAfter, "events/s", emitBefore, Must.AT_LEAST, 0.8);
            report.ratio(
                    "photon streams list of " + LISTED + " of them",
                    commands.listMs(folder, daemon.port(), LISTED),
                    "ms",
                    listBefore,
                    Must.AT_MOST,
                    1.5);
            double list = commands.photon(folder, daemon.port(), null, null, "streams", "list", "-o", "ndjson")
                    .seconds();
            report.note("photon streams list of all of them", list * 1e3, "ms");
            report.note("  daemon peak memory of the process", daemon.peakRss() / 1048576.0, "MiB");
        }
    }

    private static byte[] small(String stream, long n, @Nullable String localId) {
        return ("{\"stream-name\":\"" + stream + "\",\"event-type\":\"Measured\","
                        + (localId == null ? "" : "\"local-id\":\"" + localId + "\",") + "\"payload\":{\"n\":" + n
                        + "}}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
