// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Builds one flat JSON object, in the order in which its fields are put. One thread. */
public final class JsonFacts {

    private final StringBuilder json = new StringBuilder("{");

    /** Puts a text; null is left out. */
    public JsonFacts put(String name, @Nullable String text) {
        return text == null ? this : raw(name, JsonFields.quote(text));
    }

    /** Puts a text; null is JSON's null. */
    public JsonFacts putOrNull(String name, @Nullable String text) {
        return raw(name, text == null ? "null" : JsonFields.quote(text));
    }

    /** Puts a number with three decimals; one that is not finite is JSON's null. */
    public JsonFacts decimal(String name, double number) {
        return raw(name, decimal(number));
    }

    /** A number with three decimals, or null as JSON writes it. */
    public static String decimal(double number) {
        return Double.isFinite(number) ? String.format(Locale.ROOT, "%.3f", number) : "null";
    }

    public JsonFacts put(String name, long number) {
        return raw(name, Long.toString(number));
    }

    public JsonFacts put(String name, boolean flag) {
        return raw(name, Boolean.toString(flag));
    }

    /** Puts a value that is JSON already; null is left out. */
    public JsonFacts raw(String name, @Nullable String value) {
        if (value != null) {
            json.append(json.length() == 1 ? "" : ",")
                    .append(JsonFields.quote(name))
                    .append(':')
                    .append(value);
        }
        return this;
    }

    /** The object, UTF-8. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return json + "}";
    }
}
