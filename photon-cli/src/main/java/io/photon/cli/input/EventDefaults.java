// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.codec.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives fields to the lines that lack them: of {@code {"payload":1}} and a default for the stream's name it makes
 * {@code {"stream-name":"orders","payload":1}}. A line that is no object passes as it is. Holds one line at a time.
 */
public final class EventDefaults extends RewrittenLines {

    private final Map<String, byte[]> fields = new LinkedHashMap<>();

    /** @param lines whole events, one a line, as {@link EventInput} gives them */
    public EventDefaults(InputStream lines) {
        super(lines);
    }

    /** A field that is a text; null gives none. */
    public EventDefaults text(String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, JsonFields.quote(value).getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** A field that is a number when it looks like one, else a text; null gives none. */
    public EventDefaults numberOrText(String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, EventText.numberOrText(value).getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    @Override
    void rewrite(byte[] bytes, int from, int to, ByteArrayOutputStream next) {
        byte[] json = Arrays.copyOfRange(bytes, from, to);
        int start = JsonFields.space(json, 0, json.length);
        if (start == json.length || json[start] != '{') {
            next.writeBytes(json);
            return;
        }
        next.write('{');
        int inside = JsonFields.space(json, start + 1, json.length);
        boolean isEmpty = inside < json.length && json[inside] == '}';
        int[] given = {0};
        fields.forEach((name, value) -> {
            if (JsonFields.find(json, start, json.length, name) == null) {
                next.writeBytes((given[0]++ == 0 ? "" : ",").getBytes(StandardCharsets.US_ASCII));
                next.writeBytes(JsonFields.quote(name).getBytes(StandardCharsets.UTF_8));
                next.write(':');
                next.writeBytes(value);
            }
        });
        if (given[0] > 0 && !isEmpty) {
            next.write(',');
        }
        next.write(json, start + 1, json.length - start - 1);
    }
}
