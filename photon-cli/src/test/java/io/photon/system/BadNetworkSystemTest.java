// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients behind a network that ends connections anywhere, in requests and in answers; they try again until it is done. */
class BadNetworkSystemTest {

    private static final int EMITTERS = 3;
    private static final int LONGEST_BATCH = 40;

    @TempDir
    Path home;

    @Test
    void whatIsSentUntilItIsAnsweredIsStoredOnceAndInOrderAndReadersMissNothing() throws Exception {
        live(60);
    }

    @Test
    @Tag("soak")
    void theSameWithThousandsOfRequests() throws Exception {
        live(5_000);
    }

    private void live(int requests) throws Exception {
        long seed = Seed.any();
        System.out.println("BadNetworkSystemTest seed " + seed);
        ExecutorService clients = Executors.newFixedThreadPool(EMITTERS + 1);
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file");
                CuttingProxy proxy = new CuttingProxy(daemon.http().base())) {
            proxy.cutAnywhere(new Random(seed));
            HttpDoor through = new HttpDoor(proxy.url(), daemon.http().token());
            List<Future<Integer>> emitters = new ArrayList<>();
            for (int i = 0; i < EMITTERS; i++) {
                String stream = "s/" + i;
                Random random = new Random(seed + i);
                emitters.add(clients.submit(() -> emit(through, stream, requests, random)));
            }
            int sent = 0;
            for (Future<Integer> emitter : emitters) {
                sent += emitter.get(300, TimeUnit.SECONDS);
            }
            List<String> stored = daemon.http().replay("s/**");
            assertEquals(sent, stored.size());
            for (int i = 0; i < EMITTERS; i++) {
                checkNumbers(daemon.http().replay("s/" + i));
            }
            Callable<List<String>> reading = () -> read(through, stored.size());
            assertEquals(stored, clients.submit(reading).get(300, TimeUnit.SECONDS));
            assertTrue(proxy.cutsMade() > requests / 12, proxy.cutsMade() + " cuts");
            assertEquals(0, daemon.stop(), daemon::stderr);
        } finally {
            clients.shutdownNow();
        }
    }

    /** @return how many events there were */
    private static int emit(HttpDoor door, String stream, int requests, Random random) {
        int number = 0;
        for (int i = 0; i < requests; i++) {
            int count = random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(LONGEST_BATCH);
            StringBuilder lines = new StringBuilder();
            for (int n = 0; n < count; n++) {
                number++;
                lines.append("{\"stream-name\":\"").append(stream).append("\",\"event-type\":\"T\",\"local-id\":\"");
                lines.append(number)
                        .append("\",\"payload\":{\"n\":")
                        .append(number)
                        .append(",\"filler\":\"");
                lines.append("x".repeat(random.nextInt(300))).append("\"}}\n");
            }
            while (!isStored(door, lines.toString(), count)) {
                Thread.onSpinWait(); // the network gave way: again
            }
        }
        return number;
    }

    private static boolean isStored(HttpDoor door, String lines, int count) {
        try {
            HttpResponse<String> answer = count == 1
                    ? door.emit(lines)
                    : door.post("/api/events?ack=summary&atomic=true", "application/x-ndjson", lines);
            return answer.statusCode() == 200;
        } catch (IOException cut) {
            return false;
        }
    }

    private static void checkNumbers(List<String> lines) throws IOException {
        int number = 0;
        for (String line : lines) {
            assertEquals(++number, HttpDoor.JSON.readTree(line).at("/payload/n").intValue(), "each once and in order");
        }
    }

    /** Reads on after the last event that came, whatever is cut. */
    private static List<String> read(HttpDoor door, int expected) throws IOException {
        List<String> lines = new ArrayList<>();
        long last = 0;
        while (lines.size() < expected) {
            try (BufferedReader answer = new BufferedReader(new InputStreamReader(
                    door.open("/api/replay/s%2F**?type=hot-cold&from=" + (last + 1)), StandardCharsets.UTF_8))) {
                for (String line = answer.readLine(); line != null; line = answer.readLine()) {
                    JsonNode orderId = HttpDoor.JSON.readTree(line).get("order-id");
                    if (orderId != null) {
                        last = orderId.longValue();
                        lines.add(line);
                    }
                    if (lines.size() == expected) {
                        return lines;
                    }
                }
            } catch (IOException cut) {
                continue; // half a line is none
            }
        }
        return lines;
    }
}
