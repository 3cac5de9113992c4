// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Pause;
import io.photon.testing.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/reliability scenario 1. */
class KillNineSystemTest {

    private static final int CLIENTS = 8;

    @TempDir
    Path home;

    private final Map<String, Long> answered = new HashMap<>();
    private final Map<String, Boolean> unknown = new HashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void everyAnsweredEventIsThereOnceAfterAKilledDaemonStartsAgain(String backend) throws Exception {
        killAndCheck(backend, 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    @Tag("soak")
    void everyAnsweredEventIsThereOnceAfterThreeHundredKills(String backend) throws Exception {
        killAndCheck(backend, Integer.getInteger("photon.kills", 300));
    }

    private void killAndCheck(String backend, int rounds) throws Exception {
        long seed = Seed.any();
        System.out.println("KillNineSystemTest " + backend + " seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
                check(daemon);
                killUnderLoad(daemon, round, random);
            }
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            check(daemon);
            assertEquals(0, daemon.stop());
        }
    }

    private void killUnderLoad(DaemonProcess daemon, int round, Random random) throws Exception {
        List<Producer> producers = IntStream.range(0, CLIENTS)
                .mapToObj(client -> new Producer(daemon.http(), round + "-" + client, 100_000))
                .toList();
        List<Thread> threads = Producer.start(producers);
        Pause.random(random, 100, 700);
        daemon.kill();
        for (Thread thread : threads) {
            thread.join(30_000);
        }
        producers.forEach(producer -> {
            answered.putAll(producer.answered);
            unknown.putAll(producer.unknown);
            assertTrue(producer.refused.isEmpty(), () -> "refused: " + producer.refused);
        });
    }

    private void check(DaemonProcess daemon) throws Exception {
        List<String> lines = daemon.http().replay("__all__");
        Map<String, Long> stored = new HashMap<>();
        long last = 0;
        for (String line : lines) {
            long orderId = Producer.orderIdOf(line);
            assertTrue(orderId > last, "order-id " + orderId + " after " + last);
            last = orderId;
            String key = Producer.keyOf(line);
            assertTrue(stored.put(key, orderId) == null, key + " is there twice");
        }
        List<String> missing = new ArrayList<>();
        answered.forEach((key, orderId) -> {
            if (!orderId.equals(stored.get(key))) {
                missing.add(key + " answered at " + orderId + ", found at " + stored.get(key));
            }
        });
        assertEquals(List.of(), missing);
        stored.keySet().removeAll(answered.keySet());
        stored.keySet().removeAll(unknown.keySet());
        assertEquals(Map.of(), stored, "stored, but never sent");
        assertEquals(lines, daemon.http().replay("__all__"), "two replays differ");
    }
}
