// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much one client may send, how slowly, and how many may come. */
@Timeout(60)
class LimitsHttpTest {

    private static final HttpSettings PLAIN = HttpSettings.plain("localhost", 0);

    @TempDir
    Path dir;

    private Daemon daemon;

    private void start(HttpSettings http) {
        daemon = Daemon.start(Daemon.config(dir, "memory", http));
    }

    private void limits(int headBytes, int connections, long uploadBytes) {
        start(PLAIN.withLimits(new HttpSettings.Limits(1 << 20, 100, headBytes, connections, uploadBytes)));
    }

    private void times(int headMs, int idleMs) {
        start(PLAIN.withTimes(new HttpSettings.Times(10_000, 60_000, 60_000, 60_000, headMs, idleMs)));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void aHeadBeyondTheLimitIsRefused() throws IOException {
        limits(8 << 10, 100, Long.MAX_VALUE);
        String head = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: ";
        assertTrue(daemon.raw(head + "x".repeat(7_000) + "\r\n\r\n").startsWith("HTTP/1.1 200 "));
        assertTrue(daemon.raw(head + "x".repeat(9_000) + "\r\n\r\n").startsWith("HTTP/1.1 431 "));
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedAnnouncedOrNot() throws IOException {
        limits(64 << 10, 100, 100_000);
        String lines = (Daemon.event("s", 1) + "\n").repeat(3_000);
        assertEquals(413, daemon.events("/api/events", lines).statusCode());
        String chunked =
                "POST /api/new-stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                        + "Transfer-Encoding: chunked\r\n" + daemon.authorization() + "\r\n"
                        + Integer.toHexString(lines.length() + 100)
                        + "\r\n--b\r\nContent-Disposition: form-data; name=\"upload-file\"\r\n\r\n"
                        + lines;
        String answer = daemon.raw(chunked);
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("rest.max-upload"), answer);
        assertEquals(
                200,
                daemon.events("/api/events", lines.substring(0, 50_000 / 64 * 64))
                        .statusCode());
    }

    @Test
    void moreConnectionsWaitUntilOneEnds() throws IOException {
        limits(64 << 10, 2, Long.MAX_VALUE);
        byte[] ask = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket first = daemon.socket();
                Socket second = daemon.socket();
                Socket third = daemon.socket()) {
            for (Socket socket : new Socket[] {first, second}) {
                socket.getOutputStream().write(ask);
                assertEquals('H', socket.getInputStream().read());
            }
            third.getOutputStream().write(ask);
            third.setSoTimeout(300);
            org.junit.jupiter.api.Assertions.assertThrows(
                    java.net.SocketTimeoutException.class,
                    () -> third.getInputStream().read());
            first.shutdownOutput(); // the daemon closes its side, too
            third.setSoTimeout(30_000);
            assertEquals('H', third.getInputStream().read());
        }
    }

    @Test
    void aHeadThatDoesNotComeToItsEndIsCutOff() throws IOException {
        times(1_000, 60_000);
        try (Socket slow = daemon.socket()) {
            slow.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
            assertEquals(-1, slow.getInputStream().read());
        }
    }

    @Test
    void anIdleConnectionIsClosedButAWebSocketIsNotIdle() throws IOException {
        times(60_000, 1_000);
        try (RawWebSocket socket = RawWebSocket.open(daemon, "/ws/replay/s");
                Socket idle = daemon.socket()) {
            socket.request(1);
            idle.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(new String(idle.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains("alive"));
            daemon.emit(Daemon.event("s", 1));
            assertTrue(socket.next().text().contains("\"n\":1"));
        }
    }
}
