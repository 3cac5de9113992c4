// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import io.photon.bench.store.CassandraRows;
import io.photon.testing.CassandraProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Photons on three nodes of Cassandra that force each write: what many clients and a stream of lines come to, what that
 * appends to Cassandra, and replays of one, two and three Photons at once, each from its copy. All on this machine.
 */
final class CassandraClusterSection {

    private static final int CLIENTS = 64;
    private static final int MANY_CLIENTS = 1_000;
    private static final int PHOTONS = 3;
    private static final int ROUNDS = 3;
    private static final double TARGET = 15_000;
    private static final double LINEAR = 0.9;
    private static final long LIMIT_SECONDS = 600;

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    CassandraClusterSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        List<CassandraProcess> nodes = CassandraProcess.startThree(folder.resolve("nodes"), CassandraProcess.DURABLE);
        List<Daemon> photons = new ArrayList<>();
        try {
            photons.add(photon(folder, nodes, 1));
            appends(photons.get(0), nodes);
            while (photons.size() < PHOTONS) {
                photons.add(photon(folder, nodes, photons.size() + 1));
                await(photons.get(photons.size() - 1), photons.get(0));
            }
            replays(photons);
        } finally {
            for (Daemon each : photons) {
                each.close();
            }
            nodes.forEach(CassandraProcess::close);
        }
    }

    private Daemon photon(Path folder, List<CassandraProcess> nodes, int number) throws IOException {
        return Daemon.start(
                options,
                folder.resolve("photon-" + number),
                "cassandra",
                "-cassandra.ip",
                nodes.stream().map(CassandraProcess::address).collect(Collectors.joining(",")),
                "-cassandra.port",
                String.valueOf(nodes.get(0).port()),
                "-cassandra.replication",
                "3",
                "-cassandra.require-durable",
                "true",
                "-node.name",
                "photon-" + number,
                "-events.port",
                "0",
                "-projections.port",
                "0",
                "-muon.url",
                "none");
    }

    private void appends(Daemon writer, List<CassandraProcess> nodes) throws IOException {
        commands.load(writer, CLIENTS, 1, options.seconds(), 0); // the compilers' time is not the store's speed
        append(
                writer,
                nodes,
                CLIENTS + " clients, one event a request",
                () -> commands.load(writer, CLIENTS, 1, options.seconds(), 0)[0],
                Must.NOTHING);
        append(
                writer,
                nodes,
                MANY_CLIENTS + " clients, one event a request",
                () -> commands.load(writer, MANY_CLIENTS, 1, 2.0 * options.seconds(), 0)[0],
                Must.AT_LEAST);
        append(
                writer,
                nodes,
                "NDJSON stream",
                () -> options.events() / StreamSection.stream(writer, options.events()),
                Must.AT_LEAST);
        CassandraRows.Sums rows =
                CassandraRows.of(nodes.get(0).address(), nodes.get(0).port());
        String event = Events.json(Events.stream(0), 0, null);
        int payload = event.length() - event.indexOf("\"payload\":") - "\"payload\":".length() - 1;
        report.note("three nodes: events in a row, all of these", rows.events() / (double) rows.slots(), "events");
        report.note("  bytes in the row of an event", rows.perEvent(), "bytes");
        report.note("  without its payload of " + payload + " bytes", rows.perEvent() - payload, "bytes");
        report.note("  of them in other columns than the events'", rows.others() / (double) rows.events(), "bytes");
    }

    private interface Load {
        /** @return events a second */
        double run() throws IOException;
    }

    private void append(Daemon writer, List<CassandraProcess> nodes, String what, Load load, Must must)
            throws IOException {
        long eventsBefore = writer.counter("appended");
        long slotsBefore = writer.counter("slots");
        long bytesBefore = written(nodes);
        double rate = load.run();
        double events = writer.counter("appended") - eventsBefore;
        report.value("three nodes: " + what, rate, "events/s", must, TARGET);
        report.note("  events in a slot", events / Math.max(1, writer.counter("slots") - slotsBefore), "events");
        report.note(
                "  bytes that a node writes to its disk for each",
                (written(nodes) - bytesBefore) / events / nodes.size(),
                "bytes");
    }

    /** What the nodes have handed to the disk since their start (Linux). */
    private static long written(List<CassandraProcess> nodes) throws IOException {
        long bytes = 0;
        for (CassandraProcess node : nodes) {
            for (String line : Files.readAllLines(Path.of("/proc/" + node.pid() + "/io"))) {
                if (line.startsWith("write_bytes:")) {
                    bytes += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return bytes;
    }

    private void replays(List<Daemon> photons) throws IOException {
        double one = 0;
        for (int count = 1; count <= photons.size(); count++) {
            List<Daemon> some = photons.subList(0, count);
            replay(some); // the first reads files that are not in memory yet
            double best = 0;
            double millis = 0;
            long events = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long before = processorMillis(some);
                long from = System.nanoTime();
                events = replay(some);
                double seconds = (System.nanoTime() - from) / 1e9;
                if (events / seconds > best) {
                    best = events / seconds;
                    millis = processorMillis(some) - before;
                }
            }
            String what = "cold replay of " + count + (count == 1 ? " Photon" : " Photons at once");
            if (count == 1) {
                one = best;
                report.note(what, best, "events/s");
            } else {
                report.ratio(
                        what + ", and " + count + " × of one", best, "events/s", count * one, Must.AT_LEAST, LINEAR);
            }
            report.note("  processor time of its Photon for an event", 1e3 * millis / events, "µs");
        }
    }

    /** One reader of each. @return events that all of them got together */
    private long replay(List<Daemon> photons) throws IOException {
        List<CompletableFuture<Long>> readers = new ArrayList<>();
        for (Daemon each : photons) {
            CompletableFuture<Long> reader = new CompletableFuture<>();
            new Thread(
                            () -> {
                                try (Http http = each.connect()) {
                                    reader.complete(http.countLines("/api/replay/__all__?type=cold"));
                                } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
                                    reader.completeExceptionally(e);
                                }
                            },
                            "reader")
                    .start();
            readers.add(reader);
        }
        long events = 0;
        try {
            for (CompletableFuture<Long> reader : readers) {
                events += reader.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("a replay failed: " + e.getCause(), e);
        }
        return events;
    }

    private static long processorMillis(List<Daemon> photons) {
        return photons.stream().mapToLong(Daemon::processorMillis).sum();
    }

    private static void await(Daemon second, Daemon first) throws IOException {
        long head = first.counter("head");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (second.counter("head") < head) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a Photon did not read the log in " + LIMIT_SECONDS + " s");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }
}
