// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.testing.Pause;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One client after the other that does something, at a bounded rate: everything that is asked of a daemon day by day, in an
 * order that comes from a seed. It checks each answer. What it stores is in streams of its own, so that it can be removed.
 */
final class MixedLoad {

    private static final int BATCH = 40;
    private static final int FILLER = 300;
    private static final int MOST_TAKEN = 100_000;
    private static final String LINES = "application/x-ndjson";
    private static final String SSE = "text/event-stream";
    private static final String JSON = "application/json";

    /** Name, reduction: of the languages that start quickly. */
    private static final List<List<String>> QUICK_LANGUAGES =
            List.of(List.of("jq", ". + 1"), List.of("javascript", "function(prev, next) { return prev + 1; }"));

    private static final List<String> CLOJURE = List.of("clojure", "(fn [prev next] (inc prev))");

    /** Something that is asked of the daemon. */
    private interface Deed {
        void happens() throws Exception;
    }

    private final HttpDoor door;
    private final String kept;
    private final String prefix;
    private final Random random;
    private final int restMs;
    private final List<Deed> deck = new ArrayList<>();
    private int made;
    private int deeds;

    /**
     * @param kept a stream with a lot of events, of which most answers are left in the middle
     * @param prefix with which the names of all begin that this makes
     * @param restMs how long it rests between two deeds, about
     */
    MixedLoad(HttpDoor door, String kept, String prefix, long seed, int restMs) {
        this.door = door;
        this.kept = kept;
        this.prefix = prefix;
        this.random = new Random(seed);
        this.restMs = restMs;
        Collections.addAll(
                deck, this::emits, this::emits, this::emits, this::repeats, this::batches, this::repeatsABatch);
        Collections.addAll(deck, this::emitsAtomically, this::expectsWrongly, this::expectsRightly, this::reusesAnId);
        Collections.addAll(deck, this::replays, this::replaysServerSentEvents, this::replaysBackwards, this::looks);
        Collections.addAll(deck, this::leavesAReplay, this::leavesServerSentEvents, this::leavesALiveReplay);
        Collections.addAll(deck, this::takesASocket, this::leavesASocket, this::leavesALiveSocket);
        Collections.addAll(deck, this::leavesAnUpload, this::leavesABackup, this::leavesAStreamOfUpdates);
        Collections.addAll(
                deck, this::createsAndDeletes, this::malformed, this::unauthorised, this::notFound, this::scrapes);
    }

    /** Each deed once in every pass, in another order each time, until the moment. @return how many */
    int until(long endNanos) throws Exception {
        while (true) {
            Collections.shuffle(deck, random);
            for (Deed deed : deck) {
                if (System.nanoTime() - endNanos >= 0) {
                    return deeds;
                }
                deed.happens();
                deeds++;
                Pause.random(random, restMs / 2, restMs); // the rate is bounded: it is a load of hours, not of seconds
            }
        }
    }

    /** What costs more than the rest: once. @param isLong in the normal run a part of it is enough */
    void dearOnes(boolean isLong) throws Exception {
        for (List<String> language : QUICK_LANGUAGES) {
            projects(language);
        }
        takesABackup();
        tooLarge();
        guessesAPassword();
        if (isLong) {
            projects(CLOJURE);
            assertEquals(200, door.get("/api/verify").statusCode());
            HttpResponse<String> rows = door.post("/api/sql", "application/sql", "SELECT COUNT(*) FROM streams");
            assertEquals(200, rows.statusCode(), rows.body());
        }
    }

    /** Sends something to live readers: only then is found that the client of one has left. */
    void wakes() throws IOException {
        emits();
    }

    /** Deletes all that was stored. */
    void removesAll() throws IOException {
        for (JsonNode stream : door.json("/api/streams?limit=1000&prefix=" + HttpDoor.encode(prefix))
                .get("streams")) {
            deletes(stream.get("stream-name").asText());
        }
    }

    private void emits() throws IOException {
        door.stored(event(stream(), null));
    }

    private void repeats() throws IOException {
        String event = event(stream(), name());
        long stored = door.stored(event);
        HttpResponse<String> again = door.emit(event);
        assertTrue(again.body().contains("\"duplicate\":true"), again.body());
        assertEquals(
                stored, HttpDoor.JSON.readTree(again.body()).get("order-id").longValue());
    }

    private void batches() throws IOException {
        storesAll("/api/events", lines(false));
    }

