// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What those who emit feel of SQL, whatever it asks: paced emits alone and alongside it, in turn. */
final class SqlSection {

    private static final int PACED_PER_SECOND = 1_000;
    private static final int ROUNDS = 3;
    private static final double MOST = 1.5;
    private static final int BAD_REQUEST = 400;

    /** What fills a heap, ends never, or reads all there is. */
    private static final Map<String, String> QUERIES = queries();

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    SqlSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    private static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("scans of all events", "SELECT event_type, COUNT(*) FROM events GROUP BY event_type");
        queries.put("GROUP BY payload", "SELECT COUNT(*) FROM (SELECT payload FROM events GROUP BY payload)");
        queries.put("JSON_ARRAYAGG of all payloads", "SELECT OCTET_LENGTH(JSON_ARRAYAGG(payload)) FROM events");
        queries.put(
                "a recursion without an end",
                "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT COUNT(*) FROM t");
        queries.put("a hash of 2,000,000,000 rounds", "SELECT hash('SHA256', 'x', 2000000000)");
        queries.put("2,000,000,000 random bytes", "SELECT secure_rand(2000000000)");
        return queries;
    }

    void run(Path folder) throws IOException {
        for (String priority : new String[] {"low", "idle"}) {
            run(folder.resolve(priority), priority);
        }
    }

    private void run(Path folder, String priority) throws IOException {
        try (Daemon daemon = Daemon.start(
                options, folder, "h2", "-sql.timeout", options.seconds() + "s", "-sql.priority", priority)) {
            StreamSection.stream(daemon, options.events());
            StreamSection.awaitMirror(daemon, options.events());
            paced(daemon);
            for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                double[] alone = new double[ROUNDS];
                double[] alongside = new double[ROUNDS];
                int asked = 0;
                for (int round = 0; round < ROUNDS; round++) { // in turn: the machine may not stay as it is
                    alone[round] = paced(daemon);
                    try (Asking asking = Asking.start(daemon, query.getValue())) {
                        alongside[round] = paced(daemon);
                        asked += asking.answered();
                    }
                }
                report.ratio(
                        "emits paced at 1,000/s alongside " + query.getKey() + ", priority " + priority + ", p99",
                        TimedPrograms.median(alongside),
                        "µs",
                        TimedPrograms.median(alone),
                        Must.AT_MOST,
                        MOST);
                report.note("  queries that were answered or refused", asked, "");
            }
        }
    }

    private double paced(Daemon daemon) throws IOException {
        return commands.load(daemon, 16, 1, options.seconds(), PACED_PER_SECOND)[2];
    }

    /** One query after the other on a thread of its own. */
    private static final class Asking implements AutoCloseable {

        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicReference<Throwable> failed = new AtomicReference<>();
        private final Http http;
        private final Thread thread;

        private Asking(Http http, byte[] sql) {
            this.http = http;
            this.thread = new Thread(() -> ask(sql), "sql");
        }

        static Asking start(Daemon daemon, String sql) throws IOException {
            Asking asking = new Asking(daemon.connect(), sql.getBytes(StandardCharsets.UTF_8));
            asking.thread.start();
            return asking;
        }

        private void ask(byte[] sql) {
            try {
                while (!over.get()) {
                    Http.Response answer = http.post("/api/sql", "application/sql", sql);
                    if (answer.status() == BAD_REQUEST) {
                        throw new IOException("not asked: " + answer.body());
                    }
                    answered.incrementAndGet();
                }
            } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
                if (!over.get()) { // else the connection was closed to end the query
                    failed.set(e);
                }
            }
        }

        int answered() {
            return answered.get();
        }

        @Override
        public void close() throws IOException {
            over.set(true);
            http.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (failed.get() != null) {
                throw new IOException("the queries ended", failed.get());
            }
        }
    }
}
