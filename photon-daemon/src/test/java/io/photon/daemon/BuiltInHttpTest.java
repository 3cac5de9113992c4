// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The projections that are part of Photon, and traces, over HTTP. */
@Timeout(60)
class BuiltInHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(dir, "file", HttpSettings.plain("localhost", 0)));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        return new JsonMapper().readTree(answer.body());
    }

    @Test
    void aSchemaIsThereAsSoonAsItsEventIsAnswered() throws IOException {
        for (int i = 1; i <= 50; i++) {
            daemon.emit(
                    "{\"stream-name\":\"a/b\",\"event-type\":\"T\",\"schema\":\"2\",\"payload\":{\"n\":" + i + "}}");
            JsonNode schemas = json(daemon.get("/api/schema/a%2Fb"));
            assertEquals(1, schemas.size());
            assertEquals(i, schemas.at("/2/total-events").intValue());
            assertEquals(
                    i,
                    schemas.at("/2/schema/m")
                            .path("[:payload :n]")
                            .path("count")
                            .intValue());
        }
        assertEquals(404, daemon.get("/api/schema/nobody").statusCode());
    }

    @Test
    void bothAreListedAndCannotBeDeletedOrReplaced() throws IOException {
        assertEquals(
                "[\"__security-state__\",\"__streams__\"]",
                json(daemon.get("/api/projection-keys")).path("projection-keys").toString());
        assertEquals(403, daemon.delete("/api/projection/__streams__").statusCode());
        assertEquals(403, daemon.delete("/api/projection/__security-state__").statusCode());
        String other = "{\"projection-name\":\"__streams__\",\"language\":\"jq\",\"reduction\":\".\"}";
        assertEquals(
                403, daemon.post("/api/projection", "application/json", other).statusCode());
        assertEquals(
                "{}", daemon.get("/api/projection/__security-state__/value").body());
    }

    @Test
    void aValueLargerThanIsHeldComesWholeAndADescriptorSaysThatItIsNot() throws IOException {
        int streams = 4_000;
        String shape = "\"f\":{\"a\":1,\"b\":\"x\",\"c\":[{\"d\":null}],\"e\":true},\"g\":1.5";
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < streams; i++) {
            lines.append("{\"stream-name\":\"s-" + i + "\",\"event-type\":\"T\",\"payload\":{" + shape + "}}\n");
        }
        assertEquals(
                200, daemon.events("/api/events?ack=summary", lines.toString()).statusCode());
        json(daemon.get("/api/projection/__streams__/wait?at-least=" + daemon.photon.head() + "&timeout=20000"));
        JsonNode whole = json(daemon.get("/api/projection/__streams__/value"));
        assertEquals(streams, whole.size());
        whole.forEach(stream -> assertEquals(1, stream.path("total-events").intValue()));
        JsonNode descriptor = json(daemon.get("/api/projection/__streams__"));
        assertEquals("running", descriptor.path("status").textValue());
        assertTrue(descriptor.at("/current-value/__truncated__").booleanValue());
        JsonNode one = json(daemon.get("/api/projection/__streams__/value?key=s-77"));
        assertEquals(1, one.path("total-events").intValue());
    }

    @Test
    void aDeletedStreamVanishesFromTheValue() throws IOException {
        daemon.emit(Daemon.event("gone", 1));
        daemon.emit(Daemon.event("stays", 1));
        assertEquals(200, daemon.get("/api/schema/gone").statusCode());
        assertEquals(200, daemon.delete("/api/stream/gone").statusCode());
        Eventually.holds(
                "the deleted stream is gone",
                () -> daemon.get("/api/schema/gone").statusCode() == 404);
        Eventually.holds(
                "the other one is there", () -> daemon.get("/api/schema/stays").statusCode() == 200);
        assertFalse(json(daemon.get("/api/projection/__streams__/value")).has("gone"));
    }

    @Test
    void theValueIsTheSameAfterARestart() throws IOException {
        for (int i = 0; i < 300; i++) {
            daemon.emit(Daemon.event("s-" + i % 7, i));
        }
        long head = daemon.photon.head();
        json(daemon.get("/api/projection/__streams__/wait?at-least=" + head));
        JsonNode before = json(daemon.get("/api/projection/__streams__/value"));
        daemon.close();
        start();
        json(daemon.get("/api/projection/__streams__/wait?at-least=" + head));
        assertEquals(before, json(daemon.get("/api/projection/__streams__/value")));
        assertEquals(
                300,
                json(daemon.get("/api/projection/__streams__"))
                        .path("processed")
                        .intValue());
    }

    @Test
    void whatAnEventCausedIsATree() throws IOException {
        long placed =
                json(daemon.emit(Daemon.event("orders", 1))).path("order-id").longValue();
        daemon.emit("{\"stream-name\":\"mails\",\"event-type\":\"Sent\",\"caused-by\":" + placed + ",\"payload\":{}}");
        JsonNode trace = json(daemon.get("/api/trace/" + placed));
        assertEquals("Sent", trace.at("/event/effects/0/event-type").textValue());
        assertTrue(trace.path("complete").booleanValue());
        assertEquals(404, daemon.get("/api/trace/1").statusCode());
        assertEquals(400, daemon.get("/api/trace/x").statusCode());
        assertEquals(400, daemon.get("/api/trace/1?limit=-1").statusCode());
    }
}
