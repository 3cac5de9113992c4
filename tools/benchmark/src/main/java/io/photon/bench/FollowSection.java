// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A follower: what it costs its primary, how fast it catches up, and how far it is while events come in. */
final class FollowSection {

    private static final int CLIENTS = 64;
    private static final int ROUNDS = 3;
    private static final int WARM_UP = 4;
    private static final int PACED_PER_SECOND = 4_000;
    private static final long CATCH_UP_SECONDS = 600;

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    FollowSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        together(folder);
        if (Runtime.getRuntime().availableProcessors() > 1) {
            apart(folder.resolve("apart"));
        }
    }

    /** The follower has a core of its own, as on a machine of its own: what is left is what its primary does for it. */
    private void apart(Path folder) throws IOException {
        BenchOptions here = options.on(0);
        TimedPrograms load = commands.on(0);
        try (Daemon primary = Daemon.start(here, folder.resolve("primary"), "file")) {
            load.load(primary, CLIENTS, 1, WARM_UP * options.seconds(), 0); // with one core the compiler takes its time
            double[] alone = new double[2];
            double[] followed = new double[2];
            for (int round = 0; round < ROUNDS; round++) {
                add(alone, primary, load);
                try (Daemon follower = follower(options.on(1), primary, folder.resolve("second"))) {
                    await(follower, primary);
                    add(followed, primary, load);
                    await(follower, primary);
                }
            }
            report.note("the primary and its clients on one core, alone", alone[0], "events/s");
            report.ratio(
                    "  the same with a follower on another", followed[0], "events/s", alone[0], Must.AT_LEAST, 0.9);
            report.ratio(
                    "  processor time of the primary for an emit", followed[1], "µs", alone[1], Must.AT_MOST, 1 / 0.9);
        }
    }

    /** Adds a round: events a second, and processor time of the primary for each, µs. */
    private void add(double[] sums, Daemon primary, TimedPrograms load) throws IOException {
        long millis = primary.processorMillis();
        long events = primary.counter("appended");
        sums[0] += load.load(primary, CLIENTS, 1, options.seconds(), 0)[0] / ROUNDS;
        sums[1] += 1e3 * (primary.processorMillis() - millis) / (primary.counter("appended") - events) / ROUNDS;
    }

    private void together(Path folder) throws IOException {
        try (Daemon primary = Daemon.start(options, folder.resolve("primary"), "file")) {
            commands.load(primary, CLIENTS, 1, options.seconds(), 0); // the compiler's time is not the daemon's speed
            double alone = 0;
            double followed = 0;
            for (int round = 0; round < ROUNDS; round++) { // in turn, so that both have the same machine
                alone += commands.load(primary, CLIENTS, 1, options.seconds(), 0)[0] / ROUNDS;
                try (Daemon follower = follower(options, primary, folder.resolve("second"))) {
                    await(follower, primary);
                    followed += commands.load(primary, CLIENTS, 1, options.seconds(), 0)[0] / ROUNDS;
                    await(follower, primary);
                }
            }
            report.note("emits of " + CLIENTS + " clients, alone", alone, "events/s");
            report.ratio("  the same with a follower", followed, "events/s", alone, Must.AT_LEAST, 0.9);

            StreamSection.stream(primary, options.events());
            long events = primary.counter("appended");
            long start = System.nanoTime();
            try (Daemon follower = follower(options, primary, folder.resolve("fresh"))) {
                double readySeconds = follower.readyMs() / 1e3;
                await(follower, primary);
                double seconds = (System.nanoTime() - start) / 1e9 - readySeconds;
                report.value("catch-up of a new follower", events / seconds, "events/s", Must.AT_LEAST, 300_000);
                lag(primary, follower);
            }
        }
    }

    private static Daemon follower(BenchOptions how, Daemon primary, Path home) throws IOException {
        return Daemon.start(
                how,
                home,
                "file",
                "-follow",
                "http://127.0.0.1:" + primary.port(),
                "-follow.token",
                primary.token(),
                "-node.name",
                "second");
    }

    /** From the sending of an event to the primary until the follower's subscriber has it, while others emit. */
    private void lag(Daemon primary, Daemon follower) throws IOException {
        Process load = commands.startLoad(primary, 16, 1, options.seconds() + 3, PACED_PER_SECOND);
        try (Http reader = follower.connect();
                Http writer = primary.connect()) {
            LiveProbe probe = new LiveProbe();
            reader.begin("/api/replay/live?type=hot-cold");
            long[] micros = probe.run(options.seconds(), reader::readChunk, event -> {
                byte[] body = event.getBytes(StandardCharsets.US_ASCII);
                writer.post("/api/event", "application/json", body).orThrow("an emit");
            });
            report.value(
                    "lag of a follower at " + (PACED_PER_SECOND + 1_000) + " events/s, p99",
                    micros[(int) (micros.length * 0.99)] / 1e3,
                    "ms",
                    Must.AT_MOST,
                    50);
            report.note("  p50", micros[micros.length / 2] / 1e3, "ms");
        }
        commands.loadResult(load);
    }

    private static void await(Daemon follower, Daemon primary) throws IOException {
        long head = primary.counter("head");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS);
        while (follower.counter("head") < head) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the follower did not catch up in " + CATCH_UP_SECONDS + " s");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
