package io.photon.cli.bench;

import io.photon.codec.JsonFields;
import java.util.Locale;

/** Writes one JSON object, field by field. */
final class JsonObject {

    private final StringBuilder json = new StringBuilder("{");

    JsonObject text(String name, String value) {
        return raw(name, value == null ? "null" : JsonFields.quote(value));
    }

    JsonObject number(String name, long value) {
        return raw(name, Long.toString(value));
    }

    JsonObject decimal(String name, double value) {
        return raw(name, decimal(value));
    }

    /** With three decimals; what is no number is null. */
    static String decimal(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
    }

    JsonObject flag(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /** @param value JSON as it stands */
    JsonObject raw(String name, String value) {
        json.append(json.length() == 1 ? "" : ",")
                .append(JsonFields.quote(name))
                .append(':')
                .append(value);
        return this;
    }

    String end() {
        return json.append('}').toString();
    }
}
