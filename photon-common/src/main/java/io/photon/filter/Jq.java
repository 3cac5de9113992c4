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
 * recursion in the language, so its time is bounded by its text and the event.
 */
interface Jq {

    /** @throws NotComparable where jq would fail */
    JsonNode eval(JsonNode input);

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
        public JsonNode eval(JsonNode input) {
            return value;
        }
    }

    /** {@code .} */
    record Identity() implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return input;
        }
    }

    /** {@code target.key} */
    record Field(Jq target, String key) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            JsonNode value = target.eval(input);
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
        public JsonNode eval(JsonNode input) {
            JsonNode value = target.eval(input);
            if (!value.isArray() && !value.isNull()) {
                throw NotComparable.INSTANCE;
            }
            JsonNode found = value.get(index < 0 ? value.size() + index : index);
            return found == null ? NullNode.getInstance() : found;
        }
    }

    record Pipe(Jq left, Jq right) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return right.eval(left.eval(input));
        }
    }

    record Or(Jq left, Jq right) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return bool(isTrue(left.eval(input)) || isTrue(right.eval(input)));
        }
    }

    record And(Jq left, Jq right) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return bool(isTrue(left.eval(input)) && isTrue(right.eval(input)));
        }
    }

    record Not() implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return bool(!isTrue(input));
        }
    }

    /** A comparison; {@code holds} judges the sign of jq's order. */
    record Compare(Jq left, Jq right, IntPredicate holds) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return bool(holds.test(JqOrder.INSTANCE.compare(left.eval(input), right.eval(input))));
        }
    }

    record Test(LinearRegex regex) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return bool(regex.isFoundIn(text(input)));
        }
    }

    record StartsWith(Jq argument) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return bool(text(input).startsWith(text(argument.eval(input))));
        }
    }

    record EndsWith(Jq argument) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return bool(text(input).endsWith(text(argument.eval(input))));
        }
    }

    record Contains(Jq argument) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            return bool(new Containment().contains(input, argument.eval(input)));
        }
    }

    record Has(Jq argument) implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
            JsonNode key = argument.eval(input);
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
        public JsonNode eval(JsonNode input) {
            return switch (input.getNodeType()) {
                case NULL -> IntNode.valueOf(0);
                case NUMBER -> DecimalNode.valueOf(input.decimalValue().abs());
                case STRING ->
                    IntNode.valueOf(input.textValue()
                            .codePointCount(0, input.textValue().length()));
                case ARRAY, OBJECT -> IntNode.valueOf(input.size());
                default -> throw NotComparable.INSTANCE;
            };
        }
    }

    record Type() implements Jq {
        @Override
        public JsonNode eval(JsonNode input) {
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
