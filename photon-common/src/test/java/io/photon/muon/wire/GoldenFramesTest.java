// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.result.Result;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real clients and servers sent is read as they meant it, and nothing that is done to it makes the codec throw. */
class GoldenFramesTest {

    static Stream<Frames.Frame> messages() {
        return Frames.messages();
    }

    static Stream<String> files() {
        return Frames.files();
    }

    @Test
    void everyRecordingInTheFolderIsRead() throws IOException {
        Path folder = Path.of(System.getProperty("photon.root", ".."))
                .resolve("photon-common/src/test/resources/muon/frames");
        try (Stream<Path> files = Files.list(folder)) {
            List<String> found = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList();
            assertEquals(found, Frames.files().sorted().toList());
        }
        assertTrue(Frames.messages().count() > 150, "hardly any message found");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aRecordedMessageIsReadAsItsSenderMeantIt(Frames.Frame frame) {
        JsonNode json = Frames.json(frame.body());
        MuonMessage message = ok(MuonMessageCodec.decode(frame.body()));
        assertEnvelope(json, message);
        if (SharedMessage.PROTOCOL.equals(message.protocol()) && SharedMessage.STEP.equals(message.step())) {
            JsonNode wrapper = Frames.json(message.payload());
            SharedMessage shared = ok(SharedMessage.decode(message.payload()));
            assertEquals(wrapper.path("channelId").asText(), shared.channelId());
            assertEnvelope(wrapper.path("message"), shared.message());
            assertPayload(
                    shared.message(),
                    frame.decoded().path("payload").path("message").path("payload"));
        } else {
            assertPayload(message, frame.decoded().path("payload"));
        }
    }

    private static void assertEnvelope(JsonNode json, MuonMessage message) {
        assertEquals(text(json, "id"), message.id());
        assertEquals(json.path("created").asLong(), message.created());
        assertEquals(text(json, "target_service"), message.target());
        assertEquals(text(json, "origin_service"), message.origin());
        assertEquals(text(json, "protocol"), message.protocol());
        assertEquals(text(json, "step"), message.step());
        assertEquals(text(json, "status"), message.status());
        String type = text(json, "content_type");
        assertEquals(type == null ? null : type.replace("+DEFLATE", ""), message.contentType());
        assertEquals(json.path("channel_op").asText().equals("closed"), message.op() == MuonMessage.ChannelOp.CLOSED);
        assertArrayEquals(Frames.bytes(json.path("payload"), type), message.payload());
    }

    /** The payload against the recording's own reading of it, inner bodies included. */
    private static void assertPayload(MuonMessage message, JsonNode meant) {
        if (message.payload().length == 0 || meant.isMissingNode()) {
            return;
        }
        switch (message.step()) {
            case Steps.REQUEST_MADE -> {
                RpcRequest request = ok(RpcRequest.decode(message.payload()));
                assertEquals(meant.path("url").asText(), request.url());
                assertEquals(text(meant, "content_type"), request.contentType());
                assertBody(meant.path("body"), request.body());
                RpcRequest again = ok(RpcRequest.decode(request.encode()));
                assertEquals(request.url() + request.token(), again.url() + again.token());
                assertArrayEquals(request.body(), again.body());
            }
            case Steps.REQUEST_RESPONSE -> {
                RpcResponse response = ok(RpcResponse.decode(message.payload()));
                assertEquals(meant.path("status").asInt(), response.status());
                assertBody(meant.path("body"), response.body());
                assertArrayEquals(
                        response.body(),
                        ok(RpcResponse.decode(response.encode())).body());
            }
            case Steps.SUBSCRIPTION_REQUESTED -> {
                if (message.origin().contains("bad-arguments")) {
                    assertInstanceOf(Result.Err.class, SubscriptionRequest.decode(message.payload()));
                    return;
                }
                SubscriptionRequest request = ok(SubscriptionRequest.decode(message.payload()));
                assertEquals(meant.path("streamName").asText(), request.streamName());
                meant.path("args")
                        .properties()
                        .forEach(arg -> assertEquals(
                                arg.getValue().asText(), request.args().get(arg.getKey()), arg.getKey()));
                assertEquals(request, ok(SubscriptionRequest.decode(request.encode())));
            }
            case Steps.DATA_REQUESTED -> {
                long items = Demand.decode(message.payload());
                assertEquals(meant.path("request").asDouble(), (double) items);
                assertEquals(items, Demand.decode(Demand.encode(items)));
            }
            case Steps.EVENT_PROCESSED -> {
                EventResult result = ok(EventResult.decode(message.payload()));
                assertEquals(meant.path("orderId").asLong(), result.orderId());
                assertEquals(meant.path("eventTime").asLong(), result.eventTime());
                assertEquals(meant.path("status").asText(), result.persisted() ? "PERSISTED" : "FAILED");
                assertEquals(result, ok(EventResult.decode(result.encode())));
            }
            case Steps.INTROSPECTION_REPORT -> {
                Introspection report = ok(Introspection.decode(message.payload()));
                assertEquals(meant.path("protocols").size(), report.protocols().size());
                assertEquals(report, ok(Introspection.decode(report.encode())));
            }
            default -> assertSame(meant, Frames.json(message.payload()));
        }
    }

    /** A body that is JSON was recorded as JSON, any other is not compared: it can be Avro. */
    private static void assertBody(JsonNode meant, byte[] body) {
        JsonNode json = Frames.json(body);
        if (json != null && !json.isMissingNode() && meant.isContainerNode()) {
            assertSame(meant, json);
        }
    }

    /** Equal, with numbers as JavaScript sees them: the recordings' readings went through it. */
    private static void assertSame(JsonNode meant, JsonNode found) {
        assertNotNull(found);
        if (meant.isNumber()) {
            assertEquals(meant.asDouble(), found.asDouble());
        } else if (meant.isObject()) {
            assertEquals(meant.size(), found.size(), () -> meant + " and " + found);
            Iterator<String> names = meant.fieldNames();
            names.forEachRemaining(name -> assertSame(meant.path(name), found.path(name)));
        } else if (meant.isArray()) {
            assertEquals(meant.size(), found.size());
            for (int i = 0; i < meant.size(); i++) {
                assertSame(meant.get(i), found.get(i));
            }
        } else {
            assertEquals(meant, found);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aRecordedMessageWrittenAgainIsTheSameMessage(Frames.Frame frame) {
        MuonMessage message = ok(MuonMessageCodec.decode(frame.body()));
        for (MuonMessageCodec.Compression compression : MuonMessageCodec.Compression.values()) {
            byte[] written = MuonMessageCodec.encode(message, compression);
            JsonNode json = Frames.json(written);
            assertNotNull(json, "not JSON: " + new String(written, StandardCharsets.UTF_8));
            json.forEach(value -> assertTrue(!value.isNull(), "a null was written: " + json));
            assertSameMessage(message, ok(MuonMessageCodec.decode(written)));
            assertArrayEquals(
                    message.payload(),
                    Frames.bytes(json.path("payload"), text(json, "content_type")),
                    frame.toString());
        }
        if (SharedMessage.STEP.equals(message.step())) {
            SharedMessage shared = ok(SharedMessage.decode(message.payload()));
            SharedMessage again = ok(SharedMessage.decode(shared.encode()));
            assertEquals(shared.channelId(), again.channelId());
            assertSameMessage(shared.message(), again.message());
        }
    }

    private static void assertSameMessage(MuonMessage expected, MuonMessage found) {
        assertArrayEquals(expected.payload(), found.payload());
        assertEquals(withoutPayload(expected), withoutPayload(found));
    }

    private static List<Object> withoutPayload(MuonMessage m) {
        return Arrays.asList(
                m.id(),
                m.created(),
                m.target(),
                m.origin(),
                m.protocol(),
                m.step(),
                m.status(),
                m.contentType(),
                m.op());
    }

    @ParameterizedTest
    @MethodSource("files")
    void aMessageCutAnywhereIsRefusedAndNothingThrows(String file) {
        for (Frames.Frame frame : Frames.of(file)) {
            byte[] body = frame.body();
            for (int length = 0; length < body.length; length++) {
                Result<MuonMessage> cut = MuonMessageCodec.decode(Arrays.copyOf(body, length));
                assertInstanceOf(Result.Err.class, cut, frame + " cut at " + length);
            }
            byte[] payload = ok(MuonMessageCodec.decode(body)).payload();
            for (int length = 0; length < payload.length; length++) {
                readEverything(Arrays.copyOf(payload, length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aMessageWithBytesChangedThrowsNothing(String file) {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (Frames.Frame frame : Frames.of(file)) {
            for (int round = 0; round < 40; round++) {
                byte[] body = changed(frame.body(), random);
                try {
                    MuonMessageCodec.decode(body);
                    readEverything(
                            changed(ok(MuonMessageCodec.decode(frame.body())).payload(), random));
                } catch (RuntimeException e) {
                    throw new AssertionError(
                            frame + " seed " + seed + " round " + round + ": "
                                    + new String(body, StandardCharsets.UTF_8),
                            e);
                }
            }
        }
    }

    /** Bytes replaced, dropped, doubled: of those that mean something in JSON more than of others. */
    private static byte[] changed(byte[] original, Random random) {
        byte[] bytes = original.clone();
        byte[] telling = "{}[]\",:\\-.eE0 9u".getBytes(StandardCharsets.US_ASCII);
        int changes = bytes.length == 0 ? 0 : 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? telling[random.nextInt(telling.length)] : (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    /** Every reader gets the same bytes: a foreign client puts anything into any step. */
    private static void readEverything(byte[] payload) {
        SharedMessage.decode(payload);
        RpcRequest.decode(payload);
        RpcResponse.decode(payload);
        SubscriptionRequest.decode(payload);
        Demand.decode(payload);
        EventResult.decode(payload);
        Introspection.decode(payload);
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }
}