    private void repeatsABatch() throws IOException {
        String lines = lines(true);
        storesAll("/api/events?ack=summary", lines);
        storesAll("/api/events?ack=summary", lines);
    }

    private void emitsAtomically() throws IOException {
        storesAll("/api/events?atomic=true", lines(random.nextBoolean()));
    }

    private void storesAll(String path, String lines) throws IOException {
        HttpResponse<String> answer = door.post(path, LINES, lines);
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(!answer.body().contains("\"error\""), answer.body());
    }

    private void expectsWrongly() throws IOException {
        String stream = stream();
        door.stored(event(stream, null));
        assertEquals(409, door.emit(event(stream, null), "none").statusCode());
    }

    private void expectsRightly() throws IOException {
        String stream = name();
        assertEquals(200, door.emit(event(stream, null), "none").statusCode());
    }

    private void reusesAnId() throws IOException {
        String stream = stream();
        String id = name();
        door.stored(event(stream, id));
        assertEquals(409, door.emit(event(stream, id)).statusCode()); // its content is another one
    }

    private void replays() throws IOException {
        taken("/api/replay/" + stream() + "?type=cold");
        taken("/api/replay/" + kept + "?type=cold&limit=100&where=" + HttpDoor.encode(".payload.n > 1"));
    }

    private void replaysBackwards() throws IOException {
        taken("/api/replay/" + HttpDoor.encode(prefix + "*") + "?type=cold&direction=backwards&limit=200");
    }

