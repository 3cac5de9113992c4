// SPDX-License-Identifier: Apache-2.0
package io.photon.cloudevents;

import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.event.Event;
import io.photon.text.Utf8;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes CloudEvents of events. One that came as a CloudEvent has its attributes and its data as they were; the extensions
 * {@code sequence} (the order-id), {@code streamname} and {@code causedby} are added unless it has such attributes itself.
 *
 * <p>Another one gets: {@code id}, the order-id; {@code source}, that of this Photon; {@code type}, the event-type; {@code time},
 * the event-time; {@code dataschema}, the schema if that is a URI, else the extension {@code schema}; its local-id and service-id
 * as {@code localid} and {@code serviceid}; and as extensions those of its own fields whose names and values may be some.
 * Immutable.
 *
 * @param source the source of events that never were CloudEvents: a URI reference
 */
public record CloudEventWriter(String source) {

    private static final Set<String> ENVELOPE = Set.of(
            "order-id",
            "event-time",
            "stream-name",
            "event-type",
            "local-id",
            "payload",
            "schema",
            "caused-by",
            "service-id",
            CloudEventReader.FIELD);

    /** What is said of the data itself in structured mode. */
    private static final Set<String> NOT_EXTENSIONS =
            Set.of("data", "sequence", "streamname", "causedby", "localid", "serviceid");

    /**
     * An event in binary mode.
     *
     * @param headers attributes by name, values as text; without {@code datacontenttype}
     * @param contentType of the data, null when it has none
     * @param data empty for none
     */
    public record Binary(
            Map<String, String> headers, @Nullable String contentType, byte[] data) {}

    /** In structured mode: one line of JSON without its line end. */
    public byte[] structured(Event event) {
        Map<String, byte[]> fields = fields(event.array(), event.offset(), event.offset() + event.length());
        Map<String, byte[]> attributes = attributes(event, fields);
        byte[] payload = field(fields, "payload");
        JsonWriter json = new JsonWriter(event.length() + 256).object();
        attributes.forEach((name, value) -> json.field(name).raw(value));
        switch (dataAs(fields)) {
            case CloudEventReader.NO_DATA -> {
                // There is none.
            }
            case CloudEventReader.BASE64 -> json.field("data_base64").raw(payload);
            default -> json.field("data").raw(payload);
        }
        return json.endObject().bytes();
    }

    /** In binary mode. */
    public Binary binary(Event event) {
        Map<String, byte[]> fields = fields(event.array(), event.offset(), event.offset() + event.length());
        Map<String, byte[]> attributes = attributes(event, fields);
        byte[] payload = field(fields, "payload");
        byte[] type = attributes.remove("datacontenttype");
        Map<String, String> headers = new LinkedHashMap<>();
        attributes.forEach((name, value) -> headers.put(name, JsonFields.text(value, 0, value.length)));
        String contentType = type == null ? null : JsonFields.text(type, 0, type.length);
        return switch (dataAs(fields)) {
            case CloudEventReader.NO_DATA -> new Binary(headers, contentType, new byte[0]);
            case CloudEventReader.BASE64 ->
                new Binary(
                        headers, contentType, Base64.getDecoder().decode(JsonFields.text(payload, 0, payload.length)));
            case CloudEventReader.TEXT ->
                new Binary(headers, contentType, Utf8.bytes(JsonFields.text(payload, 0, payload.length)));
            default -> new Binary(headers, contentType == null ? "application/json" : contentType, payload);
        };
    }

