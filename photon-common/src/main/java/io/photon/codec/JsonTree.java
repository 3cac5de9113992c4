// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.event.Event;
import java.io.IOException;

/**
 * Small JSON as a tree, or of a tree or map: what a few events, bodies and files a day hold. What is read or written all the
 * time goes by {@link JsonFields} and {@link JsonWriter}. The first call of a process loads Jackson's tree model, which costs as
 * much as a tenth of a start of the daemon: so a start that finds nothing to read makes none. Thread-safe.
 */
public final class JsonTree {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Made for the first request that has such a body: a start of the daemon has none. */
    private static final class Asked {
        static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    private JsonTree() {}

    /** @throws JsonProcessingException when it is not JSON; an empty text is a missing node */
    public static JsonNode read(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    /**
     * What a client asks: one value and nothing after it, no field twice, and a number keeps each of its digits. What would be passed over
     * in silence is a failure here.
     *
     * @throws JsonProcessingException when it is not that; an empty text is a missing node
     */
    public static JsonNode asked(byte[] json) throws IOException {
        return Asked.MAPPER.readTree(json);
    }

    /** The same of a text. */
    public static JsonNode asked(String json) throws JsonProcessingException {
        return Asked.MAPPER.readTree(json);
    }

    /** The same as {@link #read(byte[])} of a text. */
    public static JsonNode read(String json) throws JsonProcessingException {
        return MAPPER.readTree(json);
    }

    /** The same of a part of an array. */
    public static JsonNode read(byte[] json, int offset, int length) throws IOException {
        return MAPPER.readTree(json, offset, length);
    }

    /** What an event carries; a missing node when it carries nothing. */
    public static JsonNode payload(Event event) throws IOException {
        return read(event.array(), event.offset(), event.length()).path("payload");
    }

    /** Maps, lists, texts, numbers and nodes as JSON. */
    public static byte[] bytes(Object tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tree of plain values is always JSON", e);
        }
    }
}
