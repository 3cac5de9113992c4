// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask and do not read: real sockets, so that it is the system's buffers that fill. */
@Timeout(60)
class SlowReadersHttpTest {

    private static final int EVENTS = 150;
    private static final String PAYLOAD = "\"" + "x".repeat(100_000) + "\"";

    @TempDir
    Path dir;

    private Daemon daemon(long outboundBytes, long writeTimeoutMs) {
        HttpSettings http = HttpSettings.plain("localhost", 0).withWriteTimeout(writeTimeoutMs);
        Daemon daemon = Daemon.start(Daemon.config(dir, "memory", http), Budget.of(256 << 20, 2 * outboundBytes));
        String line = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":" + PAYLOAD + "}\n";
        assertEquals(
                200,
                daemon.events("/api/events?ack=summary", line.repeat(EVENTS)).statusCode());
        Eventually.holds("the upload is over", () -> daemon.photon.http().requests() == 0);
        return daemon;
    }

    /** Sends a request and reads nothing. */
    private static Socket ask(Daemon daemon, String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("127.0.0.1", daemon.photon.port()));
        socket.getOutputStream()
                .write(("GET " + request + " HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Waits for the first byte of the answer; counting requests, one could miss that there was one. */
    private static void hasBegun(Socket socket) throws IOException {
        assertEquals('H', socket.getInputStream().read());
    }

    @Test
    void moreReadersThanTheLimitAreRefusedAndToldWhenToComeAgain() throws Exception {
        HttpSettings http = HttpSettings.plain("localhost", 0).withReaders(1);
        try (Daemon daemon = Daemon.start(Daemon.config(dir, "memory", http))) {
            try (Socket first = ask(daemon, "/api/replay/s")) {
                hasBegun(first);
                HttpResponse<String> refused = daemon.get("/api/replay/s?type=cold");
                assertEquals(503, refused.statusCode(), refused.body());
                assertEquals("1", refused.headers().firstValue("Retry-After").orElse(null));
                assertTrue(refused.body().contains("1 readers are connected already"), refused.body());
                assertTrue(refused.body().contains("rest.max-readers"), refused.body());
            }
            Eventually.holds(
                    "there is room again",
                    () -> daemon.get("/api/replay/s?type=cold").statusCode() == 200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/replay/s?type=cold",
                "/api/replay/s",
                "/api/stream-contents/s",
                "/api/backup",
            })
    void aClientThatTakesNothingOfItsAnswerIsCutOff(String request) throws Exception {
        try (Daemon daemon = daemon(48 << 20, 300);
                Socket silent = ask(daemon, request)) {
            hasBegun(silent);
            Eventually.holds("it is cut off", () -> daemon.photon.http().requests() == 0);
            assertEquals(0, daemon.photon.http().outboundBytes());
            Eventually.holds("the log knows", () -> daemon.photon.log().stats().subscribers() == 0);
            assertTrue(readAll(silent) < (long) EVENTS * PAYLOAD.length(), "the answer was whole");
        }
    }

    @Test
    void aClientThatTakesLittleNowAndThenIsServedToTheEnd() throws Exception {
        try (Daemon daemon = daemon(48 << 20, 2_000);
                Socket slow = ask(daemon, "/api/replay/s?type=cold&limit=60")) {
            InputStream in = slow.getInputStream();
            byte[] piece = new byte[64 * 1024];
            long got = 0;
            long begin = System.nanoTime();
            for (String end = ""; !end.endsWith("0\r\n\r\n"); ) {
                int n = in.read(piece);
                assertTrue(n > 0, "cut off after " + got + " bytes");
                got += n;
                end = (end + new String(piece, Math.max(0, n - 5), Math.min(5, n), StandardCharsets.US_ASCII));
                end = end.substring(Math.max(0, end.length() - 5));
                while (System.nanoTime() - begin < got * 500L) {
                    Thread.onSpinWait(); // 2 MB a second: longer than the patience for the whole
                }
            }
            assertTrue(System.nanoTime() - begin > 2_000_000_000L, "this proved nothing");
        }
    }

    @Test
    void manyClientsThatDoNotReadHoldABoundedHeapAndWhoReadsIsServed() throws Exception {
        List<Socket> silent = new ArrayList<>();
        long most = 4 << 20;
        try (Daemon daemon = daemon(most, 3_600_000)) {
            for (int i = 0; i < 100; i++) {
                silent.add(ask(daemon, "/api/replay/s"));
            }
            for (Socket socket : silent) {
                hasBegun(socket);
            }
            Eventually.holds("it sheds", () -> {
                daemon.get("/api/replay/s?type=cold&limit=20");
                return daemon.photon.http().requests() < 100
                        && daemon.photon.http().outboundBytes() <= most;
            });
            assertEquals(200, daemon.get("/api/replay/s?type=cold").statusCode());
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static long readAll(Socket socket) throws IOException {
        long bytes = 0;
        byte[] piece = new byte[64 * 1024];
        try {
            for (int n = socket.getInputStream().read(piece);
                    n >= 0;
                    n = socket.getInputStream().read(piece)) {
                bytes += n;
            }
        } catch (SocketException reset) {
            return bytes;
        }
        return bytes;
    }
}
