// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.photon.testing.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/reliability scenario 22 at the HTTP door: whatever is sent, there is an answer or an end, and the daemon lives
 * on.
 */
class HttpFuzzSystemTest {

    private static final List<String> METHODS =
            List.of("GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "BREW", "get", "");
    private static final List<String> PATHS = List.of(
            "/api/event",
            "/api/event/s",
            "/api/events",
            "/api/events?atomic=true",
            "/api/events?ack=summary",
            "/api/restore",
            "/api/restore?dry-run=true&until=x",
            "/api/streams?limit=-1&prefix=%ff",
            "/api/stream-contents/%2F%2f",
            "/api/event/s/99999999999999999999",
            "/api/replay/s?type=cold&from=x",
            "/api/replay/__all__?type=cold&where=.payload.n%20%3E",
            "/api/replay/a**?type=cold&limit=0&direction=backwards",
            "/api/stream/%00",
            "/api/backup?from=1e9",
            "/api/../../etc/passwd",
            "/%",
            "*",
            "/api/stats");
    private static final List<String> BODIES = List.of(
            "{\"stream-name\":\"f\",\"event-type\":\"T\",\"payload\":1}",
            "{\"stream-name\":\"f\",\"event-type\":\"T\",\"payload\":1}\n{\"stream-name\":\"f\"}\n",
            "{\"stream-name\":\"__config__\",\"event-type\":\"delete-stream!\",\"payload\":{}}",
            "[[[[[[",
            "{\"payload\":" + "[".repeat(5_000),
            "\u0000\u0001",
            "{\"photon-backup\":{\"version\":1,\"events\":0}}\n",
            "",
            "{}");
    private static final List<String> HEADERS = List.of(
            "Content-Type: application/json",
            "Content-Type: application/x-ndjson",
            "Content-Type: text/html",
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Expect: 100-continue",
            "Expect-Last-Order-Id: maybe",
            "Accept: text/event-stream",
            "Last-Event-ID: x",
            "Connection: upgrade",
            "Authorization: Basic !!!",
            "X: " + "y".repeat(20_000),
            "broken header");

    @TempDir
    Path home;

    @Test
    void whateverIsSentIsAnsweredOrClosedAndTheDaemonLivesOn() throws Exception {
        fuzz(4_000);
    }

    @Test
    @Tag("soak")
    void aMillionRequestsOfNonsenseAreAnsweredOrClosed() throws Exception {
        fuzz(1_000_000);
    }

    private void fuzz(int cases) throws Exception {
        long seed = Seed.any();
        System.out.println("HttpFuzzSystemTest seed " + seed);
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            long before = daemon.http().stored(BODIES.get(0));
            for (int i = 0; i < cases; i++) {
                Random random = new Random(seed + i);
                byte[] request = request(random, daemon.http().token());
                String answer = exchange(daemon, request, seed + i);
                if (answer.startsWith("HTTP/1.1 5")) {
                    assertTrue(
                            answer.contains("\"error\"") && !answer.startsWith("HTTP/1.1 500"),
                            "seed " + (seed + i) + ": " + answer);
                }
            }
            long after = daemon.http().stored(BODIES.get(0));
            assertTrue(after > before);
            List<String> config = daemon.http().replay("__config__");
            assertEquals(List.of(), config, "nobody but Photon writes there");
            for (String line : daemon.http().replay("__all__")) {
                HttpDoor.JSON.readTree(line);
            }
            assertEquals(0, daemon.stop(), daemon.stderr());
        }
    }

    private static byte[] request(Random random, String token) {
        StringBuilder head = new StringBuilder();
        head.append(pick(random, METHODS))
                .append(' ')
                .append(pick(random, PATHS))
                .append(" HTTP/1.1\r\nHost: localhost\r\n");
        if (random.nextInt(8) > 0) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            head.append(pick(random, HEADERS)).append("\r\n");
        }
        String body = pick(random, BODIES);
        if (random.nextBoolean()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        } else if (random.nextBoolean()) {
            head.append("Transfer-Encoding: chunked\r\n");
            body = Integer.toHexString(body.length() + random.nextInt(2)) + "\r\n" + body + "\r\n0\r\n\r\n";
        }
        head.append("Connection: close\r\n\r\n").append(body);
        byte[] bytes = head.toString().getBytes(StandardCharsets.UTF_8);
        for (int flips = random.nextInt(3); flips > 0 && random.nextInt(3) == 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(10) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static String exchange(DaemonProcess daemon, byte[] request, long seed) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket =
                new Socket(daemon.http().base().getHost(), daemon.http().base().getPort())) {
            socket.setSoTimeout(25_000); // a stuck request of the daemon stays for a minute
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            socket.shutdownOutput();
            byte[] buffer = new byte[16 * 1024];
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0 && answer.size() < 256 * 1024;
                    read = socket.getInputStream().read(buffer)) {
                answer.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException e) {
            fail("seed " + seed + ": neither answered nor closed: " + new String(request, StandardCharsets.ISO_8859_1));
        } catch (SocketException e) {
            // Hung up on in the middle of nonsense: an end, too.
            return answer.toString(StandardCharsets.UTF_8);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
