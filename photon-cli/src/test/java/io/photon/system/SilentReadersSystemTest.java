// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.rabbit.FreePort;
import io.photon.testing.Eventually;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six hundred connections that read nothing, at a daemon of 256 MiB: writers do not notice them. */
class SilentReadersSystemTest {

    private static final int READERS = 600;
    private static final int EVENTS = 200;
    private static final int PAYLOAD_BYTES = 60_000;

    @TempDir
    Path home;

    @Test
    void silentReadersOfFeedsCostNoThreadsBoundedMemoryAndNoWriterWaitsForThem() throws Exception {
        int events = FreePort.next();
        int projections = FreePort.next();
        try (DaemonProcess daemon = DaemonProcess.start(
                home,
                "-db.backend",
                "file",
                "-events.port",
                Integer.toString(events),
                "-projections.port",
                Integer.toString(projections),
                "-feeds.max-readers",
                "250")) {
            withSilentReaders(daemon, i -> connect(i % 2 == 0 ? events : projections, ""));
        }
    }

    @Test
    void silentReadersOfReplaysOverHttpCostNoThreadsBoundedMemoryAndNoWriterWaitsForThem() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            String request =
                    "GET /api/replay/__all__?type=hot HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                            + "Authorization: Bearer " + daemon.http().token() + "\r\n\r\n";
            withSilentReaders(daemon, i -> connect(daemon.http().base().getPort(), request));
        }
    }

    private interface Connecting {
        Socket socket(int i) throws Exception;
    }

    private static Socket connect(int port, String request) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 << 10);
        socket.connect(new InetSocketAddress("localhost", port));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void withSilentReaders(DaemonProcess daemon, Connecting connecting) throws Exception {
        emit(daemon); // loads what an emit needs
        Footprint before = Footprint.of(daemon);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                silent.add(connecting.socket(i));
            }
            long longestMs = 0;
            for (int i = 0; i < EVENTS; i++) {
                long start = System.nanoTime();
                HttpResponse<String> answer = emit(daemon);
                longestMs = Math.max(longestMs, (System.nanoTime() - start) / 1_000_000);
                assertEquals(200, answer.statusCode(), answer.body());
            }
            assertTrue(longestMs < 8_000, "an emit took " + longestMs + " ms"); // it took 24,000
            Footprint after = Footprint.of(daemon);
            assertTrue(after.threads() < before.threads() + 16, before + " became " + after);
            assertTrue(after.heapBytes() < 160L << 20, before + " became " + after);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        Eventually.within(60, () -> backlog(daemon) == 0, () -> "something is still held for readers that have gone");
    }

    private static HttpResponse<String> emit(DaemonProcess daemon) throws Exception {
        String event = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(PAYLOAD_BYTES) + "\"}";
        return daemon.http().post("/api/event", "application/json", event);
    }

    private static long backlog(DaemonProcess daemon) throws Exception {
        return daemon.http()
                .json("/api/stats")
                .get("memory")
                .get("backlog-bytes")
                .longValue();
    }
}
