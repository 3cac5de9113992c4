// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.testing.Pause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/reliability scenario 14. */
class HotColdSystemTest {

    private static final int SUBSCRIBERS = 200;
    private static final int EVENTS = 6_000;

    @TempDir
    Path home;

    @Test
    void twoHundredSubscribersJoiningDuringABurstSeeEveryEventOnceAndInOrder() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            Future<?> burst = pool.submit(() -> emit(daemon));
            List<Future<List<Long>>> subscribers = new ArrayList<>();
            Random random = new Random(7);
            for (int i = 0; i < SUBSCRIBERS; i++) {
                Pause.random(random, 0, 10); // spreads the joins over the burst; nothing waits for it
                subscribers.add(pool.submit(() -> read(daemon)));
            }
            burst.get(120, TimeUnit.SECONDS);
            List<Long> expected = daemon.http().replay("__all__").stream()
                    .map(Producer::orderIdOf)
                    .toList();
            assertEquals(EVENTS, expected.size());
            for (Future<List<Long>> subscriber : subscribers) {
                assertEquals(expected, subscriber.get(120, TimeUnit.SECONDS));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Void emit(DaemonProcess daemon) throws IOException {
        for (int batch = 0; batch < EVENTS / 20; batch++) {
            String line = "{\"stream-name\":\"s" + batch % 5 + "\",\"event-type\":\"T\",\"payload\":" + batch + "}\n";
            daemon.http().post("/api/events?ack=summary", "application/x-ndjson", line.repeat(20));
        }
        return null;
    }

    private static List<Long> read(DaemonProcess daemon) throws IOException {
        List<Long> seen = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                daemon.http().open("/api/replay/__all__?type=hot-cold&limit=" + EVENTS), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    seen.add(Producer.orderIdOf(line));
                }
            }
        }
        return seen;
    }
}
