// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.event.Event;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Held against Jackson, which reads the same texts in its own way. */
class EventParserPropertiesTest {

    private static final JsonMapper JACKSON = new JsonMapper();
    private static final JsonFactory STRICT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScanner.MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    @Property(tries = 2_000)
    void aParsedEnvelopeSaysWhatItSaid(@ForAll("envelopes") String json) throws IOException {
        Event event = stored(json);
        JsonNode expected = JACKSON.readTree(json);
        assertEquals(expected.get("order-id").longValue(), event.orderId());
        assertEquals(expected.get("event-time").longValue(), event.eventTime());
        assertEquals(expected.get("stream-name").textValue(), event.streamName());
        assertEquals(expected.get("event-type").textValue(), event.eventType());
        assertEquals(expected.path("local-id").textValue(), event.localId());
        ObjectNode kept = expected.deepCopy();
        kept.remove(List.of("token"));
        if (kept.path("local-id").isNull()) {
            kept.remove("local-id");
        }
        assertEquals(kept, JACKSON.readTree(event.line()));
    }

    @Property(tries = 2_000)
    void aCanonicalLineReadAgainIsTheSameBytes(@ForAll("envelopes") String json) {
        Event event = stored(json);
        byte[] line = event.line();
        assertArrayEquals(
                line,
                okOf(EventParser.parseStored(line, 0, line.length)).asStored().line());
        for (byte b : line) {
            assertEquals(false, b == '\n' || b == '\r', "an event is one line");
        }
    }

    @Property(tries = 20_000)
    void whatJacksonRefusesIsRefusedAndWhatItReadsIsRead(@ForAll("nearlyJson") String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        JsonScanner scanner = new JsonScanner(json, json.length, Integer.MAX_VALUE);
        int from = scanner.skipSpace(0);
        int to = scanner.value(from);
        boolean read = to >= 0 && scanner.skipSpace(to) == json.length;
        assertEquals(jacksonReads(json), read, () -> text + " -> " + scanner.error());
    }

    @Provide
    Arbitrary<String> envelopes() {
        Arbitrary<String> names =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(name -> !JsonText.hasLoneSurrogate(name));
        return Combinators.combine(names, names, names.injectNull(0.3), Arbitraries.randomValue(Random::nextLong))
                .as((stream, type, localId, seed) -> envelope(stream, type, localId, new Random(seed)));
    }

    /** One event's JSON with random fields, order, white space and payload. */
    private static String envelope(String stream, String type, String localId, Random random) {
        List<String> fields = new ArrayList<>();
        fields.add("\"stream-name\"" + colon(random) + quoted(stream));
        fields.add("\"event-type\"" + colon(random) + quoted(type));
        fields.add("\"order-id\"" + colon(random) + (random.nextLong() >>> 12));
        fields.add("\"event-time\"" + colon(random) + (random.nextLong() >>> 20));
        fields.add("\"payload\"" + colon(random) + RandomJson.value(random, 4));
        if (localId != null || random.nextBoolean()) {
            fields.add("\"local-id\"" + colon(random) + (localId == null ? "null" : quoted(localId)));
        }
        if (random.nextBoolean()) {
            fields.add("\"token\"" + colon(random) + RandomJson.value(random, 2));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            fields.add(quoted("extra \" é" + i) + colon(random) + RandomJson.value(random, 3));
        }
        java.util.Collections.shuffle(fields, random);
        return RandomJson.space(random) + "{" + RandomJson.space(random)
                + String.join(RandomJson.space(random) + "," + RandomJson.space(random), fields)
                + RandomJson.space(random)
                + "}" + RandomJson.space(random);
    }

    private static String colon(Random random) {
        return RandomJson.space(random) + ":" + RandomJson.space(random);
    }

    private static String quoted(String text) {
        return JACKSON.getNodeFactory().textNode(text).toString();
    }

    /** Valid values, and such with a few characters changed. */
    @Provide
    Arbitrary<String> nearlyJson() {
        return Arbitraries.randomValue(random -> {
            StringBuilder text = new StringBuilder(RandomJson.value(random, 4));
            String alphabet = "{}[]\",:\\u0019-+.eE truefalsn/\n\t\u0001é";
            for (int i = random.nextInt(3); i > 0 && text.length() > 0; i--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.deleteCharAt(at);
                }
            }
            return text.toString();
        });
    }

    /** Whether Jackson reads exactly one value. */
    private static boolean jacksonReads(byte[] json) {
        try (JsonParser parser = STRICT.createParser(json)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static Event stored(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return okOf(EventParser.parseStored(bytes, 0, bytes.length)).asStored();
    }

    private static <T> T okOf(Result<T> result) {
        if (result instanceof Result.Err<T> err) {
            throw new AssertionError(err.failure().message());
        }
        return ((Result.Ok<T>) result).value();
    }
}
