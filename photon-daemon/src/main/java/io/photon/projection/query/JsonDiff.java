// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What makes one JSON value of another, as a JSON Patch (RFC 6902) of add, remove and replace. */
public final class JsonDiff {

    /** Of what a reduction may make; beyond it the reduction has been stopped. */
    private static final int LONGEST_NUMBER = 100_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final ArrayNode changes = JSON.createArrayNode();

    private JsonDiff() {}

    /** @return an array of changes, empty when the values are equal */
    public static byte[] between(byte[] before, byte[] after) {
        try {
            JsonDiff diff = new JsonDiff();
            diff.compare("", JSON.readTree(before), JSON.readTree(after));
            return JSON.writeValueAsBytes(diff.changes);
        } catch (IOException e) {
            throw new IllegalStateException("a reducer gave a value that is not JSON", e);
        }
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            compareFields(path, before, after);
        } else if (before.isArray() && after.isArray()) {
            compareItems(path, before, after);
        } else {
            add("replace", path, after);
        }
    }

    private void compareFields(String path, JsonNode before, JsonNode after) {
        for (Iterator<String> names = before.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!after.has(name)) {
                add("remove", child(path, name), null);
            }
        }
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            JsonNode old = before.get(field.getKey());
            if (old == null) {
                add("add", child(path, field.getKey()), field.getValue());
            } else {
                compare(child(path, field.getKey()), old, field.getValue());
            }
        }
    }

    private void compareItems(String path, JsonNode before, JsonNode after) {
        int common = Math.min(before.size(), after.size());
        for (int i = 0; i < common; i++) {
            compare(path + "/" + i, before.get(i), after.get(i));
        }
        for (int i = before.size() - 1; i >= common; i--) {
            add("remove", path + "/" + i, null);
        }
        for (int i = common; i < after.size(); i++) {
            add("add", path + "/" + i, after.get(i));
        }
    }

    /** A step of a JSON Pointer (RFC 6901). */
    private static String child(String path, String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private void add(String op, String path, @Nullable JsonNode value) {
        ObjectNode change = changes.addObject().put("op", op).put("path", path);
        if (value != null) {
            change.set("value", value);
        }
    }
}
