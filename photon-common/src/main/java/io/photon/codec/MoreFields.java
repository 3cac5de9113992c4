// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import org.jspecify.annotations.Nullable;

/** Reads single fields of the small JSON object in {@link EventParts#more()}. Pure. */
public final class MoreFields {

    private MoreFields() {}

    /**
     * The value of a top-level field: a string's text, anything else as its JSON.
     *
     * @param object a well-formed JSON object without white space between its fields, or null
     * @return null when there is no such field
     */
    public static @Nullable String field(@Nullable String object, String name) {
        if (object == null) {
            return null;
        }
        int at = 1;
        while (at < object.length() - 1) {
            int nameEnd = stringEnd(object, at);
            int valueFrom = nameEnd + 1;
            int valueEnd = valueEnd(object, valueFrom);
            if (object.startsWith(name, at + 1) && nameEnd == at + name.length() + 2) {
                return object.charAt(valueFrom) == '"'
                        ? JsonText.unescape(object.substring(valueFrom + 1, valueEnd - 1))
                        : object.substring(valueFrom, valueEnd);
            }
            at = valueEnd + 1;
        }
        return null;
    }

    private static int stringEnd(String json, int from) {
        for (int at = from + 1; at < json.length(); at++) {
            char c = json.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                return at + 1;
            }
        }
        return json.length();
    }

    private static int valueEnd(String json, int from) {
        int depth = 0;
        for (int at = from; at < json.length() - 1; at++) {
            char c = json.charAt(at);
            if (c == '"') {
                at = stringEnd(json, at) - 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                return at;
            }
        }
        return json.length() - 1;
    }
}
