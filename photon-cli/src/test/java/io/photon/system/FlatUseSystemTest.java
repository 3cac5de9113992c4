// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Eventually;
import io.photon.testing.Pause;
import io.photon.testing.Seed;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/reliability scenario 44: what a daemon holds is the same after each round of everything that is asked of it, with
 * readers. A round ends with its streams deleted and all counters at rest; what is held then is looked at after a collection.
 */
class FlatUseSystemTest {

    private static final int LANES = 3;
    private static final int LOOK_EACH_MS = 100;

    /** Of its heap of 256 MiB, and of what is outside it. */
    private static final long RESIDENT_BYTES = (256 + 256) << 20;

    /** By which threads and descriptors may differ: clients that keep a connection do not all need one in each round. */
    private static final int FEW = 6;

    /** A deletion starts a new segment, and those with little left are merged; two descriptors each. */
    private static final int SEGMENTS = 2 * 50;

    private static final String KEPT = "kept";
    private static final int KEPT_EVENTS = 1_500;
    private static final int KEPT_BYTES = 2_000;

    private static final List<String> ZERO_AT_REST = List.of(
            "/http/readers",
            "/http/inbound-bytes",
            "/http/outbound-bytes",
            "/log/subscribers",
            "/log/queued-events",
            "/erasure/pending-streams",
            "/projections/catching-up",
            "/store/mirror-lag-ms");

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /**
     * How long it is used.
     *
     * @param warmUp rounds in which code is compiled and loaded, and caches are filled
     * @param restMs about how long a client rests after each deed
     * @param heapBytes how far the heap may rise from the first half of the rounds after that to the second; caches that are
     *     still being filled count, so in a short run this finds only what is large
     * @param ownBytes the same of Photon's own objects: a connection that is kept for no client costs about a thousand
     */
    private record Plan(
            boolean isLong, int rounds, int warmUp, int roundMs, int restMs, long heapBytes, long ownBytes) {}

    @Test
    void memoryAndDescriptorsStayFlatUnderAMixedLoadWithReaders() throws Exception {
        use(new Plan(false, 4, 1, 3_000, 40, 2 << 20, 12_000));
    }

    @Test
    @Tag("soak")
    void memoryAndDescriptorsStayFlatForAQuarterOfAnHour() throws Exception {
        use(new Plan(true, 2 * Integer.getInteger("photon.minutes", 15), 4, 30_000, 40, 1 << 20, 32_000));
    }

    private void use(Plan plan) throws Exception {
        long seed = Seed.any();
        System.out.println("FlatUseSystemTest seed " + seed);
        Random random = new Random(seed);
        List<Held> after = new ArrayList<>();
        // What is given back only when a connection has been idle for too long is not given back here.
        String[] settings = {"-rest.idle-timeout", "1h"};
        try (DaemonProcess daemon =
                plan.isLong ? DaemonProcess.startMeasured(home, settings) : DaemonProcess.start(home, settings)) {
            fill(daemon.http());
            for (int round = 0; round < plan.rounds; round++) {
                int deeds = round(daemon, plan, random, "round-" + round);
                comesToRest(daemon);
                after.add(Held.by(daemon));
                System.out.println("FlatUseSystemTest round " + round + ", " + deeds + " deeds: " + after.get(round));
            }
            assertEquals(0, daemon.stop(), daemon::stderr);
        }
        isFlat(plan, after.subList(plan.warmUp, after.size()));
    }

    private static void fill(HttpDoor door) throws IOException {
        String line = "{\"stream-name\":\"" + KEPT + "\",\"event-type\":\"T\",\"payload\":{\"n\":2,\"filler\":\""
                + "x".repeat(KEPT_BYTES) + "\"}}\n";
        HttpResponse<String> stored =
                door.post("/api/events?ack=summary", "application/x-ndjson", line.repeat(KEPT_EVENTS));
        assertEquals(200, stored.statusCode(), stored.body());
    }

