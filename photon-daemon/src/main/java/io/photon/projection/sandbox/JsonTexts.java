// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import io.photon.codec.JsonText;
import java.io.IOException;

/** Texts of languages in which half a surrogate pair is a character like any other, as JSON. Pure. */
public final class JsonTexts {

    private JsonTexts() {}

    /** A text as a value: halves are escaped, so that they come back as they were. */
    public static void write(JsonGenerator json, String text) throws IOException {
        if (JsonText.hasLoneSurrogate(text)) {
            json.writeRawValue(JsonText.quoted(text));
        } else {
            json.writeString(text);
        }
    }

    /** A text as a name. Jackson writes no name that is not Unicode, so a half becomes the sign for what is none. */
    public static String name(String name) {
        if (!JsonText.hasLoneSurrogate(name)) {
            return name;
        }
        return name.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
