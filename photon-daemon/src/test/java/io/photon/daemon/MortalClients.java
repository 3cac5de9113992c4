// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.muon.stack.server.RawClient;
import io.photon.muon.transport.Transport;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Clients of every kind, each of which ends somewhere in the middle of what it does. Thread-safe. */
final class MortalClients {

    private static final int LARGE = 700_000;
    private static final int LARGE_EVENTS = 5;
    private static final int PATIENCE_MS = 300;

    private final Daemon daemon;
    private final Transport muon;

    MortalClients(Daemon daemon, Transport muon) {
        this.daemon = daemon;
        this.muon = muon;
    }

    void fill() {
        for (int i = 0; i < LARGE_EVENTS; i++) {
            assertEquals(200, daemon.emit(event("big", LARGE)).statusCode());
            assertEquals(200, daemon.emit(event("small", 100)).statusCode());
        }
    }

    private static String event(String stream, int bytes) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(bytes) + "\"}";
    }

    /** Does something, up to a point. */
    void live(Random random) throws Exception {
        int size = random.nextBoolean() ? LARGE : random.nextInt(20_000);
        String line = event("other", size);
        switch (random.nextInt(10)) {
            case 0, 1 -> http(random, post("/api/event", "application/json", line));
            case 2 -> http(random, post("/api/events", Daemon.NDJSON, (line + "\n").repeat(3)));
            case 3 -> http(random, chunked("/api/events", (line + "\n").repeat(3)));
            case 4 -> http(random, chunked("/api/event", line));
            case 5 -> http(random, get("/api/replay/big?type=cold", ""));
            case 6 -> http(random, get("/api/replay/__all__?limit=40", "Accept: text/event-stream\r\n"));
            case 7 -> http(random, get(random.nextBoolean() ? "/api/backup" : "/api/stream-contents/big", ""));
            case 8 -> emitOverMuon(random, line);
            default -> replayOverMuon(random);
        }
    }

    private String get(String target, String headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + headers + "\r\n";
    }

    private String post(String target, String type, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + "Content-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String chunked(String target, String body) {
        String type = target.endsWith("s") ? Daemon.NDJSON : "application/json";
        StringBuilder request = new StringBuilder("POST " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + daemon.authorization() + "Content-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length(); at += 50_000) {
            String part = body.substring(at, Math.min(body.length(), at + 50_000));
            request.append(Integer.toHexString(part.length()))
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        return request.append("0\r\n\r\n").toString();
    }

    /** In the middle of the head, of the body, of the answer, or after it. */
    private void http(Random random, String request) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        boolean whole = random.nextInt(3) > 0;
        try (Socket socket = daemon.socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            if (random.nextBoolean()) {
                socket.setSoLinger(true, 0); // close means reset
            }
            socket.getOutputStream().write(bytes, 0, whole ? bytes.length : random.nextInt(bytes.length));
            if (whole) {
                read(socket.getInputStream(), random.nextInt(2 * LARGE));
            }
        } catch (SocketException refused) {
            // an answer that came before the request's end, and the connection's
        }
    }

    private static void read(InputStream in, int most) throws IOException {
        byte[] piece = new byte[32 * 1024];
        try {
            for (int got = 0; got < most; ) {
                int n = in.read(piece);
                if (n < 0) {
                    return;
                }
                got += n;
            }
        } catch (SocketTimeoutException silent) {
            // it may wait for memory; this client does not wait for it
        }
    }

    /** A handshake has three seconds, which on a busy machine may pass: then it is made again. */
    private RawClient muon() throws Exception {
        RawClient client = new RawClient(muon, "photon", "shared-channel");
        for (int tries = 1; client.opening().get(30, TimeUnit.SECONDS) instanceof Result.Err && tries < 10; tries++) {
            client = new RawClient(muon, "photon", "shared-channel");
        }
        return client;
    }

    private void emitOverMuon(Random random, String line) throws Exception {
        RawClient client = muon();
        String id = null;
        for (int i = random.nextInt(4); i >= 0; i--) {
            id = client.ask("event", "EventEmitted", line);
        }
        if (random.nextBoolean()) {
            client.await(id);
        }
        client.channel().close();
    }

    private void replayOverMuon(Random random) throws Exception {
        RawClient client = muon();
        String id = client.subscribe("/stream", Map.of("stream-name", "big", "stream-type", "cold"));
        client.request(id, 1 + random.nextInt(LARGE_EVENTS));
        for (int i = random.nextInt(3); i > 0; i--) {
            client.await(id);
        }
        if (random.nextBoolean()) {
            client.shutdown(id);
        }
        client.channel().close();
    }

    /** Who lives is served, large and small. */
    void everybodyIsServed() throws Exception {
        assertEquals(200, daemon.emit(event("other", LARGE)).statusCode());
        HttpResponse<String> big = daemon.get("/api/replay/big?type=cold");
        assertEquals(LARGE_EVENTS, big.body().lines().count());
        RawClient client = muon();
        String answer = RawClient.text(client.await(client.ask("event", "EventEmitted", event("other", LARGE))));
        if (!answer.contains("PERSISTED")) {
            throw new AssertionError(answer);
        }
        client.channel().close();
    }
}
