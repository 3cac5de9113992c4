// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The benchmark of docs/performance.md; started by {@code bin/bench}. */
final class Bench {

    private final BenchOptions options;
    private final Report report = new Report();

    private Bench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] args) throws IOException {
        if (args.length == 1 && args[0].endsWith("help")) {
            System.out.print(BenchOptions.USAGE);
            return;
        }
        BenchOptions options;
        try {
            options = BenchOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(new Bench(options).run());
    }

    private int run() throws IOException {
        Floor floor = new Floor(options.folder());
        try {
            report.note("floor: one 300-byte write + fdatasync at a time", floor.measure(2), "writes/s");
        } catch (IllegalStateException e) {
            System.err.println("bench: " + e.getMessage());
            return 2;
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        report.note("load of the machine at the start (a quiet one is below 1)", load, "");
        boolean failed = false;
        for (String section : options.sections()) {
            Path folder = options.folder().resolve(section);
            delete(folder);
            try {
                measure(section, floor, folder);
            } catch (IOException | IllegalStateException e) {
                failed = true; // one part that cannot be measured must not hide the others
                System.err.println("bench: section " + section + " failed: " + e.getMessage());
            }
            delete(folder);
        }
        System.out.println(options.json() ? report.json() : report.table());
        return failed ? 1 : 0;
    }

    private void measure(String section, Floor floor, Path folder) throws IOException {
        TimedPrograms commands = new TimedPrograms(options);
        switch (section) {
            case "emit" -> new EmitSection(options, report, floor, commands).run(folder);
            case "stream" -> new StreamSection(options, report, commands).run(folder);
            case "backup" -> new BackupSection(options, report, commands).run(folder);
            case "start" -> new StartSection(options, report, commands).run(folder);
            case "many" -> new ManySection(options, report, commands).run(folder);
            case "projection" -> new ProjectionSection(options, report, commands).run(folder);
            case "many-projections" -> new ManyProjectionsSection(options, report, commands).run(folder);
            case "subscribers" -> new SubscriberSection(options, report, commands).run(folder);
            case "growth" -> new GrowthSection(options, report, commands).run(folder);
            case "peers" -> new PeersSection(options, report, floor, commands).run(folder);
            case "http" -> new HttpSection(options, report, commands).run(folder);
            case "http2" -> new Http2Section(options, report).run(folder);
            case "sql" -> new SqlSection(options, report, commands).run(folder);
            case "where" -> new WhereSection(options, report).run(folder);
            case "follow" -> new FollowSection(options, report, commands).run(folder);
            case "muon" -> new MuonSection(options, report).run(folder);
            default -> measureStore(section, folder, commands);
        }
    }

    private void measureStore(String section, Path folder, TimedPrograms commands) throws IOException {
        switch (section) {
            case "redis" -> new RedisStoreSection(options, report).run(folder);
            case "cassandra" -> new CassandraStoreSection(options, report).run(folder);
            case "cassandra-cluster" -> new CassandraClusterSection(options, report, commands).run(folder);
            case "mongo" -> new MongoStoreSection(options, report).run(folder);
            case "riak" -> new RiakStoreSection(options, report).run(folder);
            default -> throw new IllegalStateException(section);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(folder)) {
                files = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
