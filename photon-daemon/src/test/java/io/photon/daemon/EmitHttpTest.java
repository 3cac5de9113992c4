// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmitHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.memory(dir);
    }

    @AfterEach
    void stop() {
        daemon.close();
        assertEquals(0, daemon.photon.http().requests());
        assertEquals(0, daemon.photon.http().inboundBytes());
    }

    @Test
    void anEmitAnswersTheStoredEventWithItsPositionAndDurability() {
        HttpResponse<String> answer = daemon.emit(Daemon.event("orders", 1));
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(
                answer.body()
                        .matches("\\{\"order-id\":\\d{16},\"event-time\":\\d{13},\"stream-name\":\"orders\","
                                + "\"event-type\":\"T\",\"payload\":\\{\"n\":1},\"durability\":\"memory\"}\n"),
                answer.body());
    }

    @Test
    void anAnswerHasNoFieldTwiceWhateverFieldsTheEventBrings() throws IOException {
        ObjectMapper strict = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        String own = "\"order-id\":1,\"event-time\":\"2\",\"durability\":\"none, really\",\"dur\\u0061bility2\":[1],"
                + "\"\\u0064uplicate\":{\"a\":[\",\",{}]},\"position\":3,\"durability-\":4";
        for (String event : List.of(
                "{" + own + ",\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":{\"durability\":5}}",
                "{\"payload\":{\"durability\":5},\"stream-name\":\"s\",\"event-type\":\"T\"," + own + "}")) {
            HttpResponse<String> answer = daemon.emit(event);
            assertEquals(200, answer.statusCode(), answer.body());
            JsonNode stored = strict.readTree(answer.body());
            assertEquals(daemon.photon.head(), stored.get("order-id").asLong());
            assertEquals("memory", stored.get("durability").asText());
            assertFalse(stored.has("duplicate"), answer.body());
            assertEquals(3, stored.get("position").asInt());
            assertEquals(4, stored.get("durability-").asInt());
            assertEquals(5, stored.get("payload").get("durability").asInt());
            JsonNode kept = strict.readTree(
                    daemon.get("/api/event/s/" + stored.get("order-id").asText())
                            .body());
            assertEquals("none, really", kept.get("durability").asText(), "stored as it came");
            assertEquals("{\"a\":[\",\",{}]}", kept.get("duplicate").toString());
        }
    }

    @Test
    void aStreamCanBeNamedInThePathWithASlashInIt() {
        HttpResponse<String> answer =
                daemon.post("/api/event/a%2Fb%20%C3%A9", "application/json", "{\"event-type\":\"T\",\"payload\":1}");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\"stream-name\":\"a/b é\""), answer.body());
        String orderId = answer.body().replaceAll("^\\{\"order-id\":(\\d+).*\\s*", "$1");
        HttpResponse<String> same = daemon.get("/api/event/a%2Fb%20%C3%A9/" + orderId);
        assertEquals(200, same.statusCode(), same.body());
        assertEquals(404, daemon.get("/api/event/a%2Fb/" + orderId).statusCode());
        assertTrue(daemon.get("/api/stream-contents/a%2Fb%20%C3%A9").body().startsWith("{\"results\":[{\"order-id\":"));
    }

    @Test
    void aJsonArrayIsTakenItemByItem() {
        String body = " [ " + Daemon.event("s", 1) + " ,\n"
                + "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":[\"a,]\\\"\\\\\",\n\t {\"b\":[]}]},7]\n";
        HttpResponse<String> answer = daemon.post("/api/events", "application/json; charset=utf-8", body);
        assertEquals(200, answer.statusCode(), answer.body());
        String[] lines = answer.body().split("\n");
        assertEquals(3, lines.length, answer.body());
        assertTrue(lines[1].startsWith("{\"order-id\":"), answer.body());
        assertTrue(lines[2].endsWith("\"line\":3}"), answer.body());
        String stored = daemon.get("/api/replay/s?type=cold").body();
        String kept = "\"payload\":[\"a,]\\\"\\\\\",\t {\"b\":[]}]}\n";
        assertTrue(stored.contains(kept), "byte for byte, but for the line break: " + stored);
        HttpResponse<String> atomic = daemon.post("/api/events?atomic=true", "application/json", body);
        assertEquals(400, atomic.statusCode(), atomic.body());
        assertTrue(atomic.body().contains("line 3"), atomic.body());
        assertEquals(200, daemon.post("/api/events", "application/json", "[]").statusCode());
        assertEquals(2, daemon.get("/api/replay/s?type=cold").body().lines().count());
    }

    @Test
    void theSameLocalIdIsStoredOnceAndAnotherContentIsAConflict() {
        String first = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"local-id\":\"a\",\"payload\":1}";
        HttpResponse<String> stored = daemon.emit(first);
        HttpResponse<String> again = daemon.emit(first);
        assertEquals(200, again.statusCode());
        assertTrue(again.body().contains("\"duplicate\":true"), again.body());
        assertEquals(stored.body().substring(0, 40), again.body().substring(0, 40));
        assertEquals(409, daemon.emit(first.replace(":1}", ":2}")).statusCode());
    }

    @Test
    void anExpectedLastEventIsHeldAgainstTheStream() {
        assertEquals(
                200,
                daemon.emit(Daemon.event("s", 1), "Expect-Last-Order-Id", "none")
                        .statusCode());
        assertEquals(
                409,
                daemon.emit(Daemon.event("s", 2), "Expect-Last-Order-Id", "none")
                        .statusCode());
        assertEquals(
                409,
                daemon.emit(Daemon.event("s", 2), "Expect-Last-Order-Id", "17").statusCode());
        assertEquals(
                200,
                daemon.emit(Daemon.event("s", 2), "Expect-Last-Order-Id", "any").statusCode());
        assertEquals(
                400,
                daemon.emit(Daemon.event("s", 2), "Expect-Last-Order-Id", "soon")
                        .statusCode());
    }

    @Test
    void aStreamOfEventsIsAnsweredLineByLineInOrder() {
        String body = Daemon.event("a", 1) + "\n\n" + "no json\n" + Daemon.event("__config__", 2) + "\r\n"
                + Daemon.event("a", 3);
        HttpResponse<String> answer = daemon.events("/api/events", body);
        String[] lines = answer.body().split("\n");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(4, lines.length, answer.body());
        assertTrue(lines[0].startsWith("{\"order-id\":"), answer.body());
        assertTrue(lines[1].startsWith("{\"error\":") && lines[1].endsWith(",\"line\":3}"), answer.body());
        assertTrue(lines[2].contains("\"code\":\"denied\"") && lines[2].endsWith(",\"line\":4}"), answer.body());
        assertTrue(lines[3].startsWith("{\"order-id\":"), answer.body());
    }

    @Test
    void anUploadOfWhichNoLineIsAnEventIsAnsweredLineByLine() {
        HttpResponse<String> answer = daemon.events("/api/events", "no event\n\n[]\n");
        assertEquals(200, answer.statusCode(), answer.body());
        String[] lines = answer.body().split("\n");
        assertEquals(2, lines.length, answer.body());
        assertTrue(lines[0].contains("\"line\":1"), answer.body());
        assertTrue(lines[1].contains("\"line\":3"), answer.body());
    }

    @Test
    void aSummaryCountsAndShowsTheFirstErrors() {
        String body = Daemon.event("a", 1) + "\n[]\n" + Daemon.event("a", 2) + "\n";
        HttpResponse<String> answer = daemon.events("/api/events?ack=summary", body);
        assertTrue(answer.body().startsWith("{\"stored\":2,\"duplicates\":0,\"refused\":1,"), answer.body());
        assertTrue(answer.body().contains("\"line\":2"), answer.body());
    }

    @Test
    void anAtomicRequestIsStoredWholeOrNotAtAll() {
        String good = Daemon.event("a", 1) + "\n" + Daemon.event("a", 2) + "\n";
        HttpResponse<String> refused = daemon.events("/api/events?atomic=true", good + "{\n");
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("line 3"), refused.body());
        HttpResponse<String> denied = daemon.events("/api/events?atomic=true", good + Daemon.event("__x__", 1));
        assertEquals(403, denied.statusCode(), denied.body());
        assertEquals("", daemon.get("/api/replay/__all__?type=cold").body());
        HttpResponse<String> stored = daemon.events("/api/events?atomic=true", good, "Expect-Last-Order-Id", "none");
        assertEquals(200, stored.statusCode(), stored.body());
        assertEquals(2, stored.body().lines().count());
        assertEquals(
                409,
                daemon.events("/api/events?atomic=true", good, "Expect-Last-Order-Id", "none")
                        .statusCode());
        assertEquals(2, daemon.get("/api/replay/a?type=cold").body().lines().count());
    }

    @Test
    void anAtomicRequestOfMoreThanAThousandEventsIsTooLarge() {
        String tooMany = (Daemon.event("a", 1) + "\n").repeat(1_001);
        HttpResponse<String> refused = daemon.events("/api/events?atomic=true", tooMany);
        assertEquals(413, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("line 1001"), refused.body());
        assertEquals(404, daemon.get("/api/stream/a").statusCode());
    }

    @Test
    void aMegabyteEventArrivesAsItWasSent() {
        String payload = "\"" + "x".repeat(1 << 20) + "\"";
        String event = "{\"stream-name\":\"big\",\"event-type\":\"T\",\"payload\":" + payload + "}";
        assertEquals(200, daemon.emit(event).statusCode());
        assertTrue(daemon.get("/api/replay/big?type=cold").body().endsWith(payload + "}\n"));
    }

    @Test
    void onlyPhotonWritesToInternalStreams() {
        HttpResponse<String> refused = daemon.emit(Daemon.event("__config__", 1));
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("\"code\":\"denied\""), refused.body());
    }
}
