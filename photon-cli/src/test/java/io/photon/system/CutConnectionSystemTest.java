// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/reliability scenarios 19 and 21: the connection breaks when the daemon has done what it was asked. */
class CutConnectionSystemTest {

    private static final Pattern RESUME = Pattern.compile("resume with --from (\\d+)");

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void anEventWhoseAnswerWasLostIsStoredOnceHoweverOftenItIsSentAgainAlsoAfterRestarts(String backend)
            throws Exception {
        long first;
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend);
                CuttingProxy proxy = new CuttingProxy(daemon.http().base())) {
            HttpDoor through = new HttpDoor(proxy.url(), daemon.http().token());
            proxy.cut(1, 0);
            assertThrows(IOException.class, () -> through.emit(event("once")));
            assertEquals(1, proxy.cutsMade(), "the cut came after the daemon's answer");
            Eventually.within(30, () -> daemon.http().replay("s").size() == 1, () -> "the request did not go through");
            first = Producer.orderIdOf(daemon.http().replay("s").get(0));
            assertEquals(first, through.stored(event("once")), "the second answer is the first position");

            fillBetween(daemon);
            assertEquals(first, through.stored(event("once")), "after many other events");
            daemon.kill();
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            assertEquals(first, daemon.http().stored(event("once")), "after kill -9");
            assertEquals(0, daemon.stop());
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            assertEquals(first, daemon.http().stored(event("once")), "after a clean stop");
            assertEquals(1, daemon.http().replay("s").size());
            assertEquals(409, daemon.http().emit(event("other")).statusCode(), "the id is taken by other content");
        }
    }

    @Test
    void theCommandLineSendsAnEventWithAnIdAgainByItselfAndStoresItOnce() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file");
                CuttingProxy proxy = new CuttingProxy(daemon.http().base())) {
            proxy.cut(2, 0);
            PhotonProcess emit = PhotonProcess.run(
                    home,
                    daemon.http(),
                    "emit",
                    "--url",
                    proxy.url().toString(),
                    "--id",
                    "7",
                    "-o",
                    "json",
                    "--stream",
                    "s",
                    "--type",
                    "T");
            assertEquals(0, emit.code(), emit.err());
            assertEquals(2, proxy.cutsMade());
            List<String> lines = daemon.http().replay("s");
            assertEquals(1, lines.size());
            assertEquals(
                    Producer.orderIdOf(lines.get(0)),
                    HttpDoor.JSON.readTree(emit.out()).get("order-id").longValue());
        }
    }

    @Test
    void aReplayThatIsCutAnywhereSaysWhereToGoOnAndGoesOnWithoutADuplicate() throws Exception {
        long seed = Seed.any();
        System.out.println("CutConnectionSystemTest seed " + seed);
        Random random = new Random(seed);
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file");
                CuttingProxy proxy = new CuttingProxy(daemon.http().base())) {
            fillBetween(daemon);
            List<String> expected = daemon.http().replay("__all__");
            List<String> seen = new ArrayList<>();
            String from = "0";
            int cuts = 6;
            for (int attempt = 0; attempt <= cuts; attempt++) {
                proxy.cut(attempt < cuts ? 1 : 0, 1_000 + random.nextInt(60_000));
                PhotonProcess replay = PhotonProcess.run(
                        home,
                        daemon.http(),
                        "replay",
                        "__all__",
                        "--type",
                        attempt % 2 == 0 && attempt < cuts ? "hot-cold" : "cold",
                        "--url",
                        proxy.url().toString(),
                        "--from",
                        from);
                replay.out().lines().forEach(seen::add);
                if (attempt == cuts) {
                    assertEquals(0, replay.code(), replay.err());
                    break;
                }
                assertEquals(6, replay.code(), replay.err());
                Matcher resume = RESUME.matcher(replay.err());
                assertTrue(resume.find(), replay.err());
                from = resume.group(1);
            }
            assertEquals(cuts, proxy.cutsMade());
            for (int i = 0; i < Math.min(expected.size(), seen.size()); i++) {
                assertEquals(expected.get(i), seen.get(i), "line " + i);
            }
            assertEquals(expected.size(), seen.size());
        }
    }

    private static void fillBetween(DaemonProcess daemon) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            lines.append("{\"stream-name\":\"other\",\"event-type\":\"T\",\"local-id\":\"")
                    .append(i)
                    .append("\",\"payload\":{\"n\":")
                    .append(i)
                    .append("}}\n");
        }
        assertEquals(
                200,
                daemon.http()
                        .post("/api/events?ack=summary", "application/x-ndjson", lines.toString())
                        .statusCode());
    }

    private static String event(String text) {
        return "{\"stream-name\":\"s\",\"event-type\":\"T\",\"local-id\":\"id-1\",\"payload\":\"" + text + "\"}";
    }
}
