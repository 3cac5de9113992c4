// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.photon.codec.JsonFields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A projection at one moment. Immutable and thread-safe; nothing is parsed before it is asked for. */
public final class ProjectionState {

    private static final String VALUE = "current-value";

    private final byte[] json;
    private final ObjectMapper mapper;

    /** @param json its descriptor as the daemon tells it, not changed afterwards */
    public ProjectionState(byte[] json, ObjectMapper mapper) {
        this.json = Objects.requireNonNull(json, "json");
        this.mapper = Objects.requireNonNull(mapper, "mapper");
    }

    public @Nullable String name() {
        return JsonFields.text(json, "projection-name");
    }

    /** The stream that is folded. */
    public @Nullable String stream() {
        return JsonFields.text(json, "stream-name");
    }

    /** {@code running}, {@code paused}, {@code failed}, … */
    public @Nullable String status() {
        return JsonFields.text(json, "status");
    }

    /** The order-id up to which everything is folded; 0 for nothing. */
    public long position() {
        return JsonFields.number(json, "position");
    }

    /** How many events are folded. */
    public long processed() {
        return JsonFields.number(json, "processed");
    }

    /** The value; a JSON null where there is none, as in a list. */
    public JsonNode value() {
        JsonNode value = json().get(VALUE);
        return value == null ? NullNode.instance : value;
    }

    /** The value as an object; null where there is none. @throws PhotonException BAD_INPUT when it does not fit the type */
    public <T> @Nullable T valueAs(Class<T> type) {
        int[] range = JsonFields.find(json, 0, json.length, VALUE);
        return range == null
                ? null
                : Json.as(json, range[0], range[1], type, "the value of projection '" + name() + "'", mapper);
    }

    /** Everything about it, as docs/projections.md says. */
    public JsonNode json() {
        return Json.tree(json, mapper);
    }

    @Override
    public String toString() {
        return "ProjectionState[" + name() + " " + status() + " at " + position() + "]";
    }
}
