// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.rabbit.FreePort;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop while many clients ask without a pause, and while the daemon or its broker starts. */
@Timeout(180)
class QuietStopSystemTest {

    private static final int CLIENTS = 100;
    private static final byte[] HEALTH =
            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path home;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong answers = new AtomicLong();

    /** Connects again and again, and asks as long as a connection lasts. */
    private void ask(int port) {
        byte[] answer = new byte[4_096];
        while (!over.get()) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(30_000);
                InputStream in = socket.getInputStream();
                for (int i = 0; i < 20; i++) {
                    socket.getOutputStream().write(HEALTH);
                    if (in.read(answer) < 0) {
                        break;
                    }
                    answers.incrementAndGet();
                }
            } catch (IOException e) {
                Thread.yield(); // it stops: that is what this is about
            }
        }
    }

    @Test
    void aStopUnderLoadSaysOneLineAndNoStackTrace() throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        try (DaemonProcess daemon = DaemonProcess.start(home, "-events.port", "0", "-projections.port", "0")) {
            int port = daemon.http().base().getPort();
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> ask(port), "client-" + i);
                clients.add(client);
                client.start();
            }
            while (answers.get() < 20 * CLIENTS) {
                Thread.onSpinWait();
            }
            String before = daemon.stderr();
            ProcessHandle.of(daemon.pid()).orElseThrow().destroy(); // Process.destroy would close its stderr, too
            assertEquals(0, daemon.awaitEnd(60));
            String said = daemon.stderr().substring(before.length());
            assertTrue(said.matches("photon: stopped head=\\d+\n"), said);
        } finally {
            over.set(true);
            for (Thread client : clients) {
                client.join(30_000);
            }
        }
    }

    /** The moments lie between the start of the JVM and the broker's first connection: more questions, a later one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 15, 40, 80, 150})
    void aStopWhileTheEmbeddedBrokerStartsSaysOneLine(int questions) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(
                home,
                "-muon.url",
                "embedded",
                "-muon.port",
                Integer.toString(FreePort.next()),
                "-events.port",
                "0",
                "-projections.port",
                "0")) {
            for (int i = 0; i < questions; i++) {
                daemon.http().json("/api/stats");
            }
            ProcessHandle.of(daemon.pid()).orElseThrow().destroy();
            assertEquals(0, daemon.awaitEnd(60), daemon::stderr);
            String said = daemon.stderr()
                    .lines()
                    .filter(line -> !line.startsWith("photon: ready") && !line.contains(" INFO "))
                    .collect(Collectors.joining("\n"));
            assertTrue(said.matches("photon: stopped head=\\d+"), said);
        }
    }

    @Test
    void aStopDuringTheStartSaysOneLineAndIsASuccess() throws IOException {
        try (DaemonProcess daemon = DaemonProcess.launch(home, "-muon.url", "embedded")) {
            Eventually.within(30, () -> Files.exists(home.resolve("data/photon/photon.h2.log")), daemon::stderr);
            ProcessHandle.of(daemon.pid()).orElseThrow().destroy();
            assertEquals(0, daemon.awaitEnd(60), daemon::stderr);
            assertTrue(daemon.stderr().matches("photon: stopped (before it was ready|head=0)\n"), daemon.stderr());
        }
    }
}
