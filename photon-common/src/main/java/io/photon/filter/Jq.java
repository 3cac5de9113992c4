// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.function.IntPredicate;

/**
 * An expression of the bounded part of jq: one value in, one value out, with jq's meaning. There is no loop and no
 * recursion in the language, so its time is bounded by its text and the event; {@link WorkLimit} bounds it for large ones.
 */
interface Jq {

    /**
     * @throws NotComparable where jq would fail
     * @throws WorkLimit.Exceeded when it takes more than there are
     */
    JsonNode eval(JsonNode input, WorkLimit steps);

    /** What jq reports as an error; to a predicate it means: not wanted. */
    final class NotComparable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final NotComparable INSTANCE = new NotComparable();

        private NotComparable() {
            super("values of these types cannot be used so", null, false, false);
        }
    }

    static boolean isTrue(JsonNode value) {
        return !value.isNull() && !(value.isBoolean() && !value.booleanValue());
    }

    static JsonNode bool(boolean value) {
        return BooleanNode.valueOf(value);
    }

    record Constant(JsonNode value) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return value;
        }
    }

    /** {@code .} */
    record Identity() implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return input;
        }
    }

    /** {@code target.key} */
    record Field(Jq target, String key) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            JsonNode value = target.eval(input, steps);
            if (!value.isObject() && !value.isNull()) {
                throw NotComparable.INSTANCE;
            }
            JsonNode found = value.get(key);
            return found == null ? NullNode.getInstance() : found;
        }
    }

    /** {@code target[index]}, from the end when negative. */
    record Index(Jq target, int index) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            JsonNode value = target.eval(input, steps);
            if (!value.isArray() && !value.isNull()) {
                throw NotComparable.INSTANCE;
            }
            JsonNode found = value.get(index < 0 ? value.size() + index : index);
            return found == null ? NullNode.getInstance() : found;
        }
    }

    record Pipe(Jq left, Jq right) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return right.eval(left.eval(input, steps), steps);
        }
    }

    record Or(Jq left, Jq right) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return bool(isTrue(left.eval(input, steps)) || isTrue(right.eval(input, steps)));
        }
    }

    record And(Jq left, Jq right) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return bool(isTrue(left.eval(input, steps)) && isTrue(right.eval(input, steps)));
        }
    }

    record Not() implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return bool(!isTrue(input));
        }
    }

    /** A comparison; {@code holds} judges the sign of jq's order. */
    record Compare(Jq left, Jq right, IntPredicate holds) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return bool(holds.test(new JqOrder(steps).compare(left.eval(input, steps), right.eval(input, steps))));
        }
    }

    record Test(LinearRegex regex) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return bool(regex.isFoundIn(text(input), steps));
        }
    }

    record StartsWith(Jq argument) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            String start = text(argument.eval(input, steps));
            steps.takeText(start.length());
            return bool(text(input).startsWith(start));
        }
    }

    record EndsWith(Jq argument) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            String end = text(argument.eval(input, steps));
            steps.takeText(end.length());
            return bool(text(input).endsWith(end));
        }
    }

    record Contains(Jq argument) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return bool(new Containment(steps).contains(input, argument.eval(input, steps)));
        }
    }

    record Has(Jq argument) implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            JsonNode key = argument.eval(input, steps);
            if (input.isNull()) {
                return bool(false); // whatever is asked for
            }
            if (input.isObject() && key.isTextual()) {
                return bool(input.has(key.textValue()));
            }
            if (input.isArray() && key.isNumber()) {
                return bool(key.decimalValue().signum() >= 0
                        && key.decimalValue().compareTo(BigDecimal.valueOf(input.size())) < 0);
            }
            throw NotComparable.INSTANCE;
        }
    }

    record Length() implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return switch (input.getNodeType()) {
                case NULL -> IntNode.valueOf(0);
                case NUMBER -> DecimalNode.valueOf(input.decimalValue().abs());
                case STRING -> {
                    String text = input.textValue();
                    steps.takeText(text.length());
                    yield IntNode.valueOf(text.codePointCount(0, text.length()));
                }
                case ARRAY, OBJECT -> IntNode.valueOf(input.size());
                default -> throw NotComparable.INSTANCE;
            };
        }
    }

    record Type() implements Jq {
        @Override
        public JsonNode eval(JsonNode input, WorkLimit steps) {
            return TextNode.valueOf(
                    switch (input.getNodeType()) {
                        case BOOLEAN -> "boolean";
                        case NUMBER -> "number";
                        case STRING -> "string";
                        case ARRAY -> "array";
                        case OBJECT -> "object";
                        default -> "null";
                    });
        }
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw NotComparable.INSTANCE;
        }
        return value.textValue();
    }
}
