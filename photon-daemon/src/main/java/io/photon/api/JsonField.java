package io.photon.api;

import io.photon.codec.JsonFields;
import java.util.Arrays;

/** Picks a field out of JSON that Photon wrote. Pure. */
final class JsonField {

    private JsonField() {}

    /** The field's value, or null when there is none, or no object. */
    static byte[] of(byte[] json, String name) {
        int start = JsonFields.space(json, 0, json.length);
        if (start >= json.length || json[start] != '{') {
            return null;
        }
        int[][] found = new int[1][];
        JsonFields.forEach(json, 0, json.length, (bytes, nameFrom, nameTo, from, to) -> {
            if (JsonFields.text(bytes, nameFrom - 1, nameTo + 1).equals(name)) {
                found[0] = new int[] {from, to};
            }
        });
        return found[0] == null ? null : Arrays.copyOfRange(json, found[0][0], found[0][1]);
    }
}
