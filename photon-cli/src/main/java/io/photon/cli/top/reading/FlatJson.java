// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object as flat facts: {@code {"log":{"appended":1}}} is {@code log.appended}. Immutable. */
public final class FlatJson {

    public static final FlatJson NONE = new FlatJson(Map.of());

    private final Map<String, String> byName;

    private FlatJson(Map<String, String> byName) {
        this.byName = byName;
    }

    /** Reads one; what is no object has no facts. */
    public static FlatJson read(byte[] json, int from, int to) {
        Map<String, String> byName = new LinkedHashMap<>();
        collect(json, from, to, "", byName);
        return new FlatJson(byName);
    }

    public static FlatJson read(byte[] json) {
        return read(json, 0, json.length);
    }

    /** The objects of an array that is a field of an object; none when it is not there. */
    public static List<FlatJson> each(byte[] json, String array) {
        return JsonFields.entries(json, array).stream().map(FlatJson::read).toList();
    }

    private static void collect(byte[] json, int from, int to, String before, Map<String, String> into) {
        JsonFields.forEach(json, from, to, (bytes, nameFrom, nameTo, valueFrom, valueTo) -> {
            String name = before + new String(bytes, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
            if (bytes[valueFrom] == '{') {
                collect(bytes, valueFrom, valueTo, name + ".", into);
            } else {
                into.put(name, JsonFields.text(bytes, valueFrom, valueTo));
            }
        });
    }

    /** A fact as text; empty when it is not there or null. */
    public String text(String name) {
        String text = byName.getOrDefault(name, "");
        return text.equals("null") ? "" : text;
    }

    /** A fact as a figure; 0 when it is not there or none. */
    public double number(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            return 0; // as documented
        }
    }

    public long whole(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    public boolean has(String name) {
        return !text(name).isEmpty();
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** All of them that begin so, as the daemon told them. */
    public Map<String, String> all(String prefix) {
        Map<String, String> some = new LinkedHashMap<>();
        byName.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                some.put(name, value);
            }
        });
        return some;
    }
}
