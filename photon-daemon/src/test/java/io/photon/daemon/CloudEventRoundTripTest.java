// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.photon.cloudevents.CloudEventReader;
import io.photon.cloudevents.CloudEventWriter;
import io.photon.cloudevents.HeaderValue;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.result.Result;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** CloudEvents that go into Photon and come out are the same, as the SDK for Java reads and writes them. */
class CloudEventRoundTripTest {

    private static final JsonFormat JSON = new JsonFormat();
    private static final CloudEventReader READER = new CloudEventReader(null, "usual", null);
    private static final CloudEventWriter WRITER = new CloudEventWriter("/photon/test");
    private static final long ORDER_ID = 1_795_485_600_000_000L;

    private static Event stored(Result<EventDraft> draft) {
        assertTrue(draft.isOk(), () -> draft.failure().toString());
        return draft.value().stamped(ORDER_ID, ORDER_ID / 1_000);
    }

    /** As it comes out, without what Photon adds. */
    private static CloudEvent withoutOurs(CloudEvent event, CloudEvent before) {
        CloudEventBuilder builder = CloudEventBuilder.v1(event);
        for (String ours : new String[] {"sequence", "streamname"}) {
            if (before.getExtension(ours) == null) {
                builder.withoutExtension(ours);
            }
        }
        return builder.build();
    }

    @Property(tries = 300)
    void inStructuredModeEverythingComesBack(@ForAll("events") CloudEvent event) {
        byte[] json = JSON.serialize(event);
        CloudEvent back = JSON.deserialize(WRITER.structured(stored(READER.structured(json, 0, json.length))));
        CloudEvent plain = withoutOurs(back, event);
        assertEquals(new String(JSON.serialize(JSON.deserialize(json)), StandardCharsets.UTF_8), again(plain));
        Object own = event.getExtension("sequence");
        assertEquals(own == null ? Long.toString(ORDER_ID) : own, back.getExtension("sequence"));
    }

    private static String again(CloudEvent event) {
        return new String(JSON.serialize(event), StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void inBinaryModeEveryByteComesBack(@ForAll("events") CloudEvent event) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : event.getAttributeNames()) {
            if (!name.equals("datacontenttype")) {
                headers.put(name, HeaderValue.encode(text(event.getAttribute(name))));
            }
        }
        for (String name : event.getExtensionNames()) {
            headers.put(name, HeaderValue.encode(text(event.getExtension(name))));
        }
        Map<String, String> decoded = new LinkedHashMap<>();
        headers.forEach(
                (name, value) -> decoded.put(name, HeaderValue.decode(value).orElseThrow()));
        byte[] data = event.getData() == null ? new byte[0] : event.getData().toBytes();
        CloudEventWriter.Binary back =
                WRITER.binary(stored(READER.binary(headers, event.getDataContentType(), data, data.length)));
        Map<String, String> expected = new LinkedHashMap<>(decoded);
        expected.putIfAbsent("streamname", back.headers().get("streamname"));
        expected.putIfAbsent("sequence", Long.toString(ORDER_ID));
        assertEquals(expected, back.headers());
        assertArrayEquals(data, back.data());
        assertEquals(event.getDataContentType(), back.contentType());
    }

    private static String text(Object value) {
        return value instanceof OffsetDateTime time ? time.toInstant().toString() : String.valueOf(value);
    }

    @Provide
    Arbitrary<CloudEvent> events() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withChars("aZ09 .:/%\"\\,;=äß€")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> text.strip().equals(text));
        Arbitrary<URI> sources = Arbitraries.of(
                        "/orders", "https://example.org/a?b=c#d", "urn:uuid:6e8bc430", "x", "mailto:a@b.c")
                .map(URI::create);
        Arbitrary<Map<String, Object>> extensions = Arbitraries.maps(
                        Arbitraries.of(
                                "streamname", "sequence", "causedby", "traceparent", "partitionkey", "a1", "dataref"),
                        Arbitraries.oneOf(texts.map(Object.class::cast)))
                .ofMaxSize(4);
        return Combinators.combine(
                        texts,
                        sources,
                        texts,
                        texts.injectNull(0.3),
                        extensions,
                        data(),
                        Arbitraries.longs().between(0, 4_000_000_000_000L).injectNull(0.3),
                        Arbitraries.of("https://example.org/schema/1").injectNull(0.5))
                .as((id, source, type, subject, more, data, time, schema) -> {
                    CloudEventBuilder builder =
                            CloudEventBuilder.v1().withId(id).withSource(source).withType(type);
                    if (subject != null) {
                        builder.withSubject(subject);
                    }
                    if (time != null) {
                        builder.withTime(java.time.Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC));
                    }
                    if (schema != null) {
                        builder.withDataSchema(URI.create(schema));
                    }
                    more.forEach((name, value) -> builder.withExtension(name, (String) value));
                    if (data.type() != null) {
                        builder.withDataContentType(data.type());
                    }
                    if (data.bytes() != null) {
                        builder.withData(data.bytes());
                    }
                    return builder.build();
                });
    }

    private record Data(String type, byte[] bytes) {}

    private static Arbitrary<Data> data() {
        Arbitrary<byte[]> any =
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(64);
        Arbitrary<byte[]> json = Arbitraries.of(
                        "{\"a\":1.50,\"b\":[true,null,\"ü\"]}", "null", "\"text\"", "1e400", "12345678901234567890.10")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> text = Arbitraries.of("plain", "ü€\uD83D\uDE00\u0000\r\n", "<a>\"x\"</a>")
                .map(words -> words.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(
                Arbitraries.of("application/json", "text/plain", "application/octet-stream")
                        .injectNull(0.5)
                        .map(type -> new Data(type, null)),
                Combinators.combine(
                                Arbitraries.of(
                                        "application/json", "application/json; charset=utf-8", "application/x+json"),
                                json)
                        .as(Data::new),
                Combinators.combine(Arbitraries.of("text/plain", "text/xml; charset=\"utf-8\"", "image/svg+xml"), text)
                        .as(Data::new),
                Combinators.combine(
                                Arbitraries.of(
                                        "application/octet-stream",
                                        "text/plain",
                                        "text/plain; charset=iso-8859-1",
                                        "image/png"),
                                any)
                        .as(Data::new));
    }
}
