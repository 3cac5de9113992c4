// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.codec.JsonFields;
import io.photon.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks over an event's JSON once and counts what stands where. The line is well-formed, for the log stores nothing
 * else; on other bytes it stops early. For one thread.
 */
final class SchemaScan {

    /** How deep it looks, the event itself being 1; what stands deeper is left out, visibly. */
    static final int MAX_DEPTH = 16;

    private static final byte[] SCHEMA = "schema".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = "payload".getBytes(StandardCharsets.US_ASCII);

    /** Names of fields that many schemas share: one array for all of them. */
    private final NamePool names;

    private byte @Nullable [] json;
    private int end;
    private @Nullable SchemaState schema;

    SchemaScan(NamePool names) {
        this.names = names;
    }

    /** Counts one event of a stream. */
    void add(StreamState stream, Event event) {
        json = event.array();
        end = event.offset() + event.length();
        stream.saw(event);
        int from = firstOther(event);
        schema = schemaOf(stream, from);
        schema.total++;
        schema.root.next = 0;
        fields(schema.root, from, 1);
        json = null; // a projection outlives its events, and one may be large
    }

    /** Where the first field stands whose place is not fixed by the canonical form; it has a local-id then, or none. */
    private static int firstOther(Event event) {
        int localId = event.header().localIdFrom();
        // The local-id is a field like any other to the readers of the schema: begin at its name's quote.
        return localId < 0 ? event.header().typeTo() + 2 : localId - "\"local-id\":\"".length();
    }

    /** The schema that the event names, before its payload. */
    private SchemaState schemaOf(StreamState stream, int from) {
        int at = from;
        while (at < end && json()[at] == '"') {
            int nameEnd = JsonFields.stringEnd(json(), at, end);
            int value = JsonFields.space(json(), JsonFields.space(json(), nameEnd + 1, end) + 1, end);
            if (Arrays.equals(json(), at + 1, Math.max(at + 1, nameEnd), PAYLOAD, 0, PAYLOAD.length)) {
                break;
            }
            int valueEnd = JsonFields.valueEnd(json(), value, end);
            if (Arrays.equals(json(), at + 1, Math.max(at + 1, nameEnd), SCHEMA, 0, SCHEMA.length)
                    && value < end
                    && json()[value] == '"') {
                byte[] text = JsonFields.text(json(), value, valueEnd).getBytes(StandardCharsets.UTF_8);
                return stream.version(text, 0, text.length);
            }
            at = JsonFields.space(json(), JsonFields.space(json(), valueEnd, end) + 1, end);
        }
        return stream.version(StreamState.UNVERSIONED, 0, StreamState.UNVERSIONED.length);
    }

    /** Fields of an object, from the first name's quote (or its closing brace). @return index after the brace */
    private int fields(FieldNode object, int from, int depth) {
        int at = from;
        while (at < end && json()[at] == '"') {
            int nameEnd = JsonFields.stringEnd(json(), at, end);
            FieldNode field = child(object, at + 1, nameEnd);
            at = JsonFields.space(json(), JsonFields.space(json(), nameEnd + 1, end) + 1, end);
            at = JsonFields.space(json(), value(field, at, depth + 1), end);
            if (at < end && json()[at] == ',') {
                at = JsonFields.space(json(), at + 1, end);
            }
        }
        return at + 1;
    }

    /** Counts a value. @param node null when there is no room for it @return index after it */
    private int value(@Nullable FieldNode node, int at, int depth) {
        if (node == null || at >= end) {
            return JsonFields.valueEnd(json(), at, end);
        }
        switch (json()[at]) {
            case '{' -> {
                node.saw(JsonType.OBJECT, schema().total);
                int inside = JsonFields.space(json(), at + 1, end);
                if (depth < MAX_DEPTH) {
                    node.next = 0;
                    return fields(node, inside, depth);
                }
                node.deeper |= inside < end && json()[inside] != '}';
                return JsonFields.valueEnd(json(), at, end);
            }
            case '[' -> {
                node.saw(JsonType.ARRAY, schema().total);
                int inside = JsonFields.space(json(), at + 1, end);
                if (depth < MAX_DEPTH) {
                    return items(node, inside, depth);
                }
                node.deeper |= inside < end && json()[inside] != ']';
                return JsonFields.valueEnd(json(), at, end);
            }
            case '"' -> {
                node.saw(JsonType.STRING, schema().total);
                return JsonFields.stringEnd(json(), at, end) + 1;
            }
            case 't', 'f' -> node.saw(JsonType.BOOLEAN, schema().total);
            case 'n' -> node.saw(JsonType.NULL, schema().total);
            default -> {
                return number(node, at);
            }
        }
        return JsonFields.valueEnd(json(), at, end);
    }

    private int items(FieldNode array, int from, int depth) {
        int at = from;
        while (at < end && json()[at] != ']') {
            if (array.items == null) {
                array.items = schema().newNode(FieldNode.UNNAMED);
            }
            int next = JsonFields.space(json(), value(array.items, at, depth + 1), end);
            if (next < end && json()[next] == ',') {
                next = JsonFields.space(json(), next + 1, end);
            }
            if (next <= at) {
                return end; // no JSON: it must not go on without end
            }
            at = next;
        }
        return at + 1;
    }

    private int number(FieldNode node, int from) {
        int at = from;
        boolean whole = true;
        while (at < end) {
            byte b = json()[at];
            if (b == '.' || b == 'e' || b == 'E') {
                whole = false;
            } else if ((b < '0' || b > '9') && b != '-' && b != '+') {
                break;
            }
            at++;
        }
        node.saw(whole ? JsonType.INTEGER : JsonType.NUMBER, schema().total);
        return at;
    }

    /** The node of a field, a new one if need be; null when there is no room for one. */
    private @Nullable FieldNode child(FieldNode object, int from, int to) {
        int next = object.next;
        if (next < object.childCount && object.children[next].is(json(), from, to)) {
            object.next = next + 1;
            return object.children[next];
        }
        return childElsewhere(object, from, to);
    }

    private @Nullable FieldNode childElsewhere(FieldNode object, int from, int to) {
        byte[] text = json;
        int textFrom = from;
        int textTo = to;
        if (hasEscape(from, to)) {
            text = JsonFields.text(json(), from - 1, to + 1).getBytes(StandardCharsets.UTF_8);
            textFrom = 0;
            textTo = text.length;
        }
        for (int i = 0; i < object.childCount; i++) {
            if (object.children[i].is(text, textFrom, textTo)) {
                object.next = i + 1;
                return object.children[i];
            }
        }
        if (object.childCount >= FieldNode.MAX_CHILDREN || textTo - textFrom > FieldNode.MAX_NAME) {
            if (object.others == null) {
                object.others = schema().newNode(FieldNode.UNNAMED);
            }
            return object.others;
        }
        FieldNode added = schema().newNode(names.of(Objects.requireNonNull(text), textFrom, textTo));
        if (added != null) {
            object.add(added);
            object.next = object.childCount;
        }
        return added;
    }

    private boolean hasEscape(int from, int to) {
        for (int i = from; i < to; i++) {
            if (json()[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private byte[] json() {
        return Objects.requireNonNull(json);
    }

    private SchemaState schema() {
        return Objects.requireNonNull(schema);
    }
}