    private int round(DaemonProcess daemon, Plan plan, Random random, String name) throws Exception {
        HttpDoor door = daemon.http();
        List<AutoCloseable> readers = readers(door);
        int deeds = 0;
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plan.roundMs);
            List<Future<Integer>> lanes = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                MixedLoad load = new MixedLoad(door, KEPT, name + "-" + lane, random.nextLong(), plan.restMs);
                lanes.add(threads.submit(() -> load.until(end)));
            }
            new MixedLoad(door, KEPT, name + "-dear", random.nextLong(), plan.restMs).dearOnes(plan.isLong);
            commands(daemon, name);
            for (Future<Integer> lane : lanes) {
                deeds += lane.get(plan.roundMs + 120_000L, TimeUnit.MILLISECONDS);
            }
        } finally {
            for (AutoCloseable reader : readers) {
                reader.close();
            }
        }
        MixedLoad last = new MixedLoad(door, KEPT, name, random.nextLong(), plan.restMs);
        Eventually.holds(
                () -> {
                    Pause.millis(LOOK_EACH_MS);
                    last.wakes();
                    return door.json("/api/stats").at("/http/readers").intValue() == 0;
                },
                () -> "readers that have left are still there");
        last.removesAll();
        return deeds;
    }

    /** Live ones, which stay for the round. */
    private List<AutoCloseable> readers(HttpDoor door) throws Exception {
        List<AutoCloseable> readers = new ArrayList<>();
        for (String path : List.of("__all__?type=hot-cold", "round-**?type=hot", "round-*?type=hot-cold")) {
            for (String accept : List.of("application/x-ndjson", "text/event-stream")) {
                LeavingClient reader = LeavingClient.asks(door, "/api/replay/" + path, accept);
                threads.submit(reader::takesAll);
                readers.add(reader);
            }
        }
        readers.add(EventsSocket.open(door, "/ws/replay/__all__?type=hot-cold").request(1_000_000));
        readers.add(EventsSocket.open(door, "/ws/ws-projections"));
        return readers;
    }

    private void commands(DaemonProcess daemon, String stream) throws Exception {
        Map<String, String> url = Map.of("PHOTON_URL", daemon.http().base().toString());
        PhotonProcess emit = PhotonProcess.run(
                home, url, daemon.http(), "emit", "--stream", stream, "--type", "T", "--payload", "1");
        assertEquals(0, emit.code(), emit.err());
        PhotonProcess replay = PhotonProcess.run(home, url, daemon.http(), "replay", stream, "--type", "cold");
        assertEquals(0, replay.code(), replay.err());
        assertTrue(replay.out().contains("\"event-type\":\"T\""), replay.out());
    }

    private static void comesToRest(DaemonProcess daemon) {
        AtomicReference<List<String>> busy = new AtomicReference<>();
        Eventually.holds(
                () -> {
                    Pause.millis(LOOK_EACH_MS); // to look is work, too
                    busy.set(busy(daemon));
                    return busy.get().isEmpty();
                },
                () -> "not at rest: " + busy);
    }

    /** By the daemon's own counters. */
    private static List<String> busy(DaemonProcess daemon) throws IOException {
        List<String> busy = new ArrayList<>();
        JsonNode stats = daemon.http().json("/api/stats");
        for (Map.Entry<String, JsonNode> each : stats.get("memory").properties()) {
            boolean isHeld = each.getKey().endsWith("-bytes") && !each.getKey().endsWith("-max-bytes");
            if ((isHeld || each.getKey().equals("waiting")) && each.getValue().longValue() != 0) {
                busy.add("memory " + each);
            }
        }
        for (String path : ZERO_AT_REST) {
            if (stats.at(path).longValue() != 0) {
                busy.add(path + " " + stats.at(path));
            }
        }
        if (stats.at("/http/requests").intValue() != 1) { // this one
            busy.add("/http/requests " + stats.at("/http/requests"));
        }
        return busy;
    }

    private static void isFlat(Plan plan, List<Held> after) {
        Held first = after.get(0);
        Held last = after.get(after.size() - 1);
        long heap = rise(after, Held::liveBytes);
        long own = rise(after, Held::ownBytes);
        String found = "the least of the later rounds is above the least of the earlier ones: heap by " + heap
                + " bytes, of that Photon's own objects by " + own + ", classes by " + rise(after, Held::classBytes)
                + ", all outside the heap by "
                + rise(after, Held::outsideBytes) + "\nfirst " + first + "\nlast  " + last + "\n"
                + last.grownSince(first);
        System.out.println("FlatUseSystemTest " + found);
        assertTrue(heap <= plan.heapBytes, found);
        assertTrue(own <= plan.ownBytes, found);
        for (Held each : after) {
            assertTrue(Math.abs(each.files() - first.files()) <= FEW, each + "\n" + found);
            assertTrue(Math.abs(each.threads() - first.threads()) <= FEW, each + "\n" + found);
            assertTrue(each.segments() <= SEGMENTS, each + "\n" + found);
            assertTrue(each.residentBytes() <= RESIDENT_BYTES, each + "\n" + found);
        }
    }

    /** From the first half of the rounds to the second. What is held for a while is not in a minimum; what stays is. */
    private static long rise(List<Held> after, ToLongFunction<Held> size) {
        int half = after.size() / 2;
        return least(after.subList(half, after.size()), size) - least(after.subList(0, half), size);
    }

    private static long least(List<Held> rounds, ToLongFunction<Held> size) {
        return rounds.stream().mapToLong(size).min().orElseThrow();
    }
}