    private void taken(String path) throws IOException {
        HttpResponse<String> answer = door.get(path);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private void replaysServerSentEvents() throws IOException {
        try (LeavingClient client = LeavingClient.asks(door, "/api/replay/" + kept + "?type=cold&limit=50", SSE)) {
            assertEquals(200, client.status());
            client.takes(MOST_TAKEN);
        }
    }

    private void leavesAReplay() throws IOException {
        leaves("/api/replay/__all__?type=" + (random.nextBoolean() ? "cold" : "hot-cold"), LINES);
    }

    private void leavesServerSentEvents() throws IOException {
        leaves("/api/replay/" + kept + "?type=hot-cold", SSE);
    }

    private void leavesALiveReplay() throws IOException {
        leaves("/api/replay/__all__?type=hot", random.nextBoolean() ? SSE : LINES, 0);
    }

    private void leavesABackup() throws IOException {
        leaves("/api/backup", LINES);
    }

    private void leavesAStreamOfUpdates() throws IOException {
        leaves("/api/projection/__streams__/updates", SSE, 1);
    }

    private void leaves(String path, String accept) throws IOException {
        leaves(path, accept, random.nextInt(MOST_TAKEN));
    }

    /** Takes a part of the answer, and goes in one of the ways there are. */
    private void leaves(String path, String accept, int bytes) throws IOException {
        try (LeavingClient client = LeavingClient.asks(door, path, accept)) {
            assertEquals(200, client.status());
            client.takes(bytes);
            if (random.nextBoolean()) {
                client.reset();
            }
        }
    }

    private void leavesAnUpload() throws IOException {
        byte[] body = lines(false).getBytes(StandardCharsets.UTF_8);
        String path = random.nextBoolean() ? "/api/events" : "/api/restore";
        HalfUpload.send(door, path, body, random.nextInt(body.length)).close();
    }

    private void takesASocket() throws Exception {
        try (EventsSocket socket = EventsSocket.open(door, "/ws/replay/" + kept + "?type=cold&limit=60")) {
            assertEquals(61, socket.request(100).untilItEnds()); // the last message says that it is complete
        }
    }

    private void leavesASocket() throws Exception {
        try (EventsSocket socket = EventsSocket.open(door, "/ws/replay/" + kept + "?type=hot-cold")) {
            socket.request(1 + random.nextInt(1_000)).hears();
        }
    }

    private void leavesALiveSocket() throws Exception {
        try (EventsSocket socket = EventsSocket.open(door, random.nextBoolean() ? "/ws/ws-stats" : "/ws/ws-streams")) {
            socket.hears();
        }
    }

    private void createsAndDeletes() throws IOException {
        String stream = name();
        storesAll("/api/events", lines(() -> stream, true));
        deletes(stream);
    }

    private void deletes(String stream) throws IOException {
        HttpResponse<String> deleted = door.delete("/api/stream/" + HttpDoor.encode(stream));
        assertEquals(200, deleted.statusCode(), deleted.body());
    }

    private void looks() throws IOException {
        taken("/api/streams?limit=20");
        taken("/api/stream/" + kept);
        taken("/api/stream-contents/" + kept);
        taken("/api/projections");
    }

    private void scrapes() throws IOException {
        taken("/health");
        taken("/ready");
        taken("/metrics");
        taken("/api/stats");
        taken("/api/subscribers");
        taken("/api/busiest-streams");
    }

    private void malformed() throws IOException {
        assertEquals(
                400,
                door.emit("{\"stream-name\":\"" + stream() + "\",\"payload\":").statusCode());
        assertEquals(400, door.get("/api/replay/" + kept + "?type=tepid").statusCode());
        assertEquals(415, door.post("/api/event", "image/png", "?").statusCode());
        refused(400, "GET /api/stats HTTP/1.1\r\nHost: localhost\r\nno header\r\n\r\n");
        try (LeavingClient client = LeavingClient.sends(door, "POST /api/event HTTP/1.1\r\nHost: loc")) {
            client.reset(); // in the middle of the head
        }
    }

    private void unauthorised() throws IOException {
        String head = "GET /api/replay/" + kept + " HTTP/1.1\r\nHost: localhost\r\n";
        refused(401, head + "\r\n");
        refused(401, head + "Authorization: Bearer " + name() + "\r\n\r\n");
    }

    /** Guesses are made slow on purpose. */
    private void guessesAPassword() throws IOException {
        String guess = Base64.getEncoder().encodeToString((name() + ":wrong").getBytes(StandardCharsets.UTF_8));
        refused(401, "GET /api/stats HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + guess + "\r\n\r\n");
    }

    private void notFound() throws IOException {
        assertEquals(404, door.get("/api/stream/" + name()).statusCode());
        assertEquals(404, door.get("/api/projection/" + name()).statusCode());
        assertEquals(404, door.get("/api/" + name()).statusCode());
        assertEquals(405, door.delete("/api/stats").statusCode());
    }

    private void refused(int status, String request) throws IOException {
        try (LeavingClient client = LeavingClient.sends(door, request)) {
            assertEquals(status, client.status(), request);
        }
    }

    private void tooLarge() throws IOException {
        String request = "{\"stream-name\":\"" + stream() + "\",\"event-type\":\"T\",\"payload\":\""
                + "x".repeat(17 << 20) + "\"}";
        assertEquals(413, door.emit(request).statusCode());
        HttpResponse<String> line = door.post("/api/events?ack=summary", LINES, request + "\n");
        assertTrue(line.body().contains("\"error\""), line.body());
    }

    private void takesABackup() throws IOException {
        HttpResponse<String> backup = door.get("/api/backup");
        assertEquals(200, backup.statusCode());
        assertTrue(backup.body().contains("\"sha256\""), "no trailer");
    }

    /** A projection that is created, asked, watched and deleted. */
    private void projects(List<String> language) throws IOException {
        String name = name();
        ObjectNode request = HttpDoor.JSON
                .createObjectNode()
                .put("projection-name", name)
                .put("stream-name", kept)
                .put("language", language.get(0))
                .put("reduction", language.get(1))
                .put("initial-value", "0");
        HttpResponse<String> created = door.post("/api/projection", JSON, request.toString());
        assertEquals(200, created.statusCode(), created.body());
        long head = door.json("/api/stream/" + kept).get("last-order-id").longValue();
        taken("/api/projection/" + name + "/wait?timeout=30000&at-least=" + head);
        taken("/api/projection/" + name + "/value");
        leaves("/api/projection/" + name + "/updates", SSE, 1);
        assertEquals(200, door.delete("/api/projection/" + name).statusCode());
    }

    private String lines(boolean withIds) {
        return lines(this::stream, withIds);
    }

    private String lines(Supplier<String> streams, boolean withIds) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1 + random.nextInt(BATCH); i > 0; i--) {
            lines.append(event(streams.get(), withIds ? name() : null)).append('\n');
        }
        return lines.toString();
    }

    private String event(String stream, String localId) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T" + random.nextInt(5) + "\","
                + (localId == null ? "" : "\"local-id\":\"" + localId + "\",") + "\"payload\":{\"n\":" + made++
                + ",\"filler\":\"" + "x".repeat(random.nextInt(FILLER)) + "\"}}";
    }

    /** One of a few. */
    private String stream() {
        return prefix + random.nextInt(8);
    }

    /** Another one each time. */
    private String name() {
        return prefix + "-" + made++;
    }
}