    private static Map<String, byte[]> fields(byte[] json, int from, int to) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        JsonFields.forEach(
                json,
                from,
                to,
                (bytes, nameFrom, nameTo, valueFrom, valueTo) ->
                        fields.put(Utf8.text(bytes, nameFrom, nameTo), Arrays.copyOfRange(bytes, valueFrom, valueTo)));
        return fields;
    }

    /** How the payload holds the data; "" for as it is. */
    private static String dataAs(Map<String, byte[]> fields) {
        Map<String, byte[]> kept = kept(fields);
        byte[] as = kept == null ? null : kept.get(CloudEventReader.DATA_AS);
        String how = as == null ? "" : JsonFields.text(as, 0, as.length);
        byte[] payload = field(fields, "payload");
        boolean fits = how.equals(CloudEventReader.NO_DATA) || payload[0] == '"';
        return fits && (!how.equals(CloudEventReader.BASE64) || CloudEventReader.isBase64(payload)) ? how : "";
    }

    /** What was kept of the CloudEvent that an event was; null when it was none. Anyone may emit a field of that name. */
    private static @Nullable Map<String, byte[]> kept(Map<String, byte[]> fields) {
        byte[] field = fields.get(CloudEventReader.FIELD);
        if (field == null || field[0] != '{') {
            return null;
        }
        Map<String, byte[]> kept = fields(field, 0, field.length);
        for (String name : new String[] {"specversion", "id", "source"}) {
            byte[] value = kept.get(name);
            if (value == null || value[0] != '"' || wrong(name, value)) {
                return null;
            }
        }
        return kept;
    }

    private static boolean wrong(String name, byte[] string) {
        return AttributeRules.wrong(name, JsonFields.text(string, 0, string.length)) != null;
    }

    private Map<String, byte[]> attributes(Event event, Map<String, byte[]> fields) {
        Map<String, byte[]> kept = kept(fields);
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        if (kept != null) {
            for (String name : new String[] {"specversion", "id", "source"}) {
                attributes.put(name, field(kept, name));
            }
        } else {
            attributes.put("specversion", quoted(AttributeRules.VERSION));
            attributes.put("id", quoted(Long.toString(event.orderId())));
            attributes.put("source", quoted(source));
        }
        attributes.put("type", field(fields, "event-type"));
        if (kept != null) {
            kept.forEach((name, value) -> addOwn(attributes, name, value));
        } else {
            attributes.put(
                    "time", quoted(Instant.ofEpochMilli(event.eventTime()).toString()));
            attributes.put("datacontenttype", quoted("application/json"));
        }
        addSchema(attributes, fields.get("schema"));
        fields.forEach((name, value) -> {
            if (!ENVELOPE.contains(name) && !NOT_EXTENSIONS.contains(name)) {
                addOwn(attributes, name, value);
            }
        });
        addText(attributes, "causedby", fields.get("caused-by"));
        if (kept == null) {
            addText(attributes, "localid", fields.get("local-id"));
            addText(attributes, "serviceid", fields.get("service-id"));
        }
        attributes.putIfAbsent("streamname", field(fields, "stream-name"));
        attributes.putIfAbsent("sequence", quoted(Long.toString(event.orderId())));
        return attributes;
    }

    /** Adds what may be an attribute, in the emitter's own name. */
    private static void addOwn(Map<String, byte[]> attributes, String name, byte[] value) {
        if (!AttributeRules.isName(name) || attributes.containsKey(name)) {
            return;
        }
        boolean fits = switch (value[0]) {
            case '"' -> !wrong(name, value);
            case 't', 'f' -> !AttributeRules.CORE.contains(name);
            case '{', '[', 'n' -> false;
            default -> !AttributeRules.CORE.contains(name) && AttributeRules.isWhole(Utf8.text(value));
        };
        if (fits) {
            attributes.put(name, value);
        }
    }

    private static void addSchema(Map<String, byte[]> attributes, byte @Nullable [] schema) {
        if (schema != null && schema[0] == '"') {
            addOwn(attributes, wrong("dataschema", schema) ? "schema" : "dataschema", schema);
        }
    }

    /** A number becomes a text: an order-id is longer than 32 bits. */
    private static void addText(Map<String, byte[]> attributes, String name, byte @Nullable [] value) {
        if (value != null) {
            addOwn(
                    attributes,
                    name,
                    value[0] == '"' || AttributeRules.isWhole(Utf8.text(value)) ? value : quoted(Utf8.text(value)));
        }
    }

    /** One that is there. */
    private static byte[] field(Map<String, byte[]> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    private static byte[] quoted(String text) {
        return Utf8.bytes(JsonFields.quote(text));
    }
}
