// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import io.photon.rabbit.RabbitMq;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Muon over AMQP, each figure beside what the same RabbitMQ passes of plain messages, as many and as large. */
final class MuonSection {

    private static final String ALL = "__all__";
    private static final int LIVE_PER_SECOND = 1_000;

    private final BenchOptions options;
    private final Report report;

    MuonSection(BenchOptions options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run(Path folder) throws IOException {
        Optional<String> missing = RabbitMq.missing();
        if (missing.isPresent()) {
            throw new IllegalStateException(missing.get());
        }
        try (RabbitMq rabbit = RabbitMq.start();
                Daemon daemon = Daemon.start(options, folder, "h2", "-muon.url", rabbit.url())) {
            load(rabbit, "emit", "8", "3"); // the compiler's time is not the daemon's speed
            emit(rabbit, 1, Must.NOTHING);
            emit(rabbit, 64, Must.AT_LEAST);
            live(rabbit);
            StreamSection.stream(daemon, options.events() / 10);
            double heapBefore = replay(rabbit, daemon, "cold replay, short");
            StreamSection.stream(daemon, options.events());
            StreamSection.awaitMirror(daemon, options.events());
            double heapAfter = replay(rabbit, daemon, "cold replay");
            report.ratio("daemon heap after the replay", heapAfter, "MiB", heapBefore, Must.AT_MOST, 1.5);
            report.note("  daemon peak memory of the process", daemon.peakRss() / 1048576.0, "MiB");
        }
    }

    private void emit(RabbitMq rabbit, int clients, Must must) throws IOException {
        String count = Integer.toString(clients);
        String seconds = Integer.toString(options.seconds());
        double[] emitted = load(rabbit, "emit", count, seconds);
        double[] floor = load(rabbit, "echo", count, seconds, whole(emitted[1]), whole(emitted[2]));
        report.ratio(
                "emits over Muon, acknowledged, " + clients + (clients == 1 ? " client" : " clients"),
                emitted[0],
                "events/s",
                floor[0],
                must,
                0.25);
    }

    private double replay(RabbitMq rabbit, Daemon daemon, String name) throws IOException {
        double[] replayed = load(rabbit, "replay", ALL);
        double[] floor = load(rabbit, "pass", whole(replayed[1]), whole(replayed[2]));
        report.ratio(name + " over Muon", replayed[0], "events/s", floor[0], Must.AT_LEAST, 0.25);
        report.note("  bytes of an AMQP message", replayed[2], "");
        return daemon.heapAfterGc() / 1048576.0;
    }

    private void live(RabbitMq rabbit) throws IOException {
        double[] latencies =
                load(rabbit, "live", Integer.toString(options.seconds()), Integer.toString(LIVE_PER_SECOND));
        report.note("live over Muon at 1,000 events/s, p50", latencies[0] / 1e3, "ms");
        report.value("live over Muon at 1,000 events/s, p99", latencies[1] / 1e3, "ms", Must.AT_MOST, 20);
    }

    private static String whole(double number) {
        return Long.toString(Math.round(number));
    }

    /** In a process of its own. */
    private static double[] load(RabbitMq rabbit, String... what) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MuonLoad.class.getName(),
                Integer.toString(rabbit.port())));
        command.addAll(List.of(what));
        Process load = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(load::destroy, "stop-the-load"));
        String said = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (said.isBlank()) {
            throw new IOException("the load " + Arrays.toString(what) + " failed");
        }
        double[] figures = Arrays.stream(said.strip().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (figures[0] == 0) {
            throw new IOException("nothing came while it was measured: no figure, not a good one");
        }
        return figures;
    }
}
