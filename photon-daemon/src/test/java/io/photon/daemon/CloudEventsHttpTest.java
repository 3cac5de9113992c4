// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.photon.door.http.wire.HttpSettings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CloudEvents in all three modes, sent and read by the SDK for Java. */
class CloudEventsHttpTest {

    private static final JsonFormat FORMAT = new JsonFormat();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(
                dir,
                "memory",
                HttpSettings.plain("localhost", 0)
                        .withCloudEvents(
                                new HttpSettings.CloudEvents("/photon/test", null, List.of("eventgrid.example")))));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static CloudEvent event(String id) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("https://example.org/shop"))
                .withType("org.example.order.placed")
                .withSubject("orders")
                .withTime(OffsetDateTime.parse("2026-11-24T02:00:00.123Z"))
                .withDataSchema(URI.create("https://example.org/schema/1"))
                .withExtension("partitionkey", "k 1%")
                .withData("application/json", "{\"total\":12.50}".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /** As the SDK sends it. */
    private HttpResponse<String> send(String target, CloudEvent event, boolean binary) {
        HttpRequest.Builder request = daemon.request(target);
        var writer = HttpMessageFactory.createWriter(
                request::header,
                body -> request.POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)));
        if (binary) {
            writer.writeBinary(event);
        } else {
            writer.writeStructured(event, FORMAT);
        }
        return Daemon.send(request);
    }

    private HttpResponse<String> get(String target, String accept) {
        return Daemon.send(daemon.request(target).header("Accept", accept).GET());
    }

    private static CloudEvent read(String json) {
        return FORMAT.deserialize(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode answer(HttpResponse<String> response) throws IOException {
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private static void assertSame(CloudEvent sent, CloudEvent got) {
        CloudEvent without = CloudEventBuilder.v1(got)
                .withoutExtension("sequence")
                .withoutExtension("streamname")
                .build();
        assertEquals(
                new String(FORMAT.serialize(FORMAT.deserialize(FORMAT.serialize(sent))), StandardCharsets.UTF_8),
                new String(FORMAT.serialize(without), StandardCharsets.UTF_8));
    }

    @Test
    void oneThatIsSentInEitherModeIsStoredOnceAndComesBackAsItWas() throws IOException {
        JsonNode first = answer(send("/api/event", event("a b"), true));
        assertEquals("https://example.org/shop a b", first.get("local-id").textValue());
        assertEquals("orders", first.get("stream-name").textValue());
        assertEquals("org.example.order.placed", first.get("event-type").textValue());
        assertEquals("https://example.org/schema/1", first.get("schema").textValue());
        assertEquals("12.5", first.get("payload").get("total").asText());
        JsonNode again = answer(send("/api/events", event("a b"), false));
        assertTrue(again.get("duplicate").booleanValue(), again.toString());
        assertEquals(first.get("order-id"), again.get("order-id"));
        assertEquals(
                409,
                send(
                                "/api/event",
                                CloudEventBuilder.v1(event("a b")).withType("x").build(),
                                true)
                        .statusCode());

        String where = "/api/event/orders/" + first.get("order-id");
        HttpResponse<String> back = get(where, STRUCTURED);
        assertEquals(STRUCTURED, back.headers().firstValue("Content-Type").orElseThrow());
        assertSame(event("a b"), read(back.body()));
        assertTrue(back.body().endsWith(",\"data\":{\"total\":12.50}}"), back.body());
        assertEquals(first.get("order-id").asText(), read(back.body()).getExtension("sequence"));
        assertEquals("orders", read(back.body()).getExtension("streamname"));
        HttpResponse<String> headers = get(where, "application/cloudevents");
        assertEquals(
                "application/json", headers.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("k%201%25", headers.headers().firstValue("ce-partitionkey").orElseThrow());
        assertEquals("{\"total\":12.50}", headers.body());
    }

    @Test
    void aBatchIsStoredAndReplayedAsLinesAsABatchAndAsServerSentEvents() throws IOException {
        List<CloudEvent> events = List.of(event("1"), event("2"), event("3"));
        List<String> items = new ArrayList<>();
        for (CloudEvent event : events) {
            items.add(new String(FORMAT.serialize(event), StandardCharsets.UTF_8));
        }
        HttpResponse<String> stored = daemon.post("/api/events", BATCH, "[" + String.join(",", items) + "]");
        assertEquals(
                3,
                stored.body()
                        .lines()
                        .filter(line -> line.contains("\"durability\""))
                        .count(),
                stored.body());
        String atomic = daemon.post("/api/events?atomic=true", BATCH, "[" + items.get(0) + "]")
                .body();
        assertTrue(atomic.contains("\"duplicate\":true"), atomic);

        List<String> lines =
                get("/api/replay/orders?type=cold", STRUCTURED).body().lines().toList();
        HttpResponse<String> batch = get("/api/replay/orders?type=cold", BATCH);
        assertEquals(BATCH, batch.headers().firstValue("Content-Type").orElseThrow());
        JsonNode array = JSON.readTree(batch.body());
        assertEquals(3, array.size());
        for (int i = 0; i < 3; i++) {
            assertSame(events.get(i), read(lines.get(i)));
            assertSame(events.get(i), read(array.get(i).toString()));
        }
        assertEquals("[]\n", get("/api/replay/none?type=cold", BATCH).body());
        assertEquals(400, get("/api/replay/orders", BATCH).statusCode());
        try (BufferedReader sse = new BufferedReader(new InputStreamReader(
                daemon.open("/api/replay/orders", "Accept", "text/event-stream, " + STRUCTURED),
                StandardCharsets.UTF_8))) {
            assertEquals("id: " + read(lines.get(0)).getExtension("sequence"), sse.readLine());
            assertSame(events.get(0), read(sse.readLine().substring("data: ".length())));
        }
    }

    @Test
    void whatNeverWasACloudEventHasAttributesOfItsOwn() throws IOException {
        JsonNode stored = answer(
                daemon.emit(
                        "{\"stream-name\":\"s/ü\",\"event-type\":\"T\",\"local-id\":\"l\",\"schema\":\"2\",\"service-id\":\"svc\",\"caused-by\":1795485600000000,\"own\":7,\"Not An Attribute\":1,\"nested\":{},\"cloudevent\":5,\"payload\":[1.0]}"));
        String id = stored.get("order-id").asText();
        JsonNode event = answer(get("/api/event/s%2F%C3%BC/" + id, STRUCTURED));
        assertEquals(
                JSON.readTree("{\"specversion\":\"1.0\",\"id\":\"" + id
                        + "\",\"source\":\"/photon/test\",\"type\":\"T\",\"time\":\""
                        + java.time.Instant.ofEpochMilli(
                                stored.get("event-time").longValue())
                        + "\",\"datacontenttype\":\"application/json\",\"schema\":\"2\",\"own\":7,\"causedby\":\"1795485600000000\",\"localid\":\"l\",\"serviceid\":\"svc\",\"streamname\":\"s/ü\",\"sequence\":\""
                        + id + "\",\"data\":[1.0]}"),
                event);
        assertEquals("T", read(event.toString()).getType());
    }

    @Test
    void everyAttributeThatIsMissingOrWrongIsNamed() {
        HttpResponse<String> refused = daemon.post(
                "/api/event",
                STRUCTURED,
                "{\"specversion\":\"0.3\",\"source\":\"not a uri\",\"type\":\"\",\"time\":\"yesterday\",\"Bad\":\"x\",\"big\":3000000000,\"deep\":{},\"data\":1,\"data_base64\":\"AA==\"}");
        assertEquals(400, refused.statusCode());
        for (String word : List.of(
                "specversion is '0.3'",
                "source is 'not a uri'",
                "type is empty",
                "time is 'yesterday'",
                "'Bad' cannot be the name",
                "big is 3000000000",
                "deep is an object",
                "data and data_base64",
                "id is missing",
                "no stream is named")) {
            assertTrue(refused.body().contains(word), word + " in " + refused.body());
        }
        assertEquals(400, daemon.post("/api/event", STRUCTURED, "{\"id\":").statusCode());
        assertEquals(400, daemon.post("/api/event", STRUCTURED, "[]").statusCode());
        assertEquals(415, daemon.post("/api/event", BATCH, "[]").statusCode());
        String binary =
                daemon.emit("{}", "ce-specversion", "1.0", "ce-type", "T").body();
        assertTrue(binary.contains("id is missing; source is missing; no stream is named"), binary);
        String nameless = daemon.post(
                        "/api/event",
                        STRUCTURED,
                        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"T\"}")
                .body();
        assertTrue(nameless.contains("\"hint\":\"name a stream in subject or streamname, or by stream=NAME"), nameless);
        String batch = daemon.post("/api/events", BATCH, "[{\"specversion\":\"1.0\"},7]")
                .body();
        assertTrue(batch.contains("id is missing") && batch.contains("\"line\":2"), batch);
    }

    /** As java.net.http cannot send it: with bytes of its own in a header. */
    private String sendRaw(byte[] subject, String more) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", daemon.photon.port())) {
            String[] head = {
                "POST /api/event HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Authorization: Token " + daemon.photon.token(),
                "Content-Length: 1",
                "ce-specversion: 1.0",
                "ce-id: raw",
                "ce-source: /a",
                "ce-type: T",
                more + "ce-subject: "
            };
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(String.join("\r\n", head).getBytes(StandardCharsets.UTF_8));
            request.writeBytes(subject);
            request.writeBytes("\r\n\r\n1".getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(request.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void utf8InAHeaderIsReadAsItIsMeantAndOtherBytesAreRefused() throws IOException {
        String answer = sendRaw("M\u00fcll \u20ac".getBytes(StandardCharsets.UTF_8), "");
        assertTrue(answer.contains("\"stream-name\":\"M\u00fcll \u20ac\""), answer);
        for (byte[] bad :
                List.of("M\u00fcll".getBytes(StandardCharsets.ISO_8859_1), "M%FCll".getBytes(StandardCharsets.UTF_8))) {
            String refused = sendRaw(bad, "");
            assertTrue(refused.startsWith("HTTP/1.1 400 "), refused);
            assertTrue(
                    refused.contains("subject has bytes that are not UTF-8, as they are or percent-encoded"), refused);
        }
    }

    @Test
    void anAttributeThatIsThereTwiceIsNotMadeOneOfBoth() throws IOException {
        String refused = sendRaw("s".getBytes(StandardCharsets.UTF_8), "ce-id: other\r\n");
        assertTrue(refused.startsWith("HTTP/1.1 400 "), refused);
        assertTrue(refused.contains("the header ce-id is there 2 times, with different values"), refused);
    }

    @Test
    void everyTimeOfRfc3339IsTakenAndComesBackAsItCame() throws IOException {
        for (String time : List.of(
                "2016-12-31T23:59:60Z",
                "2026-01-01T00:00:00+23:59",
                "2026-01-01t00:00:00.5-18:30",
                "2024-02-29T00:00:00z")) {
            String body = "{\"specversion\":\"1.0\",\"id\":\"" + time
                    + "\",\"source\":\"/a\",\"type\":\"T\",\"subject\":\"s\",\"time\":\"" + time + "\"}";
            HttpResponse<String> answer = daemon.post("/api/event", STRUCTURED, body);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(
                    time, JSON.readTree(answer.body()).at("/cloudevent/time").textValue());
        }
        for (String time : List.of(
                "2026-02-29T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:61Z",
                "2026-01-01T00:00:00+24:00",
                "2026-01-01T00:00:00")) {
            String body =
                    "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"T\",\"subject\":\"s\",\"time\":\""
                            + time + "\"}";
            assertEquals(400, daemon.post("/api/event", STRUCTURED, body).statusCode(), time);
        }
    }

    @Test
    void theStreamIsThatOfThePathElseStreamnameElseSubject() throws IOException {
        CloudEvent both = CloudEventBuilder.v1(event("1"))
                .withExtension("streamname", "named")
                .build();
        assertEquals(
                "named",
                answer(send("/api/event", both, false)).get("stream-name").textValue());
        assertEquals(
                "path",
                answer(send("/api/event/path", event("1"), true))
                        .get("stream-name")
                        .textValue());
        assertEquals(400, send("/api/event/path", both, true).statusCode());
        CloudEvent internal =
                CloudEventBuilder.v1(event("1")).withSubject("__config__").build();
        assertEquals(403, send("/api/event", internal, true).statusCode());
    }

    @Test
    void aWebHooksSenderIsToldWhetherItMayDeliver() {
        HttpResponse<String> may = Daemon.send(HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/api/events"))
                .header("WebHook-Request-Origin", "eventgrid.example")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertEquals(200, may.statusCode());
        assertEquals(
                "eventgrid.example",
                may.headers().firstValue("WebHook-Allowed-Origin").orElseThrow());
        assertEquals("*", may.headers().firstValue("WebHook-Allowed-Rate").orElseThrow());
        for (String[] other : new String[][] {{"/api/events", "evil.example"}, {"/api/streams", "eventgrid.example"}}) {
            HttpResponse<String> not = Daemon.send(daemon.request(other[0])
                    .header("WebHook-Request-Origin", other[1])
                    .method("OPTIONS", BodyPublishers.noBody()));
            assertEquals(405, not.statusCode());
            assertFalse(not.headers().firstValue("WebHook-Allowed-Origin").isPresent());
        }
    }

    @Test
    void theQueryNamesAStreamAsThePathDoes() throws IOException {
        JsonNode one = answer(send("/api/event?stream=mine", event("1"), false));
        assertEquals("mine", one.get("stream-name").textValue());
        assertEquals(
                "mine",
                answer(send("/api/event?stream=mine", event("2"), true))
                        .get("stream-name")
                        .textValue());
        String batch = "[" + new String(FORMAT.serialize(event("3")), StandardCharsets.UTF_8) + "]";
        assertEquals(
                200,
                daemon.post("/api/events?stream=mine&atomic=true", BATCH, batch).statusCode());
        assertTrue(daemon.events("/api/events?stream=mine", "{\"event-type\":\"T\",\"payload\":1}\n")
                .body()
                .contains("order-id"));
        String other = daemon.events("/api/events?stream=mine", Daemon.event("other", 1) + "\n")
                .body();
        assertTrue(other.contains("\"error\""), other);
        assertEquals(4, daemon.get("/api/replay/mine?type=cold").body().lines().count());
    }
}
