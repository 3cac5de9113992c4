// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bit of a stopped store is another one: one event is lost, and everything else goes on and says so. */
class SkipDamagedSystemTest {

    private static final int EVENTS = 900;
    private static final int STREAMS = 3;
    private static final int DAMAGED = 421;
    private static final String LOST_STREAM = "s" + DAMAGED % STREAMS;
    private static final String[] BACKEND = {"-db.backend", "file"};

    @TempDir
    Path home;

    /** All of them in one upload, so that many lie in one group. */
    private List<String> filled() throws IOException {
        try (DaemonProcess daemon = DaemonProcess.start(home, BACKEND)) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < EVENTS; i++) {
                lines.append("{\"stream-name\":\"s").append(i % STREAMS);
                lines.append("\",\"event-type\":\"T\",\"payload\":\"number-")
                        .append(i)
                        .append("-\"}\n");
            }
            String target = "/api/events?ack=summary";
            assertEquals(
                    200,
                    daemon.http()
                            .post(target, "application/x-ndjson", lines.toString())
                            .statusCode());
            List<String> all = daemon.http().replay("__all__");
            assertEquals(EVENTS, all.size());
            assertEquals(0, daemon.stop(), daemon.stderr());
            return all;
        }
    }

    private void flipOneBit() throws IOException {
        byte[] wanted = ("number-" + DAMAGED + "-").getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(home.resolve("data"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int at = IntStream.range(0, bytes.length - wanted.length)
                        .filter(i -> IntStream.range(0, wanted.length).allMatch(n -> bytes[i + n] == wanted[n]))
                        .findFirst()
                        .orElse(-1);
                if (at >= 0) {
                    bytes[at + 2] ^= 4;
                    Files.write(file, bytes);
                    return;
                }
            }
        }
        throw new AssertionError("the event is in no segment");
    }

    /** What was folded before the damage stays in a projection's value: here it is to be folded anew. */
    private void forgetSnapshots() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("data"))) {
            List<Path> snapshots =
                    files.filter(f -> f.toString().endsWith(".mv")).toList();
            assertFalse(snapshots.isEmpty());
            for (Path file : snapshots) {
                Files.delete(file);
            }
        }
    }

    private PhotonProcess photon(DaemonProcess daemon, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", daemon.http().base().toString()));
        return PhotonProcess.run(home, daemon.http(), all.toArray(new String[0]));
    }

    @Test
    void oneFlippedBitCostsOneEventAndNobodyTakesTheRestForTheWhole() throws Exception {
        List<String> all = filled();
        String lost = all.get(DAMAGED)
                .substring("{\"order-id\":".length(), all.get(DAMAGED).indexOf(','));
        List<String> left = new ArrayList<>(all);
        left.remove(DAMAGED);
        flipOneBit();
        forgetSnapshots();
        Path backup = home.resolve("a.backup");
        try (DaemonProcess daemon = DaemonProcess.start(home, BACKEND)) {
            PhotonProcess plain = photon(daemon, "replay", "__all__", "--type", "cold");
            assertEquals(7, plain.code(), plain.err());
            assertTrue(plain.err().contains(".log") && plain.err().contains("--skip-damaged"), plain.err());
            assertEquals(DAMAGED, plain.out().lines().count());

            PhotonProcess skipping = photon(daemon, "replay", "__all__", "--type", "cold", "--skip-damaged");
            assertEquals(7, skipping.code(), skipping.err());
            assertEquals(left, skipping.out().lines().toList());
            assertTrue(skipping.err().contains("warning: order-id " + lost + " is damaged"), skipping.err());

            PhotonProcess backwards = photon(daemon, "replay", LOST_STREAM, "--backwards", "--skip-damaged");
            assertEquals(7, backwards.code(), backwards.err());
            assertEquals(EVENTS / STREAMS - 1, backwards.out().lines().count());
            for (int stream = 0; stream < STREAMS; stream++) {
                if (!LOST_STREAM.equals("s" + stream)) {
                    PhotonProcess other = photon(daemon, "replay", "s" + stream, "--type", "cold");
                    assertEquals(0, other.code(), other.err());
                    assertEquals(EVENTS / STREAMS, other.out().lines().count());
                }
            }
            String gap = "{\"damaged\":{\"first\":" + lost + ",\"last\":" + lost + "}}";
            assertEquals(
                    gap,
                    daemon.http()
                            .get("/api/replay/__all__?type=cold&skip-damaged=true")
                            .body()
                            .lines()
                            .skip(DAMAGED)
                            .findFirst()
                            .orElseThrow());
            checkProjections(daemon, lost);
            checkBackup(daemon, backup, lost);
        }
        checkRestore(backup, left);
    }

    private void checkProjections(DaemonProcess daemon, String lost) throws Exception {
        assertEquals(
                0,
                photon(daemon, "wait", "projection", "__streams__", "--at-least", "now")
                        .code());
        PhotonProcess streams = photon(daemon, "projection", "query", "__streams__", "--full");
        assertEquals(0, streams.code(), streams.err());
        assertTrue(streams.out().contains("\"status\":\"running\""), streams.out());
        assertTrue(
                streams.out().contains("\"damaged\":[{\"first\":" + lost + ",\"last\":" + lost + "}]"), streams.out());
        assertTrue(daemon.stderr().contains("projection '__streams__' leaves out order-id " + lost), daemon.stderr());
        String security = photon(daemon, "projection", "query", "__security-state__", "--full")
                .out();
        assertTrue(security.contains("\"status\":\"running\"") && !security.contains("\"damaged\""), security);
    }

    private void checkBackup(DaemonProcess daemon, Path backup, String lost) throws Exception {
        PhotonProcess refused = photon(daemon, "backup", "--file", backup.toString());
        assertEquals(7, refused.code(), refused.err());
        assertTrue(refused.err().contains("--skip-damaged"), refused.err());
        assertFalse(Files.exists(backup));
        PhotonProcess written = photon(daemon, "backup", "--skip-damaged", "--file", backup.toString());
        assertEquals(7, written.code(), written.err());
        String trailer = Files.readAllLines(backup).get(EVENTS - 1);
        assertTrue(trailer.endsWith("\"gaps\":[{\"first\":" + lost + ",\"last\":" + lost + "}]}}"), trailer);
        PhotonProcess verified = photon(daemon, "verify", backup.toString());
        assertEquals(7, verified.code(), verified.err());
        assertTrue(verified.err().contains("lacks what stood at order-id " + lost), verified.err());
        PhotonProcess consent = photon(daemon, "verify", "--allow-incomplete", backup.toString());
        assertEquals(0, consent.code(), consent.err());
        assertTrue(consent.out().contains("\"complete\":false,\"gaps\":["), consent.out());
    }

    private void checkRestore(Path backup, List<String> left) throws Exception {
        try (DaemonProcess other = DaemonProcess.start(home.resolve("other"))) {
            PhotonProcess refused = photon(other, "restore", backup.toString());
            assertEquals(7, refused.code(), refused.err());
            assertEquals(List.of(), other.http().replay("__all__"));
            PhotonProcess restored = photon(other, "restore", "--allow-incomplete", backup.toString());
            assertEquals(0, restored.code(), restored.err());
            assertEquals(left, other.http().replay("__all__"));
        }
    }
}
