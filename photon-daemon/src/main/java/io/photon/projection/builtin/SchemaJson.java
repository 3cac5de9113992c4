// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A {@link StreamState} as JSON, in the shape of Photon 0.9: {@code schemas} by version, and in each a map {@code m} from
 * paths as it wrote them ({@code [:payload :items "[]" :sku]}) to {@code type}, {@code mode} and {@code count}. Added
 * are the path as jq writes it, how many events had a value of which type, and the bytes of a stream. Left out are the values themselves: a
 * schema is about their shape.
 */
final class SchemaJson {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private final StringBuilder json = new StringBuilder(1_024);
    private boolean first;

    private SchemaJson() {}

    static byte[] of(StreamState stream) {
        SchemaJson writer = new SchemaJson();
        writer.stream(stream);
        return writer.json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void stream(StreamState stream) {
        json.append("{\"total-events\":").append(stream.total).append(",\"schemas\":{");
        boolean any = false;
        for (SchemaState schema : stream.versions) {
            json.append(any ? "," : "").append(JsonFields.quote(text(schema.version)));
            json.append(":{\"total-events\":").append(schema.total).append(",\"schema\":");
            schema(schema);
            json.append('}');
            any = true;
        }
        json.append("},\"bytes\":").append(stream.bytes).append('}');
    }

    private void schema(SchemaState schema) {
        json.append("{\"count\":").append(schema.total);
        if (schema.truncated) {
            json.append(",\"truncated\":true");
        }
        json.append(",\"m\":{");
        first = true;
        fixed("order-id", JsonType.INTEGER, schema.total);
        fixed("event-time", JsonType.INTEGER, schema.total);
        fixed("stream-name", JsonType.STRING, schema.total);
        fixed("event-type", JsonType.STRING, schema.total);
        children(schema.root, "", "", schema.total);
        json.append("}}");
    }

    /** A field that every event has: no one needs to count it. */
    private void fixed(String name, JsonType type, long total) {
        FieldNode node = new FieldNode(FieldNode.UNNAMED);
        node.type = type.ordinal();
        node.count = total;
        field(node, ":" + name, "." + name, total);
    }

    private void children(FieldNode parent, String edn, String jq, long total) {
        String inEdn = edn.isEmpty() ? "" : edn + " ";
        for (int i = 0; i < parent.childCount; i++) {
            FieldNode child = parent.children[i];
            String name = text(child.name);
            // A hyphen needs quotes in jq, but Photon's own fields have it, and shown plainly they are read as meant.
            String step = IDENTIFIER.matcher(name).matches() ? "." + name : "[" + JsonFields.quote(name) + "]";
            node(child, inEdn + ":" + name, jq + step, total);
        }
        if (parent.others != null) {
            node(parent.others, inEdn + ":*", jq + ".*", total);
        }
        if (parent.items != null) {
            node(parent.items, inEdn + "\"[]\"", jq + "[]", total);
        }
    }

    private void node(FieldNode node, String edn, String jq, long total) {
        if (node.count > 0) {
            field(node, edn, jq, total);
        }
        children(node, edn, jq, total);
    }

    private void field(FieldNode node, String edn, String jq, long total) {
        json.append(first ? "" : ",");
        first = false;
        json.append(JsonFields.quote("[" + edn + "]")).append(":{\"path\":").append(JsonFields.quote(jq));
        json.append(",\"type\":").append(type(node));
        json.append(",\"mode\":\"").append(node.count == total ? "required" : "optional");
        json.append("\",\"count\":").append(node.count).append(",\"types\":{");
        String comma = "";
        for (JsonType type : JsonType.values()) {
            long count = node.count(type);
            if (count > 0) {
                json.append(comma).append('"').append(type.word()).append("\":").append(count);
                comma = ",";
            }
        }
        json.append('}');
        if (node.deeper) {
            json.append(",\"deeper\":true");
        }
        json.append('}');
    }

    /** One name, or an array of them; a whole number is a number, and null says nothing beside another type. */
    private static String type(FieldNode node) {
        List<String> names = new ArrayList<>();
        for (JsonType type : JsonType.values()) {
            boolean covered = type == JsonType.NULL || type == JsonType.INTEGER && node.count(JsonType.NUMBER) > 0;
            if (node.count(type) > 0 && !covered) {
                names.add("\"" + type.schemaName() + "\"");
            }
        }
        return names.isEmpty() ? "\"s/Any\"" : names.size() == 1 ? names.get(0) : "[" + String.join(",", names) + "]";
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
