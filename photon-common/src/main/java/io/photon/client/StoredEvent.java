// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.codec.JsonFields;
import io.photon.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An event as it is stored. Immutable and thread-safe; nothing is parsed before it is asked for. Equal when its line is. */
public final class StoredEvent {

    private final Event event;
    private final ObjectMapper mapper;

    /** @param mapper for {@link #payload} and {@link #payloadAs} */
    public StoredEvent(Event event, ObjectMapper mapper) {
        this.event = Objects.requireNonNull(event, "event");
        this.mapper = Objects.requireNonNull(mapper, "mapper");
    }

    /** Its position in the one order of all events. */
    public long orderId() {
        return event.orderId();
    }

    /** When the daemon took it, to the millisecond. */
    public Instant eventTime() {
        return Instant.ofEpochMilli(event.eventTime());
    }

    /** The stream's name. */
    public String stream() {
        return event.streamName();
    }

    /** What happened. */
    public String type() {
        return event.eventType();
    }

    /** The emitter's own id. */
    public Optional<String> localId() {
        return Optional.ofNullable(event.localId());
    }

    /** The version of the payload's form. */
    public Optional<String> schema() {
        return field("schema");
    }

    /** Who emitted it. */
    public Optional<String> serviceId() {
        return field("service-id");
    }

    /** The order-id of the event that caused it; empty when the emitter named none, or something else than an order-id. */
    public OptionalLong causedBy() {
        try {
            return field("caused-by")
                    .map(text -> OptionalLong.of(Long.parseLong(text)))
                    .orElse(OptionalLong.empty());
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // an id of the emitter's own: field("caused-by") tells it
        }
    }

    /** Any field beside the payload: a text without its quotes, anything else as JSON. */
    public Optional<String> field(String name) {
        int[] range = find(name);
        return range == null ? Optional.empty() : Optional.of(JsonFields.text(event.array(), range[0], range[1]));
    }

    private int @Nullable [] find(String name) {
        return JsonFields.find(event.array(), event.offset(), event.offset() + event.length(), name);
    }

    /** The payload as a tree; its numbers are exact. */
    public JsonNode payload() {
        return payloadAs(JsonNode.class);
    }

    /**
     * The payload as an object.
     *
     * @throws PhotonException BAD_INPUT when it does not fit the type
     */
    public <T> T payloadAs(Class<T> type) {
        int[] range = Objects.requireNonNull(find("payload"));
        String what = "the payload of event " + orderId() + " in '" + stream() + "'";
        return Json.as(event.array(), range[0], range[1], type, what, mapper);
    }

    /** The payload as JSON text, as the emitter wrote it. */
    public String payloadJson() {
        int[] range = Objects.requireNonNull(find("payload"));
        return new String(event.array(), range[0], range[1] - range[0], StandardCharsets.UTF_8);
    }

    /** The whole event as one line of JSON in UTF-8, byte for byte as it is stored; a copy. */
    public byte[] bytes() {
        return event.line();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredEvent that && event.equals(that.event);
    }

    @Override
    public int hashCode() {
        return event.hashCode();
    }

    /** The line as text. */
    @Override
    public String toString() {
        return event.toString();
    }
}
