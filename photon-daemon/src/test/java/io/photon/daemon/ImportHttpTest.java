// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.testing.Seed;
import io.photon.text.Utf8;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams as files: exported, and imported under a name of their own. */
@Timeout(60)
class ImportHttpTest {

    private static final JsonMapper JSON = new JsonMapper();

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
    }

    private static byte[] part(String name, byte[] content) {
        return join(
                Utf8.bytes("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"x\"\r\n\r\n"),
                content,
                Utf8.bytes("\r\n"));
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private HttpResponse<String> send(String target, byte[]... parts) {
        return Daemon.send(daemon.request(target)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(join(join(parts), Utf8.bytes("--b--\r\n")))));
    }

    private HttpResponse<String> send(String stream, String field, byte[] file) {
        return send("/api/new-stream", part("stream-name", Utf8.bytes(stream)), part(field, file));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(Utf8.bytes(text));
        }
        return packed.toByteArray();
    }

    private String replayed(String stream) {
        return daemon.get("/api/replay/" + stream + "?type=cold").body();
    }

    /** What an emitter said: without position, time and stream. */
    private String content(String stream) {
        return replayed(stream).replaceAll("\"order-id\":\\d+,\"event-time\":\\d+,\"stream-name\":\"[^\"]*\",", "");
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    @Test
    void anExportedStreamComesBackUnderAnotherNameWithTheSameEvents() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            lines.append("{\"stream-name\":\"a/b\",\"event-type\":\"T\",\"local-id\":\"l")
                    .append(i)
                    .append(
                            "\",\"own field\":[null,true,1.50e3,\"\\u00e4\\\"\\n/\"],\"schema\":\"1\",\"payload\":{\"k\":{\"\":")
                    .append("123456789012345678901234567890}}}\n");
        }
        daemon.events("/api/events?ack=summary", lines.toString());
        byte[] file;
        try (InputStream export = daemon.open("/export/stream/a%2Fb")) {
            file = export.readAllBytes();
        }
        String first = new String(
                        new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElseThrow();
        assertTrue(first.startsWith("{:order-id ") && first.contains(":event-type \"T\""), first);
        HttpResponse<String> answer = send("copy", "upload-pev", file);
        assertEquals("{\"status\":\"OK\",\"stream-name\":\"copy\",\"events\":5000}\n", answer.body());
        assertEquals(
                JSON.readTree("[" + content("a%2Fb").strip().replace("\n", ",") + "]"),
                JSON.readTree("[" + content("copy").strip().replace("\n", ",") + "]"));
        assertEquals(
                "copy-0",
                json(send("copy", "upload-pev", file)).path("stream-name").asText());
        assertEquals(
                "copy-1",
                json(send("copy", "upload-pev", file)).path("stream-name").asText());
        HttpResponse<String> none = daemon.get("/export/stream/none");
        assertEquals(404, none.statusCode(), none.body());
    }

    @Test
    void linesAndArraysOfJsonAreTakenInAnyOrderOfParts() throws IOException {
        byte[] lines = Utf8.bytes("\n{\"event-type\":\"T\",\"payload\":1}\r\n\n{\"event-type\":\"T\",\"payload\":2}");
        HttpResponse<String> answer = send(
                "/api/new-stream",
                part("upload-pev", new byte[0]),
                part("upload-file", lines),
                part("stream-name", Utf8.bytes("ü")));
        assertEquals("{\"status\":\"OK\",\"stream-name\":\"ü\",\"events\":2}\n", answer.body());
        byte[] array = Utf8.bytes(
                " \n [{\"event-type\":\"T\",\"payload\":\n1},{\"stream-name\":\"x\",\"event-type\":\"T\",\"payload\":2}]");
        assertEquals(2, json(send("array", "upload-file", array)).path("events").asInt());
        assertEquals(content("%C3%BC"), content("array"));
        assertEquals("", replayed("x"));
    }

    @Test
    void aBadLineLeavesNothingAndIsNamed() throws IOException {
        byte[] lines = Utf8.bytes(Daemon.event("s", 1) + "\n\n{\"event-type\":\"T\"}\n" + Daemon.event("s", 2));
        HttpResponse<String> answer = send("s", "upload-file", lines);
        assertEquals(400, answer.statusCode());
        assertEquals(3, json(answer).path("line").asInt());
        assertEquals("line 3: payload is missing", json(answer).path("error").asText());
        assertEquals("", replayed("s"));
        answer = send("s", "upload-pev", gzip("{:event-type \"T\" :payload 1}\n{:event-type \"T\" :payload 1/2}\n"));
        assertEquals(2, json(answer).path("line").asInt(), answer.body());
        assertEquals("", replayed("s"));
    }

    @Test
    void withPartialWhatStandsBeforeTheBadLineIsStored() throws IOException {
        byte[] lines = Utf8.bytes(Daemon.event("s", 1) + "\nno event\n" + Daemon.event("s", 2) + "\n");
        JsonNode answer = json(
                send("/api/new-stream?partial=true", part("upload-file", lines), part("stream-name", Utf8.bytes("s"))));
        assertEquals("PARTIAL", answer.path("status").asText());
        assertEquals(2, answer.path("line").asInt());
        assertEquals(1, answer.path("events").asInt());
        assertEquals(1, replayed("s").lines().count());
    }

    @Test
    void whatIsNoFormIsRefusedWithItsReason() throws IOException {
        byte[] name = part("stream-name", Utf8.bytes("s"));
        byte[] file = part("upload-file", Utf8.bytes(Daemon.event("s", 1)));
        refused("stream-name is missing", file);
        refused("there is no file in the form", name);
        refused("there is no event to import", name, part("upload-file", new byte[0]));
        refused("the form has two files", name, file, file);
        refused("the form has stream-name twice", name, name, file);
        refused("the form has a field 'x'", name, part("x", new byte[0]), file);
        refused("there is no event to import", name, part("upload-file", Utf8.bytes("\n")));
        refused("the file is not packed with gzip", name, part("upload-pev", Utf8.bytes("{:a 1}")));
        refused(
                "the gzip data ends too early",
                name,
                part("upload-pev", java.util.Arrays.copyOf(gzip("{:event-type 1}"), 20)));
        refused("stream '__config__' is internal", part("stream-name", Utf8.bytes("__config__")), file);
        refused("belong to no file", name, Utf8.bytes("--b\r\nX: " + "x".repeat(200_000) + "\r\n\r\n"), file);
        HttpResponse<String> plain = daemon.post("/api/new-stream", "application/json", "{}");
        assertEquals(415, plain.statusCode());
        assertEquals(
                400, daemon.post("/api/new-stream", "multipart/form-data", "x").statusCode());
        assertEquals("", replayed("s"));
    }

    private void refused(String why, byte[]... parts) throws IOException {
        HttpResponse<String> answer = send("/api/new-stream", parts);
        assertTrue(answer.statusCode() / 100 == 4, answer.body());
        assertTrue(json(answer).path("error").asText().contains(why), answer.body());
    }

    @Test
    void gzipThatUnpacksToFarMoreThanWasSentIsRefused() throws IOException {
        HttpResponse<String> answer = send("bomb", "upload-pev", gzip("\n".repeat(80 << 20)));
        assertEquals(413, answer.statusCode(), answer.body());
        assertEquals("", replayed("bomb"));
    }

    @Test
    void anEventInSeveralGzipMembersIsOneFile() throws IOException {
        byte[] members = join(gzip("{:event-type \"T\" "), gzip(":payload 1}\n"));
        assertEquals(1, json(send("s", "upload-pev", members)).path("events").asInt());
    }

    @Test
    void whateverBytesAFormHasTheAnswerIsAReasonAndNothingIsHeld() throws IOException {
        Random random = new Random(Seed.any());
        byte[] good = join(
                part("stream-name", Utf8.bytes("s")),
                part("upload-pev", gzip("{:event-type \"T\" :payload {:a [1 2 #{3}]}}\n")),
                Utf8.bytes("--b--\r\n"));
        int rounds = Boolean.getBoolean("soak") ? 20_000 : 300;
        for (int i = 0; i < rounds; i++) {
            byte[] bad = good.clone();
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            byte[] sent = random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            HttpResponse<String> answer = Daemon.send(daemon.request("/api/new-stream")
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(BodyPublishers.ofByteArray(sent)));
            assertTrue(
                    answer.statusCode() == 200 || answer.statusCode() / 100 == 4, answer.statusCode() + answer.body());
            assertTrue(json(answer).isObject(), answer.body());
        }
        assertEquals(
                200,
                send("after", "upload-file", Utf8.bytes(Daemon.event("s", 1))).statusCode());
    }
}
