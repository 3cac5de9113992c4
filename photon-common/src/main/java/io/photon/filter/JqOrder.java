// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * How jq orders values: null, false, true, numbers, strings, arrays, objects; strings by code points, arrays element by
 * element, objects first by their sorted keys, then by the values in that order. Numbers are exact.
 */
final class JqOrder implements Comparator<JsonNode> {

    private final WorkLimit steps;

    /** @param steps to take for what is looked at */
    JqOrder(WorkLimit steps) {
        this.steps = steps;
    }

    @Override
    public int compare(JsonNode a, JsonNode b) {
        steps.take(1);
        int rank = Integer.compare(rank(a), rank(b));
        if (rank != 0) {
            return rank;
        }
        if (a.isNumber()) {
            return compareNumbers(a.decimalValue(), b.decimalValue());
        }
        if (a.isTextual()) {
            return compareTexts(a.textValue(), b.textValue());
        }
        if (a.isArray()) {
            return compareInOrder(a.elements(), b.elements());
        }
        return a.isObject() ? compareObjects(a, b) : 0;
    }

    private static int rank(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> 0;
            case BOOLEAN -> value.booleanValue() ? 2 : 1;
            case NUMBER -> 3;
            case STRING -> 4;
            case ARRAY -> 5;
            default -> 6;
        };
    }

    /** Their digits may have to be counted, and brought to one scale. */
    private int compareNumbers(BigDecimal a, BigDecimal b) {
        steps.take((a.unscaledValue().bitLength() + (long) b.unscaledValue().bitLength()) / 4);
        return a.compareTo(b);
    }

    private int compareInOrder(Iterator<JsonNode> a, Iterator<JsonNode> b) {
        while (a.hasNext() && b.hasNext()) {
            int order = compare(a.next(), b.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(a.hasNext(), b.hasNext());
    }

    private int compareObjects(JsonNode a, JsonNode b) {
        List<String> left = sortedKeys(a);
        List<String> right = sortedKeys(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareTexts(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (left.size() != right.size()) {
            return Integer.compare(left.size(), right.size());
        }
        for (String key : left) {
            int order = compare(a.get(key), b.get(key));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private List<String> sortedKeys(JsonNode object) {
        List<String> keys = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(keys::add);
        keys.sort(this::compareTexts);
        return keys;
    }

    /** By code points: Java's own order puts surrogate pairs before the last of the basic plane. */
    private int compareTexts(String a, String b) {
        int length = Math.min(a.length(), b.length());
        steps.takeText(length);
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean mixed = Character.isSurrogate(x) != Character.isSurrogate(y);
                return mixed ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
