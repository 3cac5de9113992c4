// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a store costs as it grows, by events (1, 10 and 50 times {@code --events}) and by streams (10 to {@code --streams}),
 * default backend, the mirror caught up each time. Each curve is drawn, and judged: a time may grow with the logarithm of
 * the size, memory and disk per event not at all.
 */
final class GrowthSection {

    private static final int[] TIMES = {1, 10, 50};
    private static final int STREAMS = 1_000;
    private static final int REPLAYED = 10_000;
    private static final int LISTED = 1_000;
    private static final int STARTS = 3;

    /** Log, mirror and the file of lines that is sent, in bytes per event; a run must not fill the disk. */
    private static final long DISK_PER_EVENT = 1_200;

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    GrowthSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        long most = (long) options.events() * TIMES[TIMES.length - 1];
        Files.createDirectories(folder);
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < most * DISK_PER_EVENT) {
            throw new IOException("growth to " + most + " events takes about " + (most * DISK_PER_EVENT >> 30)
                    + " GiB, and " + folder + " has " + (free >> 30) + " GiB left; use --events or --folder");
        }
        List<GrowthPoint> byEvents = byEvents(folder.resolve("events"));
        List<GrowthPoint> byStreams = byStreams(folder.resolve("streams"));
        judge("by events", byEvents);
        judge("by streams", byStreams);
        Files.writeString(
                options.picture(), GrowthPicture.svg("events", byEvents, "streams", byStreams, options.events()));
    }

    private List<GrowthPoint> byEvents(Path home) throws IOException {
        List<GrowthPoint> points = new ArrayList<>();
        long have = 0;
        for (int times : TIMES) {
            long want = (long) options.events() * times;
            grow(home, have, want, STREAMS);
            points.add(measure(home, want, want));
            have = want;
        }
        return points;
    }

    private List<GrowthPoint> byStreams(Path folder) throws IOException {
        List<GrowthPoint> points = new ArrayList<>();
        for (long streams = 10; streams <= options.streams(); streams *= 10) {
            Path home = folder.resolve("of-" + streams);
            long events = Math.max(options.events(), streams);
            grow(home, 0, events, streams);
            points.add(measure(home, streams, events));
        }
        return points;
    }

    private void grow(Path home, long have, long want, long streams) throws IOException {
        try (Daemon daemon = Daemon.start(options, home, "h2")) {
            long mirrored = StreamSection.mirrored(daemon);
            for (long from = have; from < want; from += options.events()) { // the file of lines stays small
                long first = from;
                long count = Math.min(options.events(), want - from);
                NdjsonStream.send(daemon, count, n -> Events.bytes(Events.stream((first + n) % streams), first + n));
                StreamSection.awaitMirror(daemon, mirrored += count);
            }
        }
    }

    private GrowthPoint measure(Path home, long size, long events) throws IOException {
        double bytes = bytes(home) / (double) events;
        double[] ready = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (Daemon daemon = Daemon.start(options, home, "h2")) {
                ready[i] = daemon.readyMs();
            }
        }
        try (Daemon daemon = Daemon.start(options, home, "h2")) {
            double replay = replayFromTheMiddleMs(daemon, events); // first: emits put other numbers after these
            commands.load(daemon, 1, 1, 2, 0);
            double[] emits = commands.load(daemon, 1, 1, options.seconds(), 0);
            double listed = commands.listMs(home, daemon.port(), LISTED);
            return new GrowthPoint(
                    size,
                    emits[0],
                    replay,
                    listed,
                    TimedPrograms.median(ready),
                    daemon.heapAfterGc() / 1048576.0,
                    bytes);
        }
    }

    /** 10,000 events after the middle one of all, on a connection of its own; the median of five. */
    private static double replayFromTheMiddleMs(Daemon daemon, long events) throws IOException {
        try (Http http = daemon.connect()) {
            long middle = orderIdOf(http, events / 2);
            double[] ms = new double[5];
            for (int i = 0; i < ms.length; i++) {
                long start = System.nanoTime();
                long came = http.countLines("/api/replay/__all__?type=cold&limit=" + REPLAYED + "&from=" + middle);
                ms[i] = (System.nanoTime() - start) / 1e6;
                if (came != REPLAYED) {
                    throw new IOException(came + " of " + REPLAYED + " events came from the middle");
                }
            }
            return TimedPrograms.median(ms);
        }
    }

    /** By halving: order-ids are times, so the middle one of them is not the middle event. */
    private static long orderIdOf(Http http, long wanted) throws IOException {
        long low = Events.number(first(http, "forwards", 0), "order-id");
        long high = Events.number(first(http, "backwards", 0), "order-id");
        while (low < high) {
            long middle = (low + high) / 2;
            if (Events.number(first(http, "forwards", middle), "n") < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static String first(Http http, String direction, long from) throws IOException {
        String start = from == 0 ? "" : "&from=" + from;
        return http.get("/api/replay/__all__?type=cold&limit=1&direction=" + direction + start)
                .orThrow("a replay")
                .body();
    }

    private static long bytes(Path home) throws IOException {
        long bytes = 0;
        List<Path> files;
        try (Stream<Path> walk = Files.walk(home)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private void judge(String what, List<GrowthPoint> points) {
        GrowthPoint first = points.get(0);
        for (GrowthPoint.Figure figure : GrowthPoint.Figure.values()) {
            for (GrowthPoint point : points) {
                double decades = Math.log10((double) point.size() / first.size());
                double value = point.value(figure);
                double beside = first.value(figure);
                String name = String.format(Locale.ROOT, "%s, %,d: %s", what, point.size(), figure.what());
                if (figure.isRate()) {
                    report.ratio(name, value, figure.unit(), beside, Must.AT_LEAST, 1 / (1 + decades));
                } else {
                    double most = figure.isFlat() ? 1.5 : 1.5 + decades;
                    report.ratio(name, value, figure.unit(), beside, Must.AT_MOST, most);
                }
            }
        }
    }
}
