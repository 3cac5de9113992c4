// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.projection.sandbox.ReductionStop;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.JsonNodeComparator;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;

/** What jackson-jq calls in place of methods of its own that calculate with longs and doubles; see {@link JqEngine}. */
public final class JqOperators {

    private JqOperators() {}

    /** In place of an operator, wherever it stands: {@code +}, {@code +=} and what is built from them. */
    public static JsonNode apply(BinaryOperator operator, ObjectMapper mapper, JsonNode a, JsonNode b)
            throws JsonQueryException {
        if (a.isNumber() && b.isNumber()) {
            switch (operator.image()) {
                case "+":
                    return JqNumbers.add(a, b);
                case "-":
                    return JqNumbers.subtract(a, b);
                case "*":
                    return JqNumbers.multiply(a, b);
                case "/":
                    if (b.doubleValue() != 0) {
                        return JqNumbers.divide(a, b);
                    }
                    break; // it says what is wrong
                case "%":
                    if (Double.isNaN(b.doubleValue()) || JqNumbers.truncated(b).signum() != 0) {
                        return JqNumbers.remainder(a, b);
                    }
                    break;
                default: // comparisons, and "//"
                    break;
            }
        }
        return operator.apply(mapper, a, b);
    }

    /** In place of a comparison of two doubles. */
    public static int compareNumbers(JsonNodeComparator comparator, JsonNode a, JsonNode b) {
        return JqNumbers.compare(a, b);
    }

    /** For indices: one that no int holds is beyond every array. */
    public static int toInt(JsonNode number) {
        if (!number.isIntegralNumber() || number.canConvertToInt()) {
            return number.asInt();
        }
        return number.bigIntegerValue().signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }

    /** For times. */
    public static long toLong(JsonNode number) {
        if (number.isIntegralNumber() && !number.canConvertToLong()) {
            throw new ReductionStop(
                    "an integer of " + number.bigIntegerValue().bitLength() + " bits where at most 64 can be used");
        }
        return number.asLong();
    }

    /** In texts: as jackson-jq writes a double, except the one that is just above every long. */
    public static String written(double value) {
        double shown = Double.isInfinite(value) ? Math.copySign(Double.MAX_VALUE, value) : value;
        if (Double.isNaN(shown)) {
            return "null";
        }
        if (shown == Math.rint(shown) && Math.abs(shown) < 0x1p63) {
            return Long.toString((long) shown);
        }
        String text = Double.toString(shown);
        return text.contains("E-") ? text.replace('E', 'e') : text.replace("E", "e+");
    }

    /** For what stands in a text. */
    public static String text(JsonNode node) {
        return node.isDouble() ? written(node.doubleValue()) : node.asText();
    }

    /** The same, of any value. */
    public static String json(JsonNode node) {
        return node.isDouble() ? written(node.doubleValue()) : node.toString();
    }

    /** The digits of a literal, which are read by {@link JqLiteral}. */
    public static String digits(String literal) {
        return literal;
    }
}
