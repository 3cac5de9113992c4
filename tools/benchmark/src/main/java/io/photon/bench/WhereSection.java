// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a condition costs a replay: read by Photon itself, and the same by the whole of jq. */
final class WhereSection {

    private static final int ROUNDS = 7;

    private final BenchOptions options;
    private final Report report;

    WhereSection(BenchOptions options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run(Path folder) throws IOException {
        try (Daemon daemon = Daemon.start(options, folder, "file")) {
            StreamSection.stream(daemon, options.events());
            compare(daemon, "a number", ".payload.n == -1");
            compare(daemon, "a text of the envelope", ".\"event-type\" == \"none\"");
            compare(daemon, "two tests", "(.payload.n | type) == \"string\" or .payload.n < 0");
        }
    }

    private void compare(Daemon daemon, String what, String condition) throws IOException {
        double[] own = new double[ROUNDS];
        double[] whole = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) { // in turn, for the machine's speed changes
            own[round] = rate(daemon, condition);
            whole[round] = rate(daemon, "first(" + condition + ")"); // which only the whole of jq knows
        }
        double best = TimedPrograms.median(whole);
        report.note("replay --where, " + what + ": the whole of jq", best, "events/s");
        report.ratio("replay --where, " + what, TimedPrograms.median(own), "events/s", best, Report.Must.AT_LEAST, 2);
    }

    /** No event fits, so nothing but the looking is measured. */
    private double rate(Daemon daemon, String condition) throws IOException {
        try (Http http = daemon.connect()) {
            String path = "/api/replay/__all__?type=cold&where=" + URLEncoder.encode(condition, StandardCharsets.UTF_8);
            long start = System.nanoTime();
            String found = http.get(path).orThrow(path).body();
            if (!found.isBlank()) {
                throw new IOException(condition + " fits " + found.substring(0, Math.min(100, found.length())));
            }
            return options.events() / ((System.nanoTime() - start) / 1e9);
        }
    }
}
