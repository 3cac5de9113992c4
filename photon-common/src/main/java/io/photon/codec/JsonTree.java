// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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

    private JsonTree() {}

    /** @throws JsonProcessingException when it is not JSON; an empty text is a missing node */
    public static JsonNode read(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    /** The same of a text. */
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
