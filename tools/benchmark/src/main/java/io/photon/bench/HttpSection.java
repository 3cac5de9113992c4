// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the HTTP door costs: emits in memory next to the bare server, the same as a user with grants, replays next to the same
 * bytes from memory, replays over a WebSocket next to those, a scrape of the metrics.
 */
final class HttpSection {

    private static final int CLIENTS = 64;
    private static final int SCRAPES = 500;
    private static final int FIRST_SCRAPES = 300;
    /** For this many Java's compiler makes each faster than the one before. */
    private static final int REPLAYS = 12;

    private static final int STREAMS = 100_000;
    private static final String[] IN_MEMORY = {
        "-events.port", "0", "-projections.port", "0", "-muon.url", "none", "-rest.max-readers", "100"
    };

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    HttpSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        try (Daemon daemon = Daemon.start(options, folder, "memory", IN_MEMORY)) {
            emits(daemon);
            replay(daemon);
            scrape(daemon);
        }
    }

    private void emits(Daemon daemon) throws IOException {
        String user = user(daemon);
        commands.load(daemon.port(), daemon.token(), CLIENTS, 3); // the compiler's time is not the daemon's speed
        commands.load(daemon.port(), user, CLIENTS, 1);
        try (Bare bare = Bare.start(0)) {
            commands.load(bare.port(), "-", CLIENTS, 3);
            double[] alone = new double[2];
            double[] emits = new double[2];
            double[] asUser = new double[2];
            for (int round = 0; round < 2; round++) { // in turn: the machine may not stay as it is
                alone[round] = commands.load(bare.port(), "-", CLIENTS, options.seconds())[0];
                emits[round] = commands.load(daemon.port(), daemon.token(), CLIENTS, options.seconds())[0];
                asUser[round] = commands.load(daemon.port(), user, CLIENTS, options.seconds())[0];
            }
            report.ratio(
                    "64 connections, emits in memory, and a bare server that parses",
                    mean(emits),
                    "events/s",
                    mean(alone),
                    Must.AT_LEAST,
                    0.6);
            report.ratio("  as a user with grants", mean(asUser), "events/s", mean(emits), Must.AT_LEAST, 0.95);
        }
    }

    private static double mean(double... figures) {
        return Arrays.stream(figures).average().orElseThrow();
    }

    /** A user who may emit to what the load is about, and not to everything. @return a token of that user */
    private static String user(Daemon daemon) throws IOException {
        try (Http http = daemon.connect()) {
            post(http, "/api/user", "{\"username\":\"writer\"}");
            for (String streams : new String[] {"stock-*", "audit-*", "orders-*"}) {
                post(
                        http,
                        "/api/grant",
                        "{\"username\":\"writer\",\"roles\":\"emit\",\"streams\":\"" + streams + "\"}");
            }
            String made = post(http, "/auth/token", "{\"name\":\"bench\",\"username\":\"writer\"}");
            Matcher token = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(made);
            if (!token.find()) {
                throw new IOException("no token in " + made);
            }
            return token.group(1);
        }
    }

    private static String post(Http http, String path, String json) throws IOException {
        return http.post(path, "application/json", json.getBytes(StandardCharsets.UTF_8))
                .orThrow(path)
                .body();
    }

    private void replay(Daemon daemon) throws IOException {
        StreamSection.stream(daemon, options.events());
        long bytes = (long) options.events() * lineBytes(daemon);
        try (Bare bare = Bare.start(bytes)) {
            double best = 0;
            double socket = 0;
            double floor = 0;
            for (int round = 0; round < REPLAYS; round++) { // the first warms up
                double photon = options.events()
                        / seconds(
                                daemon.port(),
                                daemon.token(),
                                "/api/replay/__all__?type=cold&limit=" + options.events());
                double messages = options.events() / socketSeconds(daemon);
                double alone = options.events() / seconds(bare.port(), "-", "/");
                best = round == 0 ? best : Math.max(best, photon);
                socket = round == 0 ? socket : Math.max(socket, messages);
                floor = round == 0 ? floor : Math.max(floor, alone);
            }
            report.ratio(
                    "cold replay over HTTP, and as many bytes from memory",
                    best,
                    "events/s",
                    floor,
                    Must.AT_LEAST,
                    0.5);
            report.ratio("  over a WebSocket, and over HTTP", socket, "events/s", best, Must.AT_LEAST, 0.8);
        }
    }

    /** How long a line of a replay is. */
    private static int lineBytes(Daemon daemon) throws IOException {
        try (Http http = daemon.connect()) {
            return http.get("/api/replay/__all__?type=cold&limit=1")
                    .orThrow("a replay")
                    .body()
                    .length();
        }
    }

    private static double seconds(int port, String token, String path) throws IOException {
        try (Http http = new Http(port, token)) {
            long start = System.nanoTime();
            http.countLines(path);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Each event, and the word that it was all. */
    private double socketSeconds(Daemon daemon) throws IOException {
        try (Http http = daemon.connect()) {
            long start = System.nanoTime();
            String path = "/ws/replay/__all__?type=cold&limit=" + options.events();
            long messages = http.countMessages(path, options.events());
            if (messages != options.events() + 1L) {
                throw new IOException(messages + " messages came for " + options.events() + " events");
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private void scrape(Daemon daemon) throws IOException {
        NdjsonStream.send(daemon, STREAMS, n -> Events.bytes("one-of-many-" + n, n));
        double[] ms = new double[SCRAPES];
        try (Http http = daemon.connect()) {
            for (int i = -FIRST_SCRAPES; i < SCRAPES; i++) {
                long start = System.nanoTime();
                http.get("/metrics").orThrow("/metrics");
                if (i >= 0) {
                    ms[i] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        Arrays.sort(ms);
        report.value("scrape of the metrics with 100,000 streams, median", ms[SCRAPES / 2], "ms", Must.AT_MOST, 5);
        report.note("scrape of the metrics with 100,000 streams, p99", ms[SCRAPES * 99 / 100], "ms");
    }

    /** {@link BareServer} in a process of its own. */
    private record Bare(Process process, int port) implements AutoCloseable {

        static Bare start(long bytes) throws IOException {
            Process process = TimedPrograms.java(BareServer.class, Long.toString(bytes));
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
            String port = said.readLine();
            if (port == null) {
                throw new IOException("the bare server did not start");
            }
            return new Bare(process, Integer.parseInt(port));
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            TimedPrograms.awaitEnd(process, "the bare server");
        }
    }
}
