// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.EmitOptions;
import io.photon.client.Identity;
import io.photon.client.ReplayQuery;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.testing.Pause;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpPhotonClientTest {

    private final ByteArrayOutputStream got = new ByteArrayOutputStream();

    private static HttpPhotonClient client(ScriptedPeer peer) {
        return client(peer, 10_000);
    }

    private static HttpPhotonClient client(ScriptedPeer peer, long timeoutMs) {
        DaemonAddress endpoint = new DaemonAddress(false, "127.0.0.1", peer.port(), "");
        return new HttpPhotonClient(
                ClientSettings.of(endpoint, new Identity.Token("t0k")).withTimeout(timeoutMs));
    }

    private static ScriptedPeer peer(String... answers) throws IOException {
        ScriptedPeer[] self = new ScriptedPeer[1];
        ScriptedPeer.Script[] scripts = new ScriptedPeer.Script[answers.length];
        for (int i = 0; i < answers.length; i++) {
            String answer = answers[i];
            scripts[i] = (in, out) -> {
                self[0].head(in);
                ScriptedPeer.say(out, answer);
            };
        }
        self[0] = new ScriptedPeer(scripts);
        return self[0];
    }

    private Result<Long> replay(HttpPhotonClient client) {
        return client.replay(ReplayQuery.cold("s"), got::write);
    }

    @Test
    void chunksAreJoinedAndTheirBytesUntouched() throws IOException {
        try (ScriptedPeer peer = peer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;ext=1\r\n{\"a\":\r\n4\r\n1}\n{\r\n2\r\n}\n\r\n0\r\nX-Trailer: 1\r\n\r\n")) {
            assertEquals(11L, (long) ok(replay(client(peer))));
            assertEquals("{\"a\":1}\n{}\n", got.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void anAnswerCutBeforeItsLastChunkIsAFailure() throws IOException {
        try (ScriptedPeer peer = peer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n")) {
            Failure failure = failure(replay(client(peer)));
            assertEquals(Kind.UNREACHABLE, failure.kind());
            assertTrue(failure.message().contains("cut after 3 bytes"), failure::message);
            assertTrue(failure.message().contains("127.0.0.1:" + peer.port() + "/api/replay/s"), failure::message);
        }
    }

    @Test
    void anAnswerShorterThanItsLengthIsAFailure() throws IOException {
        try (ScriptedPeer peer = peer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}\n")) {
            assertTrue(failure(replay(client(peer))).message().contains("cut after 3 bytes"));
        }
    }

    @Test
    void ofAnAnswerThatBrokeOffNothingIsLeftInTheSecondOne() throws IOException {
        String cut = "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"order-";
        String whole = "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"order-id\":7}";
        try (ScriptedPeer peer = peer(cut, whole)) {
            EmitOptions idempotent = new EmitOptions(null, false, true);
            byte[] answer = ok(client(peer).emit("{}".getBytes(StandardCharsets.UTF_8), idempotent));
            assertEquals("{\"order-id\":7}", new String(answer, StandardCharsets.UTF_8));
        }
    }

    @Test
    void aBusyDaemonIsAskedAgain() throws IOException {
        String busy = "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nConnection: close\r\nContent-Length: 38\r\n\r\n"
                + "{\"error\":\"later\",\"code\":\"overloaded\"}\n";
        try (ScriptedPeer peer = peer(busy, busy, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
            byte[] answer = ok(client(peer).emit("{}".getBytes(StandardCharsets.UTF_8), EmitOptions.PLAIN));
            assertEquals("{}", new String(answer, StandardCharsets.UTF_8));
            assertEquals(3, peer.heads().size());
        }
    }

    @Test
    void anUploadIsAskedForAgainWhenNothingOfItWasSent() throws IOException {
        ScriptedPeer[] self = new ScriptedPeer[1];
        self[0] = new ScriptedPeer(
                (in, out) -> {
                    self[0].head(in);
                    ScriptedPeer.say(out, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
                },
                (in, out) -> {
                    self[0].head(in);
                    ScriptedPeer.say(out, "HTTP/1.1 100 Continue\r\n\r\n");
                    expect(in, "3\r\nabc\r\n0\r\n\r\n");
                    ScriptedPeer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        try (ScriptedPeer peer = self[0]) {
            InputStream body = new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8));
            assertEquals(2L, (long) ok(client(peer).emitLines(body, EmitOptions.PLAIN, got::write)));
            assertEquals(2, peer.heads().size());
        }
    }

    @Test
    void aReadOnlyStoreIsNotAskedAgain() throws IOException {
        String readOnly = "HTTP/1.1 503 No\r\nContent-Length: 53\r\nConnection: close\r\n\r\n"
                + "{\"error\":\"no\",\"code\":\"read-only\",\"hint\":\"restart it\"}";
        try (ScriptedPeer peer = peer(readOnly)) {
            Failure failure = failure(client(peer).emit(new byte[] {'{', '}'}, EmitOptions.PLAIN));
            assertEquals(new Failure(Kind.READ_ONLY, "no", "restart it"), failure);
        }
    }

    @Test
    void aBusyDaemonEndsTheWaitAtTheTimeout() throws IOException {
        String busy = "HTTP/1.1 503 Busy\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n";
        try (ScriptedPeer peer = peer(busy)) {
            assertEquals(Kind.OVERLOADED, failure(client(peer, 10_000).ping()).kind());
        }
    }

    @Test
    void aSilentDaemonTimesOutWithUrlAndWait() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (ScriptedPeer peer = new ScriptedPeer((in, out) -> await(done))) {
            Failure failure = failure(client(peer, 200).ping());
            done.countDown();
            assertEquals(Kind.TIMED_OUT, failure.kind());
            assertTrue(
                    failure.message().matches("no answer from http://127.0.0.1:\\d+/api/ping in \\d+ ms"),
                    failure::message);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(50, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nobodyListeningIsUnreachableAndSaysHowToStart() throws IOException {
        ScriptedPeer peer = new ScriptedPeer();
        peer.close();
        Failure failure = failure(client(peer).ping());
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.hint().contains("photon serve"), failure::hint);
    }

    @Test
    void somethingElseThanHttpIsNamedAsSuch() throws IOException {
        try (ScriptedPeer peer = peer("SSH-2.0-OpenSSH\r\n")) {
            assertTrue(failure(client(peer).ping()).message().contains("not HTTP: 'SSH-2.0-OpenSSH'"));
        }
    }

    @Test
    void answersComeBackWhileLinesStillGoOut() throws Exception {
        PipedOutputStream typed = new PipedOutputStream();
        PipedInputStream lines = new PipedInputStream(typed, 1024);
        CountDownLatch firstAnswer = new CountDownLatch(1);
        ScriptedPeer[] self = new ScriptedPeer[1];
        self[0] = new ScriptedPeer((in, out) -> {
            self[0].head(in);
            expect(in, "5\r\nline1\r\n");
            ScriptedPeer.say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n1\n\r\n");
            expect(in, "5\r\nline2\r\n0\r\n\r\n");
            ScriptedPeer.say(out, "2\r\n2\n\r\n0\r\n\r\n");
        });
        try (ScriptedPeer peer = self[0]) {
            typed.write("line1".getBytes(StandardCharsets.UTF_8));
            typed.flush();
            Thread typist = new Thread(() -> {
                try (typed) {
                    await(firstAnswer); // the second line is typed only after the first was answered
                    typed.write("line2".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    got.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
                }
            });
            typist.start();
            Result<Long> result = client(peer).emitLines(lines, EmitOptions.PLAIN, (bytes, offset, length) -> {
                got.write(bytes, offset, length);
                firstAnswer.countDown();
            });
            assertEquals(4L, (long) ok(result));
            assertEquals("1\n2\n", got.toString(StandardCharsets.UTF_8));
            typist.join();
        }
    }

    private static void expect(InputStream in, String text) throws IOException {
        byte[] read = in.readNBytes(text.length());
        String seen = new String(read, StandardCharsets.UTF_8);
        if (!seen.equals(text)) {
            throw new IOException("expected " + text + ", got " + seen);
        }
    }

    @Test
    void anEarlyRefusalIsHeardThoughTheUploadIsNotFinished() throws IOException {
        String denied = "{\"error\":\"not you\",\"code\":\"denied\"}";
        try (ScriptedPeer peer = peer("HTTP/1.1 403 No\r\nContent-Length: " + denied.length() + "\r\n\r\n" + denied)) {
            Failure failure = failure(client(peer).emitLines(new EndlessLines(), EmitOptions.PLAIN, got::write));
            assertEquals(new Failure(Kind.DENIED, "not you", null), failure);
        }
    }

    /** An upload that never ends by itself. */
    private static final class EndlessLines extends InputStream {
        private final CountDownLatch closed = new CountDownLatch(1);
        private boolean first = true;

        @Override
        public int read() {
            throw new UnsupportedOperationException("read in blocks");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!first) {
                await(closed);
            }
            first = false;
            bytes[offset] = '\n';
            return 1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void anUnreadableInputBreaksTheUploadInsteadOfEndingItWell() throws IOException {
        ScriptedPeer[] self = new ScriptedPeer[1];
        self[0] = new ScriptedPeer((in, out) -> {
            self[0].head(in);
            byte[] rest = in.readAllBytes();
            self[0].heads().add(new String(rest, StandardCharsets.UTF_8));
        });
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("bad sector");
            }
        };
        try (ScriptedPeer peer = self[0]) {
            Failure failure = failure(client(peer).emitLines(broken, EmitOptions.PLAIN, got::write));
            assertEquals("the input cannot be read: bad sector", failure.message());
            assertTrue(peer.heads().stream().noneMatch(h -> h.endsWith("0\r\n\r\n")), () -> "" + peer.heads());
        }
    }

    @Test
    void aLostAnswerIsAskedForAgainOnlyWhenTheEventCarriesItsId() throws IOException {
        try (ScriptedPeer peer = peer("", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
            Failure failure = failure(client(peer).emit(new byte[] {'{', '}'}, EmitOptions.PLAIN));
            assertEquals(Kind.OUTCOME_UNKNOWN, failure.kind());
            ok(client(peer).emit(new byte[] {'{', '}'}, new EmitOptions(null, false, true)));
        }
    }

    @Test
    void aConnectionIsKeptForTheNextRequestAndReplacedWhenItDied() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        ScriptedPeer[] self = new ScriptedPeer[1];
        self[0] = new ScriptedPeer(
                (in, out) -> {
                    self[0].head(in);
                    ScriptedPeer.say(out, answer);
                    self[0].head(in);
                    ScriptedPeer.say(out, answer);
                },
                (in, out) -> {
                    self[0].head(in);
                    ScriptedPeer.say(out, answer);
                });
        try (ScriptedPeer peer = self[0];
                HttpPhotonClient client = client(peer)) {
            ok(client.ping());
            ok(client.ping());
            ok(client.ping());
            assertEquals(3, peer.heads().size());
        }
    }

    @Test
    void anEventGoesOverANewConnectionWhenTheKeptOneWasEndedWhileItWasIdle() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        try (ScriptedPeer peer = peer(answer, answer);
                HttpPhotonClient client = client(peer)) {
            ok(client.emit(new byte[] {'{', '}'}, EmitOptions.PLAIN));
            Pause.millis(TimeUnit.NANOSECONDS.toMillis(2 * Connection.TRUSTED_NANOS)); // being idle is what is tried
            ok(client.emit(new byte[] {'{', '}'}, EmitOptions.PLAIN)); // else nobody knew whether it is stored
            assertEquals(2, peer.heads().size());
        }
    }

    @Test
    void namesArePercentEncodedAndTheIdentityIsSent() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (ScriptedPeer peer = peer(answer)) {
            ReplayQuery query =
                    new ReplayQuery("a/b ü?", "hot-cold", 7, 9, 3, "Order*", ".x == \"1&2\"", false).exactly(true);
            ok(client(peer).replay(query, got::write));
            String head = peer.heads().get(0);
            assertEquals(
                    "GET /api/replay/a%2Fb%20%C3%BC%3F?type=hot-cold&from=7&to=9&limit=3&exact=true&event-type=Order%2A"
                            + "&where=.x%20%3D%3D%20%221%262%22&heartbeat=position HTTP/1.1",
                    head.substring(0, head.indexOf('\r')));
            assertTrue(head.contains("\r\nAuthorization: Token t0k\r\n"), head);
        }
    }

    @Test
    void anUnknownErrorPageIsShownWithItsStatus() throws IOException {
        try (ScriptedPeer peer = peer("HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nnot here\n")) {
            Failure failure = failure(client(peer).stats());
            assertEquals(Kind.NOT_FOUND, failure.kind());
            assertTrue(failure.message().endsWith("/api/stats answered 404: not here"), failure::message);
            assertNull(failure.hint());
        }
    }
}
