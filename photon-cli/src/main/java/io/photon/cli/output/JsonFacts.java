package io.photon.cli.output;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;

/** Builds one flat JSON object, in the order in which its fields are put. One thread. */
public final class JsonFacts {

    private final StringBuilder json = new StringBuilder("{");

    /** Puts a text; null is left out. */
    public JsonFacts put(String name, String text) {
        return text == null ? this : raw(name, JsonFields.quote(text));
    }

    public JsonFacts put(String name, long number) {
        return raw(name, Long.toString(number));
    }

    public JsonFacts put(String name, boolean flag) {
        return raw(name, Boolean.toString(flag));
    }

    /** Puts a value that is JSON already; null is left out. */
    public JsonFacts raw(String name, String value) {
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
