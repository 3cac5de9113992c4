// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.codec.JsonFields;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row as data for a file: names as the REST API has them, each with its value in JSON, in order. One thread. */
public final class Exported {

    private final Map<String, String> values = new LinkedHashMap<>();

    /** All fields of a JSON object, as they stand there. */
    public static Exported of(byte[] object) {
        Exported row = new Exported();
        JsonFields.forEach(
                object,
                0,
                object.length,
                (json, nameFrom, nameTo, from, to) -> row.values.put(
                        JsonFields.text(json, nameFrom - 1, nameTo + 1),
                        new String(json, from, to - from, StandardCharsets.UTF_8)));
        return row;
    }

    public Exported with(String name, String text) {
        values.put(name, JsonFields.quote(text));
        return this;
    }

    public Exported with(String name, long number) {
        values.put(name, Long.toString(number));
        return this;
    }

    /** A figure to three places. */
    public Exported with(String name, double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP);
        values.put(name, rounded.stripTrailingZeros().toPlainString());
        return this;
    }

    public Exported with(String name, boolean is) {
        values.put(name, Boolean.toString(is));
        return this;
    }

    /** A value that is JSON already. */
    public Exported json(String name, String json) {
        values.put(name, json);
        return this;
    }

    public Set<String> names() {
        return values.keySet();
    }

    /** A value as JSON, null when there is none of that name. */
    public @Nullable String json(String name) {
        return values.get(name);
    }
}
