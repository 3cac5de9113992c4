// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/reliability scenario 6 on the real process: the kernel says that what was written may not be on the disk. */
class FailingSyncSystemTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void afterAFailedSyncNothingIsAcknowledgedAnyMoreReplaysGoOnAndTheExitCodeSaysSo(String backend) throws Exception {
        List<Long> stored = new ArrayList<>();
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            for (int i = 0; i < 20; i++) {
                stored.add(daemon.http().stored(event(i)));
            }
            Process strace = breakSync(daemon.pid());
            try {
                requireRefused(daemon.http().emit(event(20)));
            } finally {
                strace.destroy();
                assertTrue(strace.waitFor(60, TimeUnit.SECONDS), "strace did not let go");
            }
            // From here on every sync would succeed, and proves nothing.
            for (int i = 21; i < 30; i++) {
                requireRefused(daemon.http().emit(event(i)));
            }
            assertEquals(stored, ids(daemon), "replays go on");
            assertEquals(503, daemon.http().get("/ready").statusCode());
            assertEquals(200, daemon.http().get("/health").statusCode());
            assertEquals(1, daemon.stop(), daemon.stderr());
            assertTrue(daemon.stderr().contains("forcing"), daemon.stderr());
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            List<Long> found = ids(daemon);
            assertEquals(stored, found.subList(0, stored.size()), "what was answered is there");
            assertTrue(found.size() <= stored.size() + 1, "at most the event of unknown fate is there too: " + found);
            long next = daemon.http().stored(event(30));
            assertTrue(next > found.get(found.size() - 1), "order-ids rise");
            assertEquals(0, daemon.stop());
        }
    }

    private static void requireRefused(HttpResponse<String> answer) {
        assertEquals(503, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"error\":\""), answer.body());
        assertTrue(answer.body().contains("\"hint\":\""), answer.body());
    }

    private static List<Long> ids(DaemonProcess daemon) throws IOException {
        return daemon.http().replay("s").stream().map(Producer::orderIdOf).toList();
    }

    /** From the return of this on every sync of the process fails, until strace is ended. */
    private Process breakSync(long pid) throws Exception {
        Requirement.met(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.exists(Path.of(folder, "strace"))),
                "a failing sync needs strace: apt install strace");
        Path said = home.resolve("strace.said");
        Process strace = new ProcessBuilder(
                        "strace",
                        "-f",
                        "-e",
                        "trace=fdatasync,fsync",
                        "-e",
                        "inject=fdatasync,fsync:error=EIO",
                        "-p",
                        Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Eventually.within(
                60,
                () -> Files.readString(said).contains("attached") || !strace.isAlive(),
                () -> "strace says nothing");
        String words = Files.readString(said);
        Requirement.met(words.contains("attached"), "strace may not watch a process here: " + words);
        return strace;
    }

    private static String event(int n) {
        return "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":" + n + "}";
    }
}
