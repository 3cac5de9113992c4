// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests as bytes: what stands between them, and what their bodies end with. */
@Timeout(90)
class WireHttpTest {

    private static final String EVENT = Daemon.event("s", 1);

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(
                dir, "memory", HttpSettings.plain("localhost", 0).withOrigins(List.of("https://friend.example"))));
    }

    @AfterEach
    void stop() {
        Eventually.holds("all requests are over", () -> daemon.photon.http().requests() == 0);
        assertEquals(0, daemon.photon.http().inboundBytes());
        daemon.close();
    }

    private String head(String target, String framing) {
        return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + framing + "\r\n\r\n";
    }

    private String emit() {
        return head("/api/event", "Content-Length: " + EVENT.length()) + EVENT;
    }

    private String ping(String more) {
        return "GET /api/ping HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + more + "\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** One answer with a Content-Length. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            assertTrue(b >= 0, "the connection ended after: " + head);
            head.append((char) b);
        }
        int length = Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void anEmptyLineAfterABodyDoesNotSpoilTheNextRequest() throws IOException {
        for (String between : List.of("\r\n", "\n", "\r\n\r\n", "\r\n".repeat(8))) {
            try (Socket socket = daemon.socket()) {
                InputStream in = socket.getInputStream();
                write(socket, between + emit() + between); // with the body
                assertTrue(answer(in).startsWith("HTTP/1.1 200"));
                write(socket, emit());
                assertTrue(answer(in).startsWith("HTTP/1.1 200"));
                write(socket, between); // later
                write(socket, emit() + between + ping("") + between); // all at once
                assertTrue(answer(in).startsWith("HTTP/1.1 200"));
                assertTrue(answer(in).endsWith("{\"auth\":\"ok\"}\n"));
                write(socket, ping("Connection: close\r\n"));
                assertTrue(answer(in).endsWith("{\"auth\":\"ok\"}\n"));
                assertEquals(-1, in.read());
            }
        }
    }

    @Test
    void emptyLinesWithoutEndAreNotARequest() throws IOException {
        String answer = daemon.raw("\r\n".repeat(9) + ping("Connection: close\r\n"));
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }

    @Test
    void whatTheParserDoesNotReadIsAnsweredWithTheReason() throws IOException {
        for (String head : List.of(
                "what is this\r\n\r\n",
                "GET / HTTP/1.1\r\nNo colon\r\n\r\n",
                "GET  /api/ping HTTP/1.1\r\n\r\n",
                "GET /\u00e9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/ping HTTP/1.1\r\n\r\n",
                "GET /api/ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /api/ping HTTP/1.1\r\nHost: a:no port\r\n\r\n",
                "POST /api/event HTTP/1.1\r\nHost: [::zz]\r\nContent-Length: 0\r\n\r\n",
                "GET http://other/api/ping HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "\u0016\u0003\u0001\u0002 hello tls\r\n\r\n")) {
            try (Socket socket = daemon.socket()) {
                write(socket, head);
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.startsWith("HTTP/1.1 400"), head + ": " + answer);
                assertTrue(answer.contains("\"code\":\"bad-input\"") && answer.contains("\"hint\":"), head + answer);
                assertTrue(answer.contains("nosniff") && answer.contains("no-store"), answer);
                String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
                assertTrue(answer.contains("Content-Length: " + body.length() + "\r\n"), answer);
            }
        }
        try (Socket socket = daemon.socket()) {
            write(socket, emit() + "what is this\r\n\r\n");
            assertTrue(answer(socket.getInputStream()).startsWith("HTTP/1.1 200"));
            assertTrue(answer(socket.getInputStream()).contains("it begins with 'what is this'"));
        }
    }

    /** Sends, ends its side, and reads all there is. */
    private String halfClosed(String first, String then) throws IOException {
        try (Socket socket = daemon.socket()) {
            write(socket, first);
            if (!then.isEmpty()) {
                Eventually.holds("the head is read", () -> daemon.photon.http().requests() == 1);
                write(socket, then);
            }
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final List<String> TAKERS = List.of(
            "/api/event", "/api/events", "/api/events?atomic=true", "/api/restore", "/api/projection?replace=true");

    @Test
    void aBodyThatIsCutInTheMiddleIsAnsweredWithTheReason() throws IOException {
        for (String target : TAKERS) {
            String cut = EVENT.substring(0, 20);
            for (String[] parts : List.of(
                    new String[] {head(target, "Content-Length: 100"), cut},
                    new String[] {head(target, "Content-Length: 100") + cut, ""},
                    new String[] {head(target, "Transfer-Encoding: chunked"), "64\r\n" + cut},
                    new String[] {head(target, "Transfer-Encoding: chunked") + "14\r\n" + cut + "\r\n", ""})) {
                String answer = halfClosed(parts[0], parts[1]);
                assertTrue(answer.contains("the request ended in the middle"), target + ": " + answer);
                assertTrue(answer.contains("\"code\":\"bad-input\""), answer);
            }
        }
        assertEquals(0, daemon.photon.head());
    }

    @Test
    void aChunkSizeThatIsNoNumberIsAnsweredWithTheReason() throws IOException {
        for (String target : TAKERS) {
            for (String chunk : List.of(
                    "zz\r\n",
                    "-5\r\nhello\r\n",
                    "0x5\r\nhello\r\n",
                    "\r\nhello\r\n",
                    "5z\r\nhello\r\n",
                    "fffffffffffffffff\r\n",
                    "5\r\nhelloXYZ\r\n0\r\n\r\n",
                    "5\r\nhello\r\n5,\r\n")) {
                String head = head(target, "Transfer-Encoding: chunked");
                for (String answer : List.of(halfClosed(head + chunk, ""), halfClosed(head, chunk))) {
                    assertTrue(answer.startsWith("HTTP/1.1 400"), target + " " + chunk + ": " + answer);
                    assertTrue(answer.contains("{\"error\":\"a chunk"), target + " " + chunk + ": " + answer);
                }
            }
        }
        assertEquals(0, daemon.photon.head());
    }

    @Test
    void chunksWithExtensionsTrailersAndSmallPiecesAreRead() throws IOException {
        String body = "A;name=value\r\n" + EVENT.substring(0, 10) + "\r\n"
                + Integer.toHexString(EVENT.length() - 10).toUpperCase(java.util.Locale.ROOT) + " \r\n"
                + EVENT.substring(10) + "\r\n000\r\nX-Trailer: 1\r\n\r\n";
        try (Socket socket = daemon.socket()) {
            for (int step : new int[] {1, 2, 3, 7, 1_000}) {
                write(socket, head("/api/event", "Transfer-Encoding: chunked"));
                for (int at = 0; at < body.length(); at += step) {
                    write(socket, body.substring(at, Math.min(body.length(), at + step)));
                }
                assertTrue(answer(socket.getInputStream()).startsWith("HTTP/1.1 200"));
            }
        }
    }

    @Test
    void noAnswerIsKeptOrTakenForSomethingElse() throws IOException {
        String close = "Connection: close\r\n";
        for (String request : List.of(
                ping(close),
                "GET /health HTTP/1.1\r\nHost: localhost\r\n" + close + "\r\n",
                "GET /api/ping HTTP/1.1\r\nHost: localhost\r\n" + close + "\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n" + close + "\r\n",
                ping(close).replace("/api/ping", "/api/nothing"),
                ping(close).replace("/api/ping", "/api/events"),
                ping(close).replace("/api/ping", "/api/replay/s?type=cold"),
                ping(close).replace("/api/ping", "/api/backup"),
                ping(close + "Accept: text/event-stream\r\n").replace("/api/ping", "/api/replay/s?type=cold"),
                ping(close + "X-Huge: " + "x".repeat(100_000) + "\r\n"),
                ping(close + "Origin: https://evil.example\r\n"),
                ping(close + "Origin: https://friend.example\r\nAccess-Control-Request-Method: POST\r\n")
                        .replace("GET", "OPTIONS"),
                "no request\r\n\r\n")) {
            String answer = daemon.raw(request);
            for (String header : List.of("X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n")) {
                assertEquals(2, answer.split(header, -1).length, request.lines().findFirst() + answer);
            }
        }
    }
}
