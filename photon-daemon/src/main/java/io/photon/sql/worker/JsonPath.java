// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/** Fields and indexes on the way to a value, such as {@code $.items[0]."unit price"}. Immutable. */
final class JsonPath {

    private static final Pattern STEP = Pattern.compile("\\.?(?:\"([^\"]+)\"|([^.\\[\"]+))|\\[(\\d{1,9})]");

    /** The last one, which a query uses for each row. */
    private static JsonPath last = new JsonPath("", List.of());

    private final String text;
    private final List<Object> steps;

    private JsonPath(String text, List<Object> steps) {
        this.text = text;
        this.steps = steps;
    }

    static synchronized JsonPath of(String text) {
        if (!last.text.equals(text)) {
            last = new JsonPath(text, steps(text));
        }
        return last;
    }

    private static List<Object> steps(String text) {
        String rest = text.startsWith("$") ? text.substring(1) : text;
        List<Object> steps = new ArrayList<>();
        Matcher step = STEP.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            if (!step.find(at) || step.start() != at) {
                throw DbException.get(ErrorCode.INVALID_VALUE_2, text, "JSON path: use $.field.field[0]");
            }
            steps.add(
                    step.group(3) != null
                            ? Integer.valueOf(step.group(3))
                            : step.group(1) != null ? step.group(1) : step.group(2));
            at = step.end();
        }
        return steps;
    }

    /** What is there; null when nothing is. */
    @Nullable JsonNode in(JsonNode root) {
        JsonNode node = root;
        for (Object step : steps) {
            if (node == null) {
                return null;
            }
            node = step instanceof Integer index ? node.get(index) : node.get((String) step);
        }
        return node;
    }
}
