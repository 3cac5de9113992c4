// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Photon and Redis in turn on the same disk with the same load machinery: three rounds, each begun by another one. Only
 * one of them runs at a time. A figure is the median of its rounds; the ratio is to Redis in this run.
 */
final class PeersSection {

    private static final int ROUNDS = 3;
    private static final int REPLAYED = 200_000;
    private static final int REPLAYS = 5;
    private static final String REDIS = "Redis, AOF always";

    /** What is measured, in the order of the report. */
    private enum Figure {
        ONE("1 client, one event a request", "events/s"),
        MANY("64 clients, one event a request", "events/s"),
        BATCHES("1 client, atomic batches of 100", "events/s"),
        FIRST("cold replay of 200,000, the first after a start", "events/s"),
        REPLAY("cold replay of 200,000, later ones", "events/s"),
        LIVE_50("live at 1,000/s, p50", "µs"),
        LIVE_99("live at 1,000/s, p99", "µs"),
        LIVE_999("live at 1,000/s, p99.9", "µs");

        private final String what;
        private final String unit;

        Figure(String what, String unit) {
            this.what = what;
            this.unit = unit;
        }
    }

    private interface Start {
        Peer in(Path folder) throws IOException;
    }

    private final BenchOptions options;
    private final Report report;
    private final Floor floor;
    private final Map<String, Start> peers = new LinkedHashMap<>();
    private final Map<Figure, Map<String, List<Double>>> figures = new TreeMap<>();
    private final List<Double> floors = new ArrayList<>();

    PeersSection(BenchOptions options, Report report, Floor floor, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.floor = floor;
        peers.put(REDIS, folder -> new RedisPeer(commands, folder));
        peers.put("Photon, default backend", folder -> new PhotonPeer(options, commands, folder, "h2"));
        peers.put("Photon, file", folder -> new PhotonPeer(options, commands, folder, "file"));
    }

    void run(Path folder) throws IOException {
        List<String> names = List.copyOf(peers.keySet());
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get((round + i) % names.size());
                floors.add(floor.measure(1));
                try (Peer peer = Objects.requireNonNull(peers.get(name)).in(folder.resolve(round + "-" + i))) {
                    measure(name, peer);
                }
            }
        }
        report.note("floor in between, median", median(floors), "writes/s");
        figures.forEach((figure, byPeer) -> {
            double redis = median(Objects.requireNonNull(byPeer.get(REDIS)));
            byPeer.forEach((name, values) -> report.ratio(
                    figure.what + ": " + name, median(values), figure.unit, redis, Report.Must.NOTHING, 0));
        });
    }

    private void measure(String name, Peer peer) throws IOException {
        peer.emits(8, 1, 3); // the compiler's time is not the store's speed
        note(Figure.ONE, name, peer.emits(1, 1, options.seconds())[0]);
        note(Figure.MANY, name, peer.emits(64, 1, options.seconds())[0]);
        note(Figure.BATCHES, name, peer.emits(1, 100, options.seconds())[0]);
        peer.fill(REPLAYED);
        peer.restart();
        note(Figure.FIRST, name, peer.replay(REPLAYED));
        double[] later = new double[REPLAYS];
        for (int i = 0; i < REPLAYS; i++) {
            later[i] = peer.replay(REPLAYED);
        }
        note(Figure.REPLAY, name, TimedPrograms.median(later));
        long[] micros = peer.live(options.seconds());
        note(Figure.LIVE_50, name, micros[micros.length / 2]);
        note(Figure.LIVE_99, name, micros[micros.length * 99 / 100]);
        note(Figure.LIVE_999, name, micros[micros.length * 999 / 1_000]);
    }

    private void note(Figure figure, String peer, double value) {
        figures.computeIfAbsent(figure, f -> new LinkedHashMap<>())
                .computeIfAbsent(peer, p -> new ArrayList<>())
                .add(value);
    }

    private static double median(List<Double> values) {
        return TimedPrograms.median(
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
