// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An event to be stored. Immutable: each method answers a changed event. Without a payload it has an empty object.
 *
 * <p>With a {@link #localId} it is stored once, however often it is sent; only then may the library send it again by itself
 * when an answer is lost.
 */
public final class NewEvent {

    private static final String LOCAL_ID = "local-id";
    private static final String PAYLOAD = "payload";

    /** Field names with a value each: JSON text, or an object that becomes JSON when the event is sent. */
    private final Map<String, Object> fields;

    /** JSON text that is taken as it stands. */
    private record Raw(String json) {}

    private NewEvent(Map<String, Object> fields) {
        this.fields = fields;
    }

    /**
     * An event without a payload.
     *
     * @param stream the stream's name, not empty
     * @param type what happened, e.g. {@code OrderPlaced}, not empty
     */
    public static NewEvent of(String stream, String type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stream-name", Objects.requireNonNull(stream, "stream"));
        fields.put("event-type", Objects.requireNonNull(type, "type"));
        return new NewEvent(fields);
    }

    private NewEvent with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return new NewEvent(changed);
    }

    /** Your own id of this event: in its stream it is stored once. */
    public NewEvent localId(String id) {
        return with(LOCAL_ID, Objects.requireNonNull(id, "id"));
    }

    /** The version of the payload's form, as you count them. */
    public NewEvent schema(String version) {
        return with("schema", Objects.requireNonNull(version, "version"));
    }

    /** The order-id of the event that caused this one; {@link PhotonConnection#trace} follows it. */
    public NewEvent causedBy(long orderId) {
        return with("caused-by", orderId);
    }

    /** Who emitted it, e.g. the service's name. */
    public NewEvent serviceId(String name) {
        return with("service-id", Objects.requireNonNull(name, "name"));
    }

    /** A field of your own beside the payload. @param value a record, map, list, text, number, … or null */
    public NewEvent field(String name, Object value) {
        return with(Objects.requireNonNull(name, "name"), value);
    }

    /** What happened, in detail. @param value a record, map, list, text, number, {@code JsonNode}, … or null */
    public NewEvent payload(Object value) {
        return with(PAYLOAD, value);
    }

    /** The same as JSON text, stored byte for byte but for line breaks between its parts. */
    public NewEvent payloadJson(String json) {
        return with(PAYLOAD, new Raw(Objects.requireNonNull(json, "json")));
    }

    /** See {@link #localId(String)}. */
    public Optional<String> localId() {
        return fields.get(LOCAL_ID) instanceof String id ? Optional.of(id) : Optional.empty();
    }

    /**
     * The event as one line of JSON in UTF-8, without a line end.
     *
     * @throws PhotonException BAD_INPUT when it cannot be one, as a payload that is not JSON
     */
    public byte[] toJson(ObjectMapper mapper) {
        StringBuilder json = new StringBuilder(256);
        fields.forEach((name, value) -> {
            if (!name.equals(PAYLOAD)) {
                append(json, name, value, mapper);
            }
        });
        append(json, PAYLOAD, fields.containsKey(PAYLOAD) ? fields.get(PAYLOAD) : Map.of(), mapper);
        byte[] bytes = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        EventDraft draft = PhotonException.unwrap(EventParser.parseDraft(bytes, 0, bytes.length));
        byte[] line = new byte[draft.body().length + 1];
        line[0] = '{';
        System.arraycopy(draft.body(), 0, line, 1, line.length - 1);
        return line;
    }

    private static void append(StringBuilder json, String name, Object value, ObjectMapper mapper) {
        json.append(json.length() == 0 ? '{' : ',')
                .append(JsonFields.quote(name))
                .append(':');
        if (value instanceof Raw raw) {
            json.append(raw.json());
            return;
        }
        try {
            json.append(mapper.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            PhotonException refused = new PhotonException(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "the field '" + name + "' cannot be written as JSON: " + e.getOriginalMessage(),
                    "give the connection an ObjectMapper that can: PhotonOptions.mapper"));
            refused.initCause(e);
            throw refused;
        }
    }

    @Override
    public String toString() {
        return "NewEvent[" + fields.get("stream-name") + " " + fields.get("event-type") + "]";
    }
}
