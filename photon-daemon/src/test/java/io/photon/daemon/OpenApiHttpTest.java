// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.photon.codec.JsonFields;
import io.photon.question.Question;
import io.photon.question.Questions;
import io.photon.text.Utf8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the OpenAPI document says is so: each call is made, and each answer is what its schema says. */
@Timeout(60)
class OpenApiHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final String EVENT = "{\"stream-name\":\"s/ü\",\"event-type\":\"T\",\"payload\":{\"n\":1}}";
    private static final String PROJECTION = "{\"projection-name\":\"p\",\"stream-name\":\"s/ü\",\"language\":\"jq\","
            + "\"reduction\":\". + 1\",\"initial-value\":\"0\"}";

    @TempDir
    Path dir;

    private Daemon daemon;
    private JsonNode document;
    /** By the name of a parameter, percent-encoded. */
    private final Map<String, String> values = new HashMap<>();
    /** By the name of a call and a media type. */
    private final Map<String, String> bodies = new HashMap<>();

    private static final String TOKEN = "{\"name\":\"t\",\"roles\":\"reader\",\"streams\":\"s*\",\"life\":60}";
    private static final String APPLICATION =
            "{\"name\":\"a\",\"description\":\"d\",\"website\":\"w\",\"roles\":[\"emit\"],\"streams\":\"s\"}";

    private static final String SECRET = "a secret of both sides";
    private static final String HOOK =
            "{\"hook\":\"h\",\"stream\":\"s/ü\",\"scheme\":\"github\",\"secret\":\"" + SECRET + "\"}";

    /** One call of the document. */
    private record Call(String path, String method, JsonNode operation) {
        String name() {
            return operation.path("operationId").textValue();
        }

        JsonNode answers() {
            return operation.at("/responses/200/content");
        }
    }

    @BeforeEach
    void start() throws IOException {
        daemon = Daemon.start(Daemon.config(dir, "file", io.photon.door.http.wire.HttpSettings.plain("localhost", 0)));
        document = JSON.readTree(daemon.get("/openapi.json").body());
        byte[] first = Utf8.bytes(daemon.emit(EVENT).body());
        String id = Long.toString(JsonFields.number(first, "order-id"));
        String effect = EVENT.replace("\"payload\"", "\"caused-by\":" + id + ",\"schema\":\"2\",\"payload\"");
        String last =
                Long.toString(JsonFields.number(Utf8.bytes(daemon.emit(effect).body()), "order-id"));
        daemon.post("/api/projection", "application/json", PROJECTION);
        values.putAll(Map.of("stream", "s%2F%C3%BC", "name", "p", "order-id", id, "key", "processed"));
        values.putAll(Map.of("from", id, "to", last, "until", ".%3E1", "at-least", last, "type", "cold"));
        values.putAll(Map.of("after", "0", "node-id", "n", "epoch", "2"));
        bodies.put("emit application/json", EVENT);
        bodies.put("emit application/edn", "{:stream-name \"s/ü\" :event-type \"T\" :payload {:n 1}}");
        bodies.put("emit-to application/json", "{\"event-type\":\"T\",\"payload\":1,\"local-id\":\"x\"}");
        bodies.put("emit-to application/edn", "{:event-type \"T\" :payload 1}");
        String cloudEvent =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"T\",\"data\":1,\"streamname\":\"s/ü\"}";
        bodies.put("emit application/cloudevents+json", cloudEvent);
        bodies.put("emit-to application/cloudevents+json", cloudEvent);
        bodies.put("emit-many application/cloudevents-batch+json", "[" + cloudEvent + "]");
        bodies.put("emit-many application/json", "[" + EVENT + "]");
        bodies.put("emit-many application/x-ndjson", EVENT + "\n" + effect + "\nno event\n");
        bodies.put("projection-create application/json", PROJECTION);
        bodies.put(
                "projection-create application/edn",
                "{:projection-name \"q\" :stream-name \"s/ü\" :language :jq :reduction \". + 1\" :initial-value 0}");
        bodies.put(
                "new-stream multipart/form-data",
                "--b\r\nContent-Disposition: form-data; name=\"stream-name\"\r\n\r\nnew\r\n--b\r\nContent-Disposition: "
                        + "form-data; name=\"upload-file\"\r\n\r\n" + EVENT + "\r\n--b--\r\n");
        bodies.put("sql application/json", "{\"sql\":\"SELECT * FROM streams WHERE total_events > ?\",\"args\":[0]}");
        bodies.put("sql application/sql", "SELECT * FROM events");
        bodies.put("restore application/x-ndjson", daemon.get("/api/backup").body());
        bodies.put("login-by-form application/json", "{\"username\":\"admin\",\"password\":\"p4010n\"}");
        bodies.put("token-create application/json", TOKEN);
        bodies.put("tokens-revoke application/json", "{\"username\":\"nobody\"}");
        bodies.put("app-create application/json", APPLICATION);
        values.put("hook", "h");
        bodies.put("hook-create application/json", HOOK.replace("\"h\"", "\"h2\""));
        bodies.put("hook-rotate application/json", "{\"grace\":60}");
        bodies.put("hook-limit application/json", "{\"max-body\":1000}");
        bodies.put("hook-test application/json", "{}");
        bodies.put("hook-deliver application/json", "{}");
        bodies.put("hook-deliver application/cloudevents+json", cloudEvent.replace("/test", "/hooked"));
        bodies.put("user-create application/json", "{\"username\":\"bob\",\"password\":\"a few words\"}");
        bodies.put("user-password application/json", "{\"password\":\"other words\"}");
    }

    /** One with a grant. */
    private void addUser() {
        daemon.post("/api/user", "application/json", "{\"username\":\"ann\"}");
        String grant = "{\"username\":\"ann\",\"roles\":[\"reader\"],\"streams\":\"s*\","
                + "\"until\":\"2100-01-01T00:00:00Z\"}";
        byte[] added =
                Utf8.bytes(daemon.post("/api/grant", "application/json", grant).body());
        values.putAll(Map.of("username", "ann", "grant-id", JsonFields.text(added, "grant-id")));
        bodies.put("grant-add application/json", grant);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> calls.add(new Call(path.getKey(), method.getKey(), method.getValue()))));
        return calls;
    }

    /** A schema of the document in which every field has to be described that an object has. */
    private JsonSchema strict(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", closed(document.path("components").deepCopy()));
        whole.setAll((ObjectNode) closed(schema.deepCopy()));
        return SCHEMAS.getSchema(whole);
    }

    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            boolean plain = object.path("properties").isObject() && object.has("type");
            if (plain && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        }
        node.forEach(OpenApiHttpTest::closed);
        return node;
    }

    private String target(Call call) {
        String path = call.path();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : call.operation().path("parameters")) {
            String name = parameter.path("name").textValue();
            String value = name.equals("id")
                    ? answered("/auth/token", TOKEN, "id")
                    : name.equals("client-id") ? answered("/auth/app", APPLICATION, "client-id") : values.get(name);
            boolean needed =
                    parameter.path("required").booleanValue() || call.name().equals("replay") && name.equals("type");
            assertTrue(!needed || value != null, "the test has no value for " + name);
            if (parameter.path("in").textValue().equals("path")) {
                path = path.replace("{" + name + "}", value);
            } else if (needed) {
                query.add(name + "=" + value);
            }
        }
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    /** A field of the answer: some calls use up what they are given. */
    private String answered(String path, String body, String field) {
        HttpResponse<String> answer = body == null ? daemon.get(path) : daemon.post(path, "application/json", body);
        return JsonFields.text(Utf8.bytes(answer.body().strip()), field);
    }

    /** Once for each type of body that the call takes. */
    private Map<String, HttpRequest.Builder> requests(Call call) {
        Map<String, HttpRequest.Builder> requests = new LinkedHashMap<>();
        if (call.path().contains("user") || call.path().contains("grant")) {
            daemon.delete("/api/user/bob");
            addUser(); // some calls use up what they are given
        }
        if (call.path().contains("hook")) {
            daemon.delete("/api/hook/h");
            daemon.delete("/api/hook/h2");
            daemon.post("/api/hook", "application/json", HOOK);
        }
        String method = call.method().toUpperCase(java.util.Locale.ROOT);
        call.operation().at("/requestBody/content").fieldNames().forEachRemaining(type -> {
            String body = call.name().equals("token-refresh")
                    ? "{\"refreshToken\":\"" + answered("/auth/token", null, "refreshToken") + "\"}"
                    : bodies.get(call.name() + " " + type);
            assertNotNull(body, "the test has no body for " + call.name() + " as " + type);
            requests.put(
                    type,
                    signed(daemon.request(target(call)), call, body)
                            .header("Content-Type", type.startsWith("multipart/") ? type + "; boundary=b" : type)
                            .method(method, BodyPublishers.ofString(body)));
        });
        if (requests.isEmpty()) {
            requests.put("", daemon.request(target(call)).method(method, BodyPublishers.noBody()));
        }
        return requests;
    }

    private static HttpRequest.Builder signed(HttpRequest.Builder request, Call call, String body) {
        return call.name().equals("hook-deliver")
                ? request.header("X-GitHub-Delivery", "1").header("X-Hub-Signature-256", Signing.github(SECRET, body))
                : request;
    }

    @Test
    void everyCallAnswersWhatItsSchemaSays() throws IOException {
        List<Call> calls = new ArrayList<>(calls());
        calls.sort(java.util.Comparator.comparing(OpenApiHttpTest::turn));
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Call call : calls) {
            for (String type : (Iterable<String>) call.answers()::fieldNames) {
                for (Map.Entry<String, HttpRequest.Builder> request :
                        requests(call).entrySet()) {
                    String what = call.method() + " " + call.path() + " " + request.getKey() + " as " + type + ": ";
                    if (type.equals("text/event-stream")) {
                        assertTrue(firstEvent(call).startsWith("id: "), what);
                    } else {
                        HttpResponse<String> answer =
                                Daemon.send(request.getValue().header("Accept", type));
                        wrong.addAll(
                                mistakes(what, type, call.answers().path(type).path("schema"), answer));
                    }
                    checked++;
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(checked > 60, "only " + checked);
    }

    /** What others need is deleted last, and then the daemon takes nothing any more. */
    private static int turn(Call call) {
        return call.name().equals("step-down")
                ? 2_000
                : call.method().equals("delete") ? 1_000 - call.path().length() : 0;
    }

    private List<String> mistakes(String what, String type, JsonNode schema, HttpResponse<String> answer)
            throws IOException {
        String got = answer.headers().firstValue("Content-Type").orElse("none");
        if (answer.statusCode() != 200 || !got.split(";", 2)[0].equals(type)) {
            return List.of(what + answer.statusCode() + " " + got + " " + answer.body());
        }
        List<String> wrong = new ArrayList<>();
        if (type.endsWith("json")) {
            JsonSchema strict = strict(schema);
            List<String> values =
                    type.endsWith("x-ndjson") ? answer.body().lines().toList() : List.of(answer.body());
            for (String value : values) {
                strict.validate(JSON.readTree(value)).forEach(mistake -> wrong.add(what + mistake + " in " + value));
            }
        }
        return wrong;
    }

    private String firstEvent(Call call) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                daemon.open(target(call), "Accept", "text/event-stream"), StandardCharsets.UTF_8))) {
            return lines.readLine();
        }
    }

    @Test
    void everyFailureIsAnErrorOfTheDocument() throws IOException {
        JsonSchema error = strict(document.at("/components/schemas/Error"));
        HttpRequest.Builder stranger =
                HttpRequest.newBuilder(java.net.URI.create(daemon.photon.url() + "/api/streams"));
        for (HttpResponse<String> answer : List.of(
                Daemon.send(stranger),
                daemon.get("/api/stream/none"),
                daemon.get("/api/streams?limit=x"),
                daemon.delete("/api/streams"),
                daemon.events("/api/events?atomic=true", "{\n"),
                daemon.post("/api/projection", "text/plain", ""))) {
            assertTrue(answer.statusCode() >= 400, answer.body());
            assertEquals(Set.of(), error.validate(JSON.readTree(answer.body())), answer.body());
        }
    }

    @Test
    void theDocumentHasEveryQuestionOfTheTableAndIsOpenToAll() throws IOException {
        Set<String> documented = new HashSet<>();
        calls().forEach(call -> assertTrue(documented.add(call.name()), "twice: " + call.name()));
        Set<String> asked = new HashSet<>();
        Questions.ALL.stream()
                .filter(question -> question.path() != null)
                .map(Question::name)
                .forEach(asked::add);
        assertEquals(asked, documented);
        HttpRequest.Builder stranger =
                HttpRequest.newBuilder(java.net.URI.create(daemon.photon.url() + "/swagger.json"));
        assertEquals(document, JSON.readTree(Daemon.send(stranger).body()));
    }

    /** The rules of OpenAPI 3.1 that a document of this kind can break. */
    @Test
    void theDocumentIsOpenApi31() {
        assertTrue(document.path("openapi").textValue().startsWith("3.1."));
        assertTrue(document.at("/info/title").isTextual()
                && document.at("/info/version").isTextual());
        JsonSchema meta = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        document.at("/components/schemas")
                .properties()
                .forEach(schema -> assertEquals(Set.of(), meta.validate(schema.getValue()), schema.getKey()));
        for (JsonNode reference : document.findValues("$ref")) {
            JsonPointer pointer = JsonPointer.compile(reference.textValue().substring(1));
            assertFalse(document.at(pointer).isMissingNode(), reference.textValue());
        }
        Set<String> tags = new HashSet<>();
        document.path("tags").forEach(tag -> tags.add(tag.path("name").textValue()));
        for (Call call : calls()) {
            Set<String> inPath = new HashSet<>();
            Set<String> names = new HashSet<>();
            for (JsonNode parameter : call.operation().path("parameters")) {
                String in = parameter.path("in").textValue();
                String name = parameter.path("name").textValue();
                assertTrue(Set.of("path", "query", "header").contains(in), call.path() + " " + in);
                assertTrue(names.add(in + " " + name), call.path() + " has " + name + " twice");
                assertEquals(Set.of(), meta.validate(parameter.path("schema")), call.path() + " " + name);
                if (in.equals("path")) {
                    assertTrue(parameter.path("required").booleanValue(), call.path() + " " + name);
                    inPath.add(name);
                }
            }
            Set<String> free = new HashSet<>();
            java.util.regex.Pattern.compile("\\{([^}]+)}")
                    .matcher(call.path())
                    .results()
                    .forEach(found -> free.add(found.group(1)));
            assertEquals(free, inPath, call.path());
            assertTrue(tags.contains(call.operation().at("/tags/0").textValue()), call.path());
            call.operation()
                    .path("responses")
                    .properties()
                    .forEach(answer -> assertTrue(
                            answer.getKey().matches("[1-5][0-9]{2}|default")
                                    && (answer.getValue().has("$ref")
                                            || answer.getValue().has("description")),
                            call.path() + " " + answer));
        }
        document.path("security")
                .forEach(any -> any.fieldNames()
                        .forEachRemaining(scheme -> assertTrue(
                                document.at("/components/securitySchemes").has(scheme), scheme)));
    }

    @Test
    void thePageGetsNothingFromElsewhereAndHoldsNoScriptOrStyleInItself() {
        for (String file : List.of("/api-docs", "/api-docs/page.js", "/api-docs/page.css")) {
            HttpResponse<String> answer =
                    Daemon.send(HttpRequest.newBuilder(java.net.URI.create(daemon.photon.url() + file)));
            assertEquals(200, answer.statusCode(), file);
            String policy =
                    answer.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.startsWith("default-src 'none'") && !policy.contains("unsafe"), policy);
            assertFalse(answer.body().matches("(?s).*(https?:|src=\"/|href=\"/| style=|<style| onclick=).*"), file);
            String tag = answer.headers().firstValue("ETag").orElse("");
            HttpResponse<String> again = Daemon.send(daemon.request(file).header("If-None-Match", tag));
            assertEquals(304, again.statusCode(), file);
            assertEquals("", again.body());
        }
        HttpResponse<String> moved = daemon.get("/api-docs/");
        assertEquals(308, moved.statusCode());
        assertEquals("../api-docs", moved.headers().firstValue("Location").orElse(""));
    }
}
