// SPDX-License-Identifier: Apache-2.0
package io.photon.cloudevents;

import io.photon.codec.JsonFields;
import io.photon.codec.JsonText;
import io.photon.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of a CloudEvent that is being read: each by its name, in the order they came; and what is wrong with them. */
final class Attributes {

    private final Map<String, byte[]> json = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /** One whose value is a string. */
    void text(String name, String value) {
        String mistake = !AttributeRules.isName(name)
                ? "'" + name + "' cannot be the name of an attribute: those have lower-case letters and digits only"
                : json.containsKey(name) ? name + " stands twice" : AttributeRules.wrong(name, value);
        if (mistake == null && JsonText.hasLoneSurrogate(value)) {
            mistake = name + " has half a surrogate pair";
        }
        if (mistake != null) {
            wrong(mistake);
        }
        json.put(name, Utf8.bytes(JsonFields.quote(value)));
        texts.put(name, value);
    }

    /** One of a JSON object; null is as good as none. @param value well-formed */
    void json(String name, byte[] value) {
        switch (value[0]) {
            case '"' -> text(name, JsonFields.text(value, 0, value.length));
            case 'n' -> {
                // As if it were not there.
            }
            case '{', '[' -> wrong(name + " is an object or an array");
            default -> scalar(name, value);
        }
    }

    private void scalar(String name, byte[] value) {
        String text = Utf8.text(value);
        if (AttributeRules.CORE.contains(name)) {
            wrong(name + " must be a string, found " + text);
        } else if (!AttributeRules.isName(name) || json.containsKey(name)) {
            text(name, text); // says what is wrong
        } else if (value[0] == 't' || value[0] == 'f' || AttributeRules.isWhole(text)) {
            json.put(name, value);
        } else {
            wrong(name + " is " + text + "; a number must be whole and fit into 32 bits");
        }
    }

    void wrong(String mistake) {
        wrong.add(mistake);
    }

    /** Adds to what is wrong those that are needed and not there. */
    void require(String... names) {
        for (String name : names) {
            if (!json.containsKey(name) && wrong.stream().noneMatch(each -> each.startsWith(name + " "))) {
                wrong(name + " is missing");
            }
        }
    }

    List<String> wrong() {
        return wrong;
    }

    /** A value that is a string; null for none. */
    @Nullable String text(String name) {
        return texts.get(name);
    }

    /** Takes one out: its JSON, or null. */
    byte @Nullable [] take(String name) {
        texts.remove(name);
        return json.remove(name);
    }

    /** The JSON of those that are left. */
    Map<String, byte[]> all() {
        return json;
    }
}
