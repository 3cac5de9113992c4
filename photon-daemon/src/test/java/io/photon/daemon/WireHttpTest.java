// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

    /** A head that is refused, and a word of the reason. */
    private record Refused(String head, int status, String reason) {}

    private List<Refused> refused() {
        String get = "GET /api/ping HTTP/1.1\r\n";
        String post = "POST /api/event HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization();
        return List.of(
                new Refused("what is this\r\n\r\n", 400, "begins with 'what is this'"),
                new Refused("GET / HTTP/1.1\r\nNo colon\r\n\r\n", 400, "not NAME: VALUE, but 'No colon'"),
                new Refused("GET  /api/ping HTTP/1.1\r\n\r\n", 400, "begins with 'GET  /api"),
                new Refused("GET /\u00e9 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "begins with 'GET /?"),
                new Refused("GET /api/ping HTTP/2.0\r\nHost: localhost\r\n\r\n", 400, "HTTP/2.0"),
                new Refused(get + "\r\n", 400, "no Host header"),
                new Refused("GET /api/ping HTTP/1.0\r\nHost: a b\r\n\r\n", 400, "Host header cannot be read"),
                new Refused(get + "Host: a\r\nHost: b\r\n\r\n", 400, "more than one Host"),
                new Refused(get + "Host: a:no port\r\n\r\n", 400, "Host header cannot be read"),
                new Refused(get + "Host: [::zz]\r\n\r\n", 400, "Host header cannot be read"),
                new Refused("GET http://other/api/ping HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "another one"),
                new Refused(get + "Host: localhost\r\nX : 1\r\n\r\n", 400, "has a space"),
                new Refused(get + "Host: localhost\r\nX: \u0001\r\n\r\n", 400, "control character"),
                new Refused(get + "Host: localhost\r\nX: " + "a".repeat(70_000) + "\r\n\r\n", 431, "taken"),
                new Refused(get + "Host: localhost\r\n" + "X: 1\r\n".repeat(300) + "\r\n", 431, "headers"),
                new Refused(get + "Host: localhost\r\n" + "X: 1\r\n".repeat(3_000) + "\r\n", 431, "headers"),
                new Refused(post + "Content-Length: abc\r\n\r\n{}", 400, "'abc'"),
                new Refused(post + "Content-Length: -1\r\n\r\n{}", 400, "'-1'"),
                new Refused(post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400, "2 and 3"),
                new Refused(post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", 400, "both"),
                new Refused(post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "a chunk's size"),
                new Refused(
                        post + "Content-Length: " + "9".repeat(20) + "\r\n\r\n{}", 400, "9', which is not a number"),
                new Refused(
                        post + "Transfer-Encoding: chunked\r\n".repeat(2) + "\r\n0\r\n\r\n", 400, "more than one T"),
                new Refused(
                        post.replace("/1.1", "/1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "HTTP/1.0"),
                new Refused(get.replace("1.1", "0.9") + "Host: localhost\r\n\r\n", 400, "HTTP/0.9"),
                new Refused(get + "Host: localhost\n\r\n", 400, "line feed alone"),
                new Refused(get + "Host: localhost\r\n" + "X: 1\r\n".repeat(128) + "\r\n", 431, "127 headers"),
                new Refused("\u0016\u0003\u0001\u0002 hello tls\r\n\r\n", 400, "plain HTTP"));
    }

    private static void assertRefused(Refused refused, String answer) {
        String head = refused.head().substring(0, Math.min(120, refused.head().length()));
        assertTrue(answer.matches("(?s)HTTP/(0\\.9|1\\.[01]) " + refused.status() + " .*"), head + ": " + answer);
        assertTrue(answer.contains("\"code\":\"") && answer.contains("\"hint\":"), head + ": " + answer);
        assertTrue(answer.contains(refused.reason()), head + ": " + answer);
        assertTrue(answer.contains("nosniff") && answer.contains("no-store"), answer);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertTrue(answer.contains("Content-Length: " + body.length() + "\r\n"), answer);
    }

    @Test
    void whatTheParserDoesNotReadIsAnsweredWithTheReason() throws IOException {
        for (Refused refused : refused()) {
            try (Socket socket = daemon.socket()) {
                write(socket, refused.head());
                socket.shutdownOutput();
                assertRefused(refused, new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void itIsAlsoAnsweredOnAConnectionThatIsKeptAndRightAfterAnotherRequest() throws IOException {
        for (Refused refused : refused()) {
            for (String before : List.of(ping(""), emit(), ping("") + emit() + ping(""))) {
                for (boolean waits : new boolean[] {true, false}) {
                    try (Socket socket = daemon.socket()) {
                        InputStream in = socket.getInputStream();
                        write(socket, waits ? before : before + refused.head());
                        int answers = before.equals(emit()) || before.equals(ping("")) ? 1 : 3;
                        for (int i = 0; i < answers; i++) {
                            String answer = answer(in);
                            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
                        }
                        if (waits) {
                            write(socket, refused.head());
                        }
                        socket.shutdownOutput();
                        assertRefused(refused, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
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
    void chunksThatAProxyMayReadInAnotherWayAreRefused() throws IOException {
        for (String chunks : List.of(
                "5\nhello\r\n0\r\n\r\n",
                "5;a\nhello\r\n0\r\n\r\n",
                "5;a\rb\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\r\n0\n\n",
                "5\r\nhello\r\n0\r\nX: 1\n\r\n",
                "5\r\nhello\r\n0\r\n\n",
                "5\r\nhello\r\n0\r\nno colon\r\n\r\n",
                "5\r\nhello\r\n0\r\n: no name\r\n\r\n",
                "5\r\nhello\r\n0\r\nX: 1\r\n folded\r\n\r\n",
                "5\r\nhello\r\n0\r\nX: \0\r\n\r\n",
                "5\r\nhello\r\n0\r\n\rGET")) {
            String head = head("/api/event", "Transfer-Encoding: chunked");
            for (String answer : List.of(halfClosed(head + chunks, ""), halfClosed(head, chunks))) {
                assertTrue(answer.startsWith("HTTP/1.1 400"), chunks + ": " + answer);
                assertTrue(answer.contains("CR LF"), chunks + ": " + answer);
                assertEquals(2, answer.split("HTTP/1.1").length, chunks + ": " + answer);
            }
        }
        assertEquals(0, daemon.photon.head());
    }

    @Test
    void whatComesBesideTheDataOfChunksIsBounded() throws IOException {
        String event = Integer.toHexString(EVENT.length()) + "\r\n" + EVENT + "\r\n0\r\n";
        for (String target : List.of("/api/event", "/api/events", "/auth/login")) {
            String head = head(target, "Transfer-Encoding: chunked");
            for (String chunks : List.of("1;" + "a".repeat(4_097), event + "X: 1\r\n".repeat(201) + "\r\n")) {
                String answer = halfClosed(head + chunks, "");
                assertTrue(answer.startsWith("HTTP/1.1 400"), target + ": " + answer);
                assertTrue(answer.contains("more than"), target + ": " + answer);
            }
        }
        assertEquals(0, daemon.photon.head());
    }

    @Test
    void headersAfterTheLastChunkWithoutEndAreNotKept() throws IOException {
        for (String target : List.of("/api/event", "/auth/login", "/api/nothing")) {
            try (Socket socket = daemon.socket()) {
                write(socket, head(target, "Transfer-Encoding: chunked") + "0\r\n");
                String trailers = "X: " + "1".repeat(1_000) + "\r\n";
                assertThrows(
                        IOException.class,
                        () -> {
                            for (int sent = 0; sent < 256 << 20; sent += trailers.length()) {
                                write(socket, trailers);
                            }
                        },
                        target);
            }
        }
    }

    @Test
    void aConnectionIsClosedWhenCloseIsOneOfSeveralWishes() throws IOException {
        for (String wishes : List.of("TE, close", "keep-alive,Close", "TE\r\nConnection: close")) {
            assertTrue(daemon.raw(ping("Connection: " + wishes + "\r\n")).endsWith("{\"auth\":\"ok\"}\n"));
        }
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
