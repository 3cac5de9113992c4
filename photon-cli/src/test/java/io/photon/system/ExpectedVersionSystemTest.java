// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/reliability scenario 18. */
class ExpectedVersionSystemTest {

    private static final int CLIENTS = 64;
    private static final Pattern NUMBER = Pattern.compile("\\d{10,}");

    @TempDir
    Path home;

    /** The order-id that an event was stored at, by the version it was expected to follow. */
    private final Map<String, Long> winners = new ConcurrentHashMap<>();

    private final AtomicInteger conflicts = new AtomicInteger();

    @Test
    void ofSixtyFourClientsExactlyOneWinsEachVersion() throws Exception {
        race(40);
    }

    @Test
    @Tag("soak")
    void ofSixtyFourClientsExactlyOneWinsEachOfAThousandVersions() throws Exception {
        race(1_000);
    }

    private void race(int rounds) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        try (DaemonProcess daemon = DaemonProcess.start(home)) {
            AtomicReference<String> version = new AtomicReference<>("none");
            CyclicBarrier start = new CyclicBarrier(CLIENTS);
            // The last to end a round says what the next one competes for.
            CyclicBarrier end =
                    new CyclicBarrier(CLIENTS, () -> version.set(String.valueOf(winners.get(version.get()))));
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(pool.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        start.await(60, TimeUnit.SECONDS);
                        attempt(daemon.http(), client, version.get());
                        end.await(60, TimeUnit.SECONDS);
                    }
                    return null;
                }));
            }
            for (Future<Void> client : clients) {
                client.get(300, TimeUnit.SECONDS);
            }
            assertEquals(rounds, winners.size());
            assertEquals(rounds * (CLIENTS - 1), conflicts.get());
            List<Long> stored = daemon.http().replay("race").stream()
                    .map(Producer::orderIdOf)
                    .toList();
            assertEquals(winners.values().stream().sorted().toList(), stored);
            assertEquals(stored.get(0), winners.get("none"));
            for (int i = 1; i < stored.size(); i++) {
                assertEquals(stored.get(i), winners.get(stored.get(i - 1).toString()), "the winner after event " + i);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void attempt(HttpDoor door, int client, String version) throws Exception {
        String event = "{\"stream-name\":\"race\",\"event-type\":\"Won\",\"payload\":" + client + "}";
        HttpResponse<String> answer = door.emit(event, version);
        if (answer.statusCode() == 200) {
            long orderId = HttpDoor.JSON.readTree(answer.body()).get("order-id").longValue();
            Long other = winners.put(version, orderId);
            assertTrue(other == null, "after " + version + " both " + other + " and " + orderId + " were stored");
            return;
        }
        assertEquals(409, answer.statusCode(), answer.body());
        String error = HttpDoor.JSON.readTree(answer.body()).get("error").asText();
        Matcher named = NUMBER.matcher(error.replace("'" + version + "'", "").replace(version, ""));
        assertTrue(named.find(), "a loser is told the current version: " + error);
        conflicts.incrementAndGet();
    }
}
