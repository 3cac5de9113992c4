// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** jq's {@code contains}: takes a step for each look, for two large arrays of one event would be compared without end. */
final class Containment {

    /** Of text times part: up to here simple search is faster. */
    private static final long SHORT = 1_000_000;

    private final WorkLimit steps;
    private final JqOrder order;

    Containment(WorkLimit steps) {
        this.steps = steps;
        this.order = new JqOrder(steps);
    }

    boolean contains(JsonNode whole, JsonNode part) {
        steps.take(1);
        if (whole.isObject() && part.isObject()) {
            for (Map.Entry<String, JsonNode> field : part.properties()) {
                JsonNode same = whole.get(field.getKey());
                if (same == null || !contains(same, field.getValue())) {
                    return false;
                }
            }
            return true;
        }
        if (whole.isArray() && part.isArray()) {
            for (JsonNode wanted : part) {
                if (!anyContains(whole, wanted)) {
                    return false;
                }
            }
            return true;
        }
        if (whole.isTextual() && part.isTextual()) {
            return holds(whole.textValue(), part.textValue());
        }
        if (whole.getNodeType() == part.getNodeType()) {
            return order.compare(whole, part) == 0;
        }
        throw Jq.NotComparable.INSTANCE;
    }

    private boolean anyContains(JsonNode array, JsonNode wanted) {
        for (JsonNode element : array) {
            steps.take(1);
            if (element.getNodeType() == wanted.getNodeType() && contains(element, wanted)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String text, String part) {
        // Searching costs text × part at worst, and only for texts made for it; then linear time pays.
        long product = (long) text.length() * part.length();
        steps.take(Math.min(product / 16, text.length() + part.length()));
        return product < SHORT ? text.contains(part) : isFound(text, part);
    }

    /** Knuth, Morris and Pratt: linear. */
    private static boolean isFound(String text, String part) {
        int[] fallback = new int[part.length() + 1];
        for (int i = 1, matched = 0; i < part.length(); i++) {
            while (matched > 0 && part.charAt(i) != part.charAt(matched)) {
                matched = fallback[matched];
            }
            matched += part.charAt(i) == part.charAt(matched) ? 1 : 0;
            fallback[i + 1] = matched;
        }
        for (int i = 0, matched = 0; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
                matched = fallback[matched];
            }
            matched += text.charAt(i) == part.charAt(matched) ? 1 : 0;
            if (matched == part.length()) {
                return true;
            }
        }
        return part.isEmpty();
    }
}
