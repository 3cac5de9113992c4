// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast stored events are folded, and what emitters feel of that. */
final class ProjectionSection {

    private static final int PACED_PER_SECOND = 1_000;
    private static final Pattern HEAD = Pattern.compile("\"head\"\\s*:\\s*(\\d+)");
    private static final String COUNT_AND_SUM = "function(p, e) { var s = e['stream-name'];"
            + " var c = p[s] || (p[s] = {n: 0, sum: 0}); c.n++; c.sum += e.payload.n || 1; return p }";

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    ProjectionSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        try (Daemon daemon = Daemon.start(options, folder, "file")) {
            commands.load(daemon, 16, 1, 5, PACED_PER_SECOND);
            double[] alone = commands.load(daemon, 16, 1, options.seconds(), PACED_PER_SECOND);
            report.note("emits paced at 1,000/s, p99 alone", alone[2], "µs");
            StreamSection.stream(daemon, options.events());
            caughtUp(daemon, "__streams__"); // it has followed the stream
            startOver(daemon, "__streams__"); // the compiler's time is not the projection's speed
            report.value(
                    "__streams__ over everything stored",
                    options.events() / startOver(daemon, "__streams__"),
                    "events/s",
                    Must.AT_LEAST,
                    400_000);
            create(daemon);
            report.note(
                    "count and sum by key in JavaScript over it",
                    options.events() / startOver(daemon, "bench"),
                    "events/s");
            Process load = commands.startLoad(daemon, 16, 1, options.seconds(), PACED_PER_SECOND);
            int rounds = 0;
            while (load.isAlive()) {
                startOver(daemon, rounds++ % 2 == 0 ? "__streams__" : "bench");
            }
            double[] beside = commands.loadResult(load);
            report.ratio(
                    "emits paced at 1,000/s while history is folded, p99", beside[2], "µs", alone[2], Must.AT_MOST, 2);
            report.note("  projections folded anew concurrently", rounds, "");
            report.note("  daemon heap after it", daemon.heapAfterGc() / 1048576.0, "MiB");
        }
    }

    private static void create(Daemon daemon) throws IOException {
        String request = "{\"projection-name\":\"bench\",\"language\":\"javascript\",\"initial-value\":\"{}\","
                + "\"reduction\":\"" + COUNT_AND_SUM + "\"}";
        post(daemon, "/api/projection", request);
        caughtUp(daemon, "bench");
    }

    /** @return seconds until it covered what was stored */
    private static double startOver(Daemon daemon, String projection) throws IOException {
        long start = System.nanoTime();
        post(daemon, "/api/projection/" + projection + "/reset", "");
        caughtUp(daemon, projection);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void post(Daemon daemon, String path, String body) throws IOException {
        try (Http http = daemon.connect()) {
            http.beginPost(path, "application/json");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0) {
                http.chunk(bytes, bytes.length);
            }
            http.endChunks().orThrow(path);
        }
    }

    /** Waits until it has folded what is stored now. */
    static void caughtUp(Daemon daemon, String projection) throws IOException {
        try (Http http = daemon.connect()) {
            Matcher head =
                    HEAD.matcher(http.get("/api/stats").orThrow("/api/stats").body());
            if (!head.find()) {
                throw new IOException("/api/stats does not say where the head is");
            }
            http.get("/api/projection/" + projection + "/wait?timeout=600000&at-least=" + head.group(1))
                    .orThrow("waiting for " + projection);
        }
    }
}
