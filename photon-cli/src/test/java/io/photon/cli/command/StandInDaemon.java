// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.photon.backup.format.Trailer;
import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Speaks the daemon's HTTP over a list in memory, so that what a command sends and shows is tested byte by byte, also
 * where a real daemon would have to be broken first. Fixed ids: the n-th event is 1764000000000000 + n.
 */
final class StandInDaemon implements AutoCloseable {

    static final long FIRST_ID = 1_764_000_000_000_000L;

    private static final Map<Failure.Kind, Integer> STATUS = Map.of(
            Failure.Kind.NOT_FOUND,
            404,
            Failure.Kind.CONFLICT,
            409,
            Failure.Kind.DENIED,
            403,
            Failure.Kind.TIMED_OUT,
            504);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Event> events = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    volatile boolean cutBackups;
    volatile String breakUploads;
    /** After so many heartbeats a live replay ends as of a daemon that stops. */
    volatile int heartbeatsBeforeStop = Integer.MAX_VALUE;

    volatile boolean damageBackups;
    volatile Failure answerAlways;
    volatile int answerAlwaysStatus;
    volatile String restored = "";
    /** Answers given before all others, by method and raw path with its query. */
    final Map<String, String> answers = new java.util.concurrent.ConcurrentHashMap<>();
    /** Failures given before all others, likewise. */
    final Map<String, Failure> failures = new java.util.concurrent.ConcurrentHashMap<>();
    /** What was asked: method, path with query, and body. */
    final List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());

    StandInDaemon() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (answerAlways != null) {
                fail(exchange, answerAlwaysStatus, answerAlways);
                return;
            }
            String path = exchange.getRequestURI().getRawPath();
            String method = exchange.getRequestMethod();
            if (prepared(exchange, method + " " + exchange.getRequestURI())) {
                return;
            }
            String[] parts = path.split("/", -1);
            if (path.equals("/api/event") && method.equals("POST")) {
                emitOne(exchange);
            } else if (path.equals("/api/events")) {
                emitMany(exchange);
            } else if (path.startsWith("/api/replay/")) {
                replay(exchange, decoded(parts[3]), query(exchange));
            } else if (path.equals("/api/streams")) {
                streams(exchange, query(exchange));
            } else if (path.startsWith("/api/event/")) {
                one(exchange, decoded(parts[3]), Long.parseLong(parts[4]));
            } else if (path.startsWith("/api/stream/") && method.equals("GET")) {
                stream(exchange, decoded(parts[3]));
            } else if (path.startsWith("/api/stream/")) {
                delete(exchange, decoded(parts[3]));
            } else if (path.equals("/api/backup")) {
                backup(exchange);
            } else if (path.equals("/api/restore")) {
                restored = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                answer(exchange, "{\"restored\":2,\"skipped\":0,\"deleted\":0,\"head\":" + head() + "}");
            } else if (path.equals("/api/verify")) {
                answer(exchange, "{\"events\":1}\n{\"ok\":true,\"events\":" + events.size() + ",\"bytes\":9}\n");
            } else {
                fail(exchange, 404, Failure.of(Failure.Kind.NOT_FOUND, "no such path " + path));
            }
        }
    }

    private boolean prepared(HttpExchange exchange, String what) throws IOException {
        Failure failure = failures.get(what);
        String answer = answers.get(what);
        if (failure == null && answer == null) {
            return false;
        }
        asked.add((what + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).strip());
        if (failure != null) {
            fail(exchange, STATUS.getOrDefault(failure.kind(), 400), failure);
        } else {
            answer(exchange, answer);
        }
        return true;
    }

    private synchronized long head() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).orderId();
    }

    private synchronized Result<Event> append(byte[] json) {
        return EventParser.parseDraft(json, 0, json.length).then((EventDraft draft) -> {
            long id = FIRST_ID + 1 + events.size();
            Event event = draft.stamped(id, id / 1_000);
            events.add(event);
            notifyAll();
            return Result.ok(event);
        });
    }

    private static String appended(Event event) {
        return "{\"order-id\":" + event.orderId() + ",\"event-time\":" + event.orderId() / 1_000
                + ",\"durability\":\"memory\"}";
    }

    private void emitOne(HttpExchange exchange) throws IOException {
        String expect = exchange.getRequestHeaders().getFirst("Expect-Last-Order-Id");
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (expect != null && !expect.equals(events.isEmpty() ? "none" : Long.toString(head()))) {
            fail(
                    exchange,
                    409,
                    Failure.of(Failure.Kind.CONFLICT, "the stream's last order-id is " + head(), "replay it first"));
            return;
        }
        Result<Event> stored = append(body);
        if (stored instanceof Result.Err<Event> err) {
            fail(exchange, 400, err.failure());
        } else {
            answer(exchange, appended(((Result.Ok<Event>) stored).value()));
        }
    }

    private void emitMany(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        // A line ends with a line feed only: a carriage return may stand between tokens.
        Scanner lines = new Scanner(exchange.getRequestBody(), StandardCharsets.UTF_8).useDelimiter("\n");
        int number = 0;
        if (breakUploads != null) {
            out.write((breakUploads + "\n").getBytes(StandardCharsets.UTF_8));
            out.close();
            return;
        }
        while (lines.hasNext()) {
            String line = lines.next();
            number++;
            if (!line.isBlank()) {
                Result<Event> stored = append(line.getBytes(StandardCharsets.UTF_8));
                String answer = stored instanceof Result.Err<Event> err
                        ? "{\"error\":\"" + err.failure().message().replace("\"", "\\\"") + "\",\"code\":\""
                                + err.failure().kind().code() + "\",\"line\":" + number + "}"
                        : appended(((Result.Ok<Event>) stored).value());
                out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
        out.close();
    }

    private void replay(HttpExchange exchange, String stream, Map<String, String> query) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        long from = Long.parseLong(query.getOrDefault("from", "0"));
        long limit = Long.parseLong(query.getOrDefault("limit", Long.toString(Long.MAX_VALUE)));
        long sent = 0;
        boolean live = !"cold".equals(query.get("type"));
        int heartbeats = 0;
        for (int i = 0; sent < limit; i++) {
            Event event = next(i, live);
            while (event == null && live && closed.getCount() > 0) {
                if (heartbeats++ == heartbeatsBeforeStop) {
                    out.write("{\"error\":\"Photon is stopping\",\"code\":\"overloaded\"}\n"
                            .getBytes(StandardCharsets.UTF_8));
                    out.close();
                    return;
                }
                String beat = "position".equals(query.get("heartbeat")) && i > 0
                        ? "{\"position\":" + (FIRST_ID + i) + "}\n"
                        : "\n";
                out.write(beat.getBytes(StandardCharsets.UTF_8));
                out.flush();
                event = next(i, live);
            }
            if (event == null) {
                break;
            }
            boolean wanted = stream.equals("__all__") || name(event).equals(stream);
            if (wanted && event.orderId() >= from) {
                out.write(event.line());
                out.write('\n');
                out.flush();
                sent++;
            }
        }
        out.close();
    }

    /** The i-th event, waiting a little for it if wanted; null when there is none. */
    private synchronized Event next(int i, boolean wait) throws IOException {
        if (i >= events.size() && wait) {
            try {
                wait(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        return i < events.size() ? events.get(i) : null;
    }

    private static String name(Event event) {
        EventLine.Header header = event.header();
        return EventLine.unescape(event.array(), header.streamFrom(), header.streamTo());
    }

    private synchronized void streams(HttpExchange exchange, Map<String, String> query) throws IOException {
        TreeMap<String, long[]> found = new TreeMap<>();
        for (Event event : events) {
            found.computeIfAbsent(name(event), n -> new long[] {0, event.orderId(), 0});
            long[] of = found.get(name(event));
            of[0]++;
            of[2] = event.orderId();
        }
        StringBuilder json = new StringBuilder("{\"streams\":[");
        found.tailMap(query.getOrDefault("after", ""), false).entrySet().stream()
                .filter(e -> e.getKey().startsWith(query.getOrDefault("prefix", "")))
                .limit(Long.parseLong(query.getOrDefault("limit", "1000")))
                .forEach(e -> json.append(json.length() > 12 ? "," : "")
                        .append("{\"stream-name\":\"")
                        .append(new String(EventLine.escape(e.getKey()), StandardCharsets.UTF_8))
                        .append("\",\"total-events\":")
                        .append(e.getValue()[0])
                        .append(",\"first-order-id\":")
                        .append(e.getValue()[1])
                        .append(",\"last-order-id\":")
                        .append(e.getValue()[2])
                        .append('}'));
        answer(exchange, json + "]}");
    }

    private synchronized void stream(HttpExchange exchange, String name) throws IOException {
        List<Event> own = events.stream()
                .filter(event -> name.equals("__all__") || name(event).equals(name))
                .toList();
        if (own.isEmpty()) {
            fail(exchange, 404, Failure.of(Failure.Kind.NOT_FOUND, "no stream '" + name + "'", "list them"));
            return;
        }
        answer(
                exchange,
                "{\"stream-name\":\"" + name + "\",\"total-events\":" + own.size() + ",\"first-order-id\":"
                        + own.get(0).orderId() + ",\"last-order-id\":"
                        + own.get(own.size() - 1).orderId() + "}");
    }

    private void one(HttpExchange exchange, String stream, long id) throws IOException {
        int at = (int) (id - FIRST_ID - 1);
        if (at < 0 || at >= events.size() || !name(events.get(at)).equals(stream)) {
            fail(exchange, 404, Failure.of(Failure.Kind.NOT_FOUND, "no event " + id + " in '" + stream + "'"));
        } else {
            answer(exchange, events.get(at).toString());
        }
    }

    private synchronized void delete(HttpExchange exchange, String stream) throws IOException {
        if (stream.startsWith("__")) {
            fail(exchange, 403, Failure.of(Failure.Kind.DENIED, "'" + stream + "' is Photon's own"));
        } else {
            events.removeIf(event -> name(event).equals(stream));
            answer(exchange, "{\"correct\":true}");
        }
    }

    private synchronized void backup(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Event event : events) {
            all.writeBytes(event.line());
            all.write('\n');
        }
        byte[] lines = all.toByteArray();
        OptionalLong first = events.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(events.get(0).orderId());
        OptionalLong last = events.isEmpty() ? OptionalLong.empty() : OptionalLong.of(head());
        Trailer trailer =
                new Trailer(events.size(), first, last, sha256(lines), "2026-01-01T00:00:00Z", OptionalLong.empty());
        if (damageBackups) {
            lines[lines.length - 5] ^= 1;
        }
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(lines);
        if (!cutBackups) {
            out.write(trailer.line());
        }
        out.close();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void fail(HttpExchange exchange, int status, Failure failure) throws IOException {
        String hint = failure.hint() == null ? "" : ",\"hint\":\"" + failure.hint() + "\"";
        String message = failure.message().replace("\\", "\\\\").replace("\"", "\\\"");
        byte[] body = ("{\"error\":\"" + message + "\",\"code\":\""
                        + failure.kind().code() + "\"" + hint + "}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> found = new TreeMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                found.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
