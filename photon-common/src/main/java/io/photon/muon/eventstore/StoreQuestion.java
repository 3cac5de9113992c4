// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.eventstore;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a question of the table as they go over Muon. Immutable. Nothing throws on foreign bytes. */
public final class StoreQuestion {

    public static final String STREAM = "stream-name";
    public static final String LIMIT = "limit";
    public static final String AFTER = "after";

    /** In {@code /stream/delete}: the answer says how many events went, and that a stream was not there. */
    public static final String DETAILED = "detailed";

    /** Nothing is said. */
    public static final StoreQuestion EMPTY = new StoreQuestion(Map.of());

    private final Map<String, String> fields;

    private StoreQuestion(Map<String, String> fields) {
        this.fields = fields;
    }

    /** What a stream was asked for (docs/muon-protocol 7.1). */
    public static StoreQuestion of(Map<String, String> args) {
        return new StoreQuestion(Map.copyOf(args));
    }

    /** About one stream. */
    public static StoreQuestion ofStream(String name) {
        return EMPTY.with(STREAM, name);
    }

    /** Reads a call's body; what is no JSON object, as clients send where they have nothing to say, has no fields. */
    public static StoreQuestion read(byte[] body) {
        Map<String, String> fields = new LinkedHashMap<>();
        int start = JsonFields.space(body, 0, body.length);
        if (start < body.length && body[start] == '{') {
            JsonFields.forEach(body, start, body.length, (json, nameFrom, nameTo, from, to) -> {
                if (json[from] != 'n') { // null says nothing
                    fields.put(JsonFields.text(json, nameFrom - 1, nameTo + 1), JsonFields.text(json, from, to));
                }
            });
        }
        return new StoreQuestion(fields);
    }

    /** One field more. @param value null leaves it out */
    public StoreQuestion with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value.toString());
        return new StoreQuestion(more);
    }

    /** As a call's body and as a stream's arguments: every value is text, which either side reads. */
    public String json() {
        StringBuilder json = new StringBuilder(64).append('{');
        fields.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                .append(JsonFields.quote(name))
                .append(':')
                .append(JsonFields.quote(value)));
        return json.append('}').toString();
    }

    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** A field, or null when nothing was said. */
    public @Nullable String text(String name) {
        return fields.get(name);
    }

    /** Whether it says {@code true}. */
    public boolean flag(String name) {
        return "true".equals(fields.get(name));
    }
}
