// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure and how much of it.
 *
 * @param folder where data is put: a folder on the disk that is to be measured
 * @param photon the command that starts photon
 * @param sections which parts, in order
 * @param seconds how long each timed part runs
 * @param events events of the streams, backups and restores
 * @param streams streams of the section with many streams
 * @param localIds events with a local-id of that section
 * @param subscribers idle subscribers
 * @param picture where the curves of growth go, SVG
 * @param projections small projections of the section with many of them
 * @param projectionEvents events that each of those folds
 * @param json JSON instead of a table
 */
record BenchOptions(
        Path folder,
        List<String> photon,
        List<String> sections,
        int seconds,
        int events,
        int streams,
        int localIds,
        int subscribers,
        Path picture,
        int projections,
        int projectionEvents,
        boolean json) {

    static final List<String> ALL_SECTIONS =
            List.of("emit", "stream", "backup", "start", "many", "projection", "subscribers", "muon");

    /** Asked for by name only: they need more than the machine has by itself, or much time. */
    private static final List<String> OTHER_SECTIONS = List.of(
            "many-projections",
            "peers",
            "http",
            "http2",
            "sql",
            "where",
            "redis",
            "cassandra",
            "cassandra-cluster",
            "mongo",
            "riak",
            "follow",
            "growth");

    static final String USAGE = """
            usage: bin/bench [options]
              --sections LIST    of emit,stream,backup,start,many,projection,subscribers,muon
                                 (default: these); also many-projections,peers,http,http2,sql,where,redis,
                                 cassandra,cassandra-cluster,mongo,riak,follow,growth
                                 (http: the HTTP door next to a bare server; http2: next to HTTP/1.1,
                                 over TLS; sql: emits alongside hostile queries; where: replays with
                                 a condition; redis, cassandra, mongo, riak: that
                                 backend next to its bare driver; cassandra-cluster: Photons on three
                                 nodes; follow: a follower and its primary, next to that alone)
              --peers            only that: Photon and Redis (AOF, forced at each write) in turn,
                                 three rounds; gets Debian's Redis when there is none
              --growth           only that: emits, replays, lists, starts, memory and disk at 1, 10 and
                                 50 times --events, and in 10 to --streams streams, as a picture
              --picture FILE     where that picture goes (default: target/growth.svg)
              --folder DIR       where data is put; must be on a disk (default: target/bench)
              --photon COMMAND   what to measure (default: bin/photon)
              --seconds N        length of each timed part (default: 10)
              --events N         events streamed, backed up and restored (default: 1000000)
              --streams N        streams in the section many (default: 1000000)
              --local-ids N      events with a local-id in the section many (default: 10000000)
              --subscribers N    idle subscribers (default: 1000)
              --projections N    in the section many-projections (default: 1000)
              --projection-events N  that each of them folds (default: 100000)
              --quick            a tenth of everything, 3 seconds each
              -o json|table      how to print (default: table)
            """;

    /** @throws IllegalArgumentException with a message for the user */
    static BenchOptions parse(String[] args) {
        Path folder = Path.of("target/bench");
        List<String> photon = List.of("bin/photon");
        List<String> sections = ALL_SECTIONS;
        int seconds = 10;
        int events = 1_000_000;
        int streams = 1_000_000;
        int localIds = 10_000_000;
        int subscribers = 1_000;
        Path picture = Path.of("target/growth.svg");
        int projections = 1_000;
        int projectionEvents = 100_000;
        boolean json = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                seconds = 3;
                events = 100_000;
                streams = 100_000;
                localIds = 300_000;
                subscribers = 100;
                projections = 100;
                projectionEvents = 10_000;
                continue;
            }
            if (args[i].equals("--peers")) {
                sections = List.of("peers");
                continue;
            }
            if (args[i].equals("--growth")) {
                sections = List.of("growth");
                continue;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + ": unknown, or its value is missing\n" + USAGE);
            }
            String value = args[++i];
            switch (args[i - 1]) {
                case "--sections" -> sections = sections(value);
                case "--folder" -> folder = Path.of(value);
                case "--photon" -> photon = List.of(value.split(" "));
                case "--seconds" -> seconds = number(value);
                case "--events" -> events = number(value);
                case "--streams" -> streams = number(value);
                case "--local-ids" -> localIds = number(value);
                case "--subscribers" -> subscribers = number(value);
                case "--picture" -> picture = Path.of(value);
                case "--projections" -> projections = number(value);
                case "--projection-events" -> projectionEvents = number(value);
                case "-o" -> json = value.equals("json");
                default -> throw new IllegalArgumentException(args[i - 1] + ": unknown option\n" + USAGE);
            }
        }
        return new BenchOptions(
                folder.toAbsolutePath().normalize(),
                photon,
                sections,
                seconds,
                events,
                streams,
                localIds,
                subscribers,
                picture,
                projections,
                projectionEvents,
                json);
    }

    /** The same with daemons that run on one core only (Linux). */
    BenchOptions on(int core) {
        List<String> pinned = new ArrayList<>(TimedPrograms.pinned(core));
        pinned.addAll(photon);
        return new BenchOptions(
                folder,
                pinned,
                sections,
                seconds,
                events,
                streams,
                localIds,
                subscribers,
                picture,
                projections,
                projectionEvents,
                json);
    }

    private static List<String> sections(String value) {
        List<String> wanted = Arrays.asList(value.split(","));
        for (String section : wanted) {
            if (!ALL_SECTIONS.contains(section) && !OTHER_SECTIONS.contains(section)) {
                throw new IllegalArgumentException(
                        section + ": no such section; use " + ALL_SECTIONS + " or " + OTHER_SECTIONS);
            }
        }
        return wanted;
    }

    private static int number(String value) {
        try {
            return Math.max(1, Integer.parseInt(value.replace("_", "")));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(value + ": not a number", e);
        }
    }
}
