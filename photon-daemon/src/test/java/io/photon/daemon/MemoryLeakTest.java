// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.muon.MuonDoor;
import io.photon.door.muon.MuonSettings;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.MemoryTransport;
import io.photon.muon.transport.memory.RealTimer;
import io.photon.testing.Eventually;
import io.photon.testing.Seed;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that die at any point of what they do, large and small, over every door: afterwards nothing is held. */
@Timeout(900)
class MemoryLeakTest {

    private static final int CLIENTS = 6;
    private static final long TOLERANCE_BYTES = 8 << 20;

    @TempDir
    Path dir;

    @Test
    void clientsThatDieAtAnyPointLeaveNoMemoryTaken() throws Exception {
        dieing(120);
    }

    @Test
    @Tag("soak")
    void aThousandClientsThatDieAtAnyPointLeaveNoMemoryTaken() throws Exception {
        dieing(1_000);
    }

    @SuppressWarnings("try") // the door is only to be open
    private void dieing(int rounds) throws Exception {
        long seed = Seed.any();
        System.out.println("MemoryLeakTest: seed " + seed);
        // Room for two large events or three, so that most clients wait for memory.
        Budget budget = Budget.of(4 << 20, 1 << 20);
        RealTimer timer = new RealTimer();
        MemoryNetwork network = new MemoryNetwork(timer, Faults.seeded(seed, 0, 0, 0));
        MemoryTransport server = network.join("photon");
        MemoryTransport clients = network.join("clients");
        PhotonConfig config = Daemon.config(dir, "file", HttpSettings.plain("localhost", 0));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (Daemon daemon = Daemon.start(config, budget);
                MuonDoor door = MuonDoor.open(
                        daemon.photon.api(),
                        daemon.photon.projections(),
                        new MuonSettings("photon", "amqp://localhost", true, List.of("emit", "replay"), "http://x"),
                        () -> server)) {
            MortalClients mortals = new MortalClients(daemon, clients);
            mortals.fill();
            die(threads, mortals, seed, CLIENTS * 5);
            nothingIsHeld(daemon, budget);
            long before = liveBytes();
            die(threads, mortals, seed + 1_000_000, rounds);
            nothingIsHeld(daemon, budget);
            Eventually.holds("the heap is where it was", () -> liveBytes() < before + TOLERANCE_BYTES);
            assertEquals(0L, budget.stats().get("refused"), "nobody waited for ever");
            mortals.everybodyIsServed();
            nothingIsHeld(daemon, budget);
        } finally {
            threads.shutdownNow();
            clients.close();
            timer.close();
        }
        assertEquals(0, budget.usedBytes());
    }

    private static void die(ExecutorService threads, MortalClients mortals, long seed, int rounds) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            running.add(threads.submit(() -> {
                for (int round = next.getAndIncrement(); round < rounds; round = next.getAndIncrement()) {
                    mortals.live(new Random(seed + round));
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    private static void nothingIsHeld(Daemon daemon, Budget budget) {
        Eventually.holds("no request", () -> daemon.photon.http().requests() == 0);
        Eventually.holds("no subscriber", () -> daemon.photon.log().stats().subscribers() == 0);
        Eventually.holds("nothing is held: " + budget.stats(), () -> budget.usedBytes() == 0);
        Map<String, Object> stats = budget.stats();
        stats.forEach((name, value) -> {
            if (name.endsWith("-bytes") && !name.contains("max")) {
                assertEquals(0L, value, name);
            }
        });
        assertEquals(0, stats.get("waiting"));
        assertTrue((long) stats.get("large-max-bytes") > 0);
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
