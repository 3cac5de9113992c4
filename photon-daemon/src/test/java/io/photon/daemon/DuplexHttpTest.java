// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both ways at once over one connection. */
@Timeout(90)
class DuplexHttpTest {

    private static final int LINES = 50_000;

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(dir, "file", HttpSettings.plain("localhost", 0)));
    }

    /** From now on one that waits a second only for clients that do nothing. */
    private void becomeImpatient() {
        daemon.close();
        HttpSettings http = HttpSettings.plain("localhost", 0).withTimes(100, 1_000, 5_000);
        daemon = Daemon.start(Daemon.config(dir, "file", http));
    }

    @AfterEach
    void stop() {
        daemon.close();
        assertEquals(0, daemon.photon.http().requests());
        assertEquals(0, daemon.photon.http().inboundBytes());
    }

    private void sendHead(OutputStream out) throws IOException {
        out.write(("POST /api/events HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization()
                        + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static void sendChunk(OutputStream out, String text) throws IOException {
        out.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void fiftyThousandLinesAreAnsweredInOrderWhileTheyAreSent() throws Exception {
        try (Socket socket = daemon.socket()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 32 * 1024);
                    sendHead(out);
                    for (int i = 0; i < LINES; i++) {
                        sendChunk(out, Daemon.event("s", i) + "\n");
                    }
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 32 * 1024);
            long last = 0;
            int answered = 0;
            while (answered < LINES) {
                String line = in.readLine();
                if (line.startsWith("{")) {
                    long orderId = Long.parseLong(line.replaceAll("^\\{\"order-id\":(\\d+),.*", "$1"));
                    assertTrue(orderId > last, line);
                    last = orderId;
                    answered++;
                }
            }
            sending.join();
            assertEquals(daemon.photon.head(), last);
        }
        String[] played = daemon.get("/api/replay/s?type=cold").body().split("\n");
        assertEquals(LINES, played.length);
        for (int i = 0; i < LINES; i += 997) {
            assertTrue(played[i].endsWith("\"payload\":{\"n\":" + i + "}}"), played[i]);
        }
    }

    @Test
    void aClientThatVanishesInTheMiddleLeavesItsWholeLinesAndNothingElse() throws Exception {
        try (Socket socket = daemon.socket()) {
            OutputStream out = socket.getOutputStream();
            sendHead(out);
            sendChunk(out, (Daemon.event("s", 1) + "\n").repeat(100) + "{\"half");
            Eventually.holds("the lines", () -> daemon.photon.log().stats().appended() == 100);
            socket.setSoLinger(true, 0); // a reset, as from a killed client
        }
        Eventually.holds("no request", () -> daemon.photon.http().requests() == 0);
        assertEquals(100, daemon.get("/api/replay/s?type=cold").body().lines().count());
    }

    @Test
    void aClientThatNeverReadsItsAnswersIsCutOff() throws Exception {
        becomeImpatient();
        try (Socket socket = daemon.socket()) {
            OutputStream out = socket.getOutputStream();
            sendHead(out);
            String chunk = (Daemon.event("s", 1) + "\n").repeat(1_000);
            boolean cut = false;
            for (int i = 0; i < 2_000 && !cut; i++) {
                try {
                    sendChunk(out, chunk);
                } catch (IOException e) {
                    cut = true;
                }
            }
            assertTrue(cut, "two million lines went through unread");
        }
        Eventually.holds("no request", () -> daemon.photon.http().requests() == 0);
    }
}
