// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.rabbit.FreePort;
import io.photon.testing.Eventually;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code photon bench emit --history} while the daemon is killed again and again, then {@code photon check-history}. */
class HistorySystemTest {

    private static final int LIMIT_S = 60;
    private static final HttpDoor NO_DOOR = new HttpDoor(URI.create("http://localhost:1"), "");

    @TempDir
    Path home;

    private DaemonProcess serve(String port) {
        return DaemonProcess.start(
                home.resolve("daemon"),
                "-rest.port",
                port,
                "-db.backend",
                "file",
                "-events.port",
                "0",
                "-projections.port",
                "0",
                "-admin.pass",
                "a password of this test");
    }

    private Process bench(String port, Path history) throws Exception {
        Path password = Files.writeString(home.resolve("password"), "a password of this test\n");
        List<String> command = new ArrayList<>(PhotonJar.quick());
        command.addAll(List.of("bench", "emit", "--clients", "8", "--readers", "2", "--warmup", "0s"));
        // fast enough that some are under way whenever it is killed; all that the daemon can take is not needed for
        // that
        command.addAll(
                List.of("--rate", "1000/s", "--duration", "12s", "--history", history.toString(), "--user", "admin"));
        command.addAll(List.of("--password-file", password.toString(), "--url", "http://127.0.0.1:" + port));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PHOTON_") || name.equals("MUON_URL"));
        return builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("bench.out").toFile())
                .start();
    }

    private static long appended(DaemonProcess daemon) throws Exception {
        return daemon.http().json("/api/stats").at("/log/appended").asLong();
    }

    @Test
    void underLoadWithKillsInBetweenTheHistoryIsRightAndChangesOfItAreFound() throws Exception {
        String port = Integer.toString(FreePort.next());
        Path history = home.resolve("history.ndjson");
        DaemonProcess daemon = serve(port);
        Process bench = bench(port, history);
        try {
            for (int kill = 0; kill < 3 && bench.isAlive(); kill++) {
                DaemonProcess running = daemon;
                Eventually.within(
                        LIMIT_S,
                        () -> !bench.isAlive() || appended(running) > 100,
                        () -> "nothing is emitted; see " + home.resolve("bench.out"));
                daemon.kill();
                daemon = serve(port);
            }
            assertTrue(bench.waitFor(LIMIT_S * 2, TimeUnit.SECONDS), "it does not end");
        } finally {
            bench.destroyForcibly();
            daemon.close();
        }
        String said = Files.readString(home.resolve("bench.out"));
        assertEquals(8, bench.exitValue(), "some emits failed, for the daemon was killed: " + said);
        PhotonProcess checked = PhotonProcess.run(home, NO_DOOR, "check-history", history.toString());
        assertEquals(0, checked.code(), checked.toString());
        JsonNode verdict = HttpDoor.JSON.readTree(checked.out());
        assertTrue(verdict.get("correct").booleanValue(), checked.out());
        assertTrue(verdict.get("ok").longValue() > 100, checked.out());
        assertTrue(verdict.get("unknown").longValue() > 0, "a kill leaves unknowns: " + checked.out());
        assertEquals(2, verdict.get("readers").intValue());
        assertTrue(verdict.get("reads").longValue() > 100, checked.out());

        List<String> lines = new ArrayList<>(Files.readAllLines(history));
        int stored = lastStoredOfAnOk(lines);
        lines.remove(stored);
        Files.write(history, lines);
        PhotonProcess found = PhotonProcess.run(home, NO_DOOR, "check-history", history.toString());
        assertEquals(7, found.code(), found.toString());
        assertTrue(found.err().contains("lost: key '"), found.err());
        assertEquals(
                "lost", HttpDoor.JSON.readTree(found.out()).at("/first/0/rule").asText());
    }

    private static int lastStoredOfAnOk(List<String> lines) {
        for (int i = lines.size() - 1; i > 0; i--) {
            String orderId = lines.get(i).replaceFirst("^\\{\"order-id\":(\\d+),.*", "$1");
            boolean isOk = lines.stream()
                    .anyMatch(line ->
                            line.startsWith("{\"op\":\"ok\"") && line.endsWith("\"order-id\":" + orderId + "}"));
            if (isOk) {
                return i;
            }
        }
        throw new AssertionError("no ok is stored");
    }
}
