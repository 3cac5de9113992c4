// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.photon.projection.sandbox.ReductionStop;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryTypeException;
import net.thisptr.jackson.jq.internal.JsonArgumentFunction;
import net.thisptr.jackson.jq.internal.functions.MathFunction;
import net.thisptr.jackson.jq.path.Path;

/** Functions of jq that jackson-jq has for doubles only, exact for integers of any size. */
final class JqFunctions {

    /** Bits of a power, at most: those of the largest number there is. */
    private static final long MAX_BITS = 40_000;

    private static final Pattern INTEGER = Pattern.compile("\\s*[-+]?[0-9]+\\s*");

    private JqFunctions() {}

    /** What stands for a function of jackson-jq: another one, or the same. */
    static Function exact(String name, Function original) {
        return switch (name) {
            case "floor/0" -> number("floor", n -> rounded(n, Math::floor));
            case "ceil/0" -> number("ceil", n -> rounded(n, Math::ceil));
            case "round/0" -> number("round", n -> rounded(n, JqFunctions::round));
            case "length/0" -> length(original);
            case "tonumber/0" -> (scope, args, in, path, out, version) -> out.emit(toNumber(in), null);
            case "fromjson/0" -> (scope, args, in, path, out, version) -> out.emit(fromJson(in), null);
            case "implode/0" -> (scope, args, in, path, out, version) -> out.emit(implode(in), null);
            case "range/1", "range/2", "range/3" -> JqFunctions::range;
            case "pow/2" -> new Power();
            default -> original instanceof MathFunction ? finite(original) : original;
        };
    }

    /** Sines and logarithms of what is no double are refused. */
    private static Function finite(Function original) {
        return (scope, args, in, path, out, version) -> {
            if (in.isNumber()) {
                JqNumbers.toDouble(in);
            }
            original.apply(scope, args, in, path, out, version);
        };
    }

    private interface OfNumber {
        JsonNode of(JsonNode number);
    }

    private interface OfDouble {
        double of(double number);
    }

    private static Function number(String name, OfNumber function) {
        return (scope, args, in, path, out, version) -> {
            if (!in.isNumber()) {
                throw new JsonQueryTypeException("%s number required for " + name, in);
            }
            out.emit(function.of(in), null);
        };
    }

    private static JsonNode rounded(JsonNode number, OfDouble how) {
        return number.isIntegralNumber() ? number : JqNumbers.of(how.of(number.doubleValue()));
    }

    /** To the nearest, and halves away from zero. */
    private static double round(double number) {
        double whole = Math.floor(Math.abs(number));
        double nearest = Math.abs(number) - whole >= 0.5 ? whole + 1 : whole;
        return Math.copySign(nearest, number);
    }

    /** Of a number its absolute value. */
    private static Function length(Function original) {
        return (scope, args, in, path, out, version) -> {
            if (in.isNumber()) {
                out.emit(JqNumbers.abs(in), null);
            } else {
                original.apply(scope, args, in, path, out, version);
            }
        };
    }

    private static JsonNode toNumber(JsonNode in) throws JsonQueryException {
        if (in.isNumber()) {
            return in;
        }
        if (!in.isTextual()) {
            throw new JsonQueryTypeException("%s cannot be parsed as a number", in);
        }
        String text = in.textValue();
        if (!INTEGER.matcher(text).matches()) {
            try {
                return JqNumbers.of(Double.parseDouble(text));
            } catch (NumberFormatException e) {
                throw new JsonQueryTypeException("%s cannot be parsed as a number", in);
            }
        }
        return JqNumbers.of(new BigInteger(text.strip()));
    }

    private static JsonNode fromJson(JsonNode in) throws JsonQueryException {
        if (!in.isTextual()) {
            throw new JsonQueryTypeException("%s only strings can be parsed", in);
        }
        try {
            return JqJson.parse(in.textValue());
        } catch (StreamConstraintsException e) {
            throw new ReductionStop("fromjson: " + constraint(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new JsonQueryException("failed to parse %s as json", in);
        }
    }

    /** Without the name of Jackson's setting. */
    private static String constraint(String said) {
        return said.replaceAll("(?:, from)? `[^`]*`", "");
    }

    private static JsonNode implode(JsonNode in) throws JsonQueryException {
        if (!in.isArray()) {
            throw new JsonQueryTypeException("%s cannot be imploded, only an array", in);
        }
        StringBuilder text = new StringBuilder(in.size());
        for (JsonNode point : in) {
            if (!point.isNumber() || !point.canConvertToInt() || !Character.isValidCodePoint(point.intValue())) {
                throw new JsonQueryException("input to implode() must be a list of code points; %s is none", point);
            }
            text.appendCodePoint(point.intValue());
        }
        return TextNode.valueOf(text.toString());
    }

    private static void range(
            Scope scope, List<Expression> args, JsonNode in, Path path, PathOutput out, Version version)
            throws JsonQueryException {
        if (args.size() == 1) {
            args.get(0).apply(scope, in, to -> range(IntNode.valueOf(0), to, IntNode.valueOf(1), out));
            return;
        }
        args.get(0)
                .apply(
                        scope,
                        in,
                        from -> args.get(1).apply(scope, in, to -> {
                            if (args.size() == 2) {
                                range(from, to, IntNode.valueOf(1), out);
                            } else {
                                args.get(2).apply(scope, in, by -> range(from, to, by, out));
                            }
                        }));
    }

    private static void range(JsonNode from, JsonNode to, JsonNode by, PathOutput out) throws JsonQueryException {
        if (!from.isNumber() || !to.isNumber() || !by.isNumber()) {
            throw new JsonQueryTypeException("Range bounds must be numeric");
        }
        int direction = JqNumbers.compare(by, IntNode.valueOf(0));
        JsonNode at = from;
        while (direction != 0 && Integer.signum(JqNumbers.compare(to, at)) == Integer.signum(direction)) {
            out.emit(at, null);
            at = JqNumbers.add(at, by);
        }
    }

    private static final class Power extends JsonArgumentFunction {
        @Override
        protected JsonNode fn(List<JsonNode> args, JsonNode in) throws JsonQueryException {
            JsonNode base = args.get(0);
            JsonNode exponent = args.get(1);
            if (!base.isNumber() || !exponent.isNumber()) {
                throw new JsonQueryTypeException("%s number required for pow", base.isNumber() ? exponent : base);
            }
            if (!JqNumbers.isWhole(base) || !JqNumbers.isWhole(exponent)) {
                return JqNumbers.of(Math.pow(JqNumbers.toDouble(base), JqNumbers.toDouble(exponent)));
            }
            BigInteger whole = JqNumbers.integer(base);
            BigInteger times = JqNumbers.integer(exponent);
            if (times.signum() < 0) {
                return JqNumbers.of(Math.pow(JqNumbers.toDouble(base), JqNumbers.toDouble(exponent)));
            }
            if (whole.abs().compareTo(BigInteger.ONE) <= 0) {
                times = smallest(times);
            }
            if (times.bitLength() > 31 || (whole.bitLength() - 1L) * times.longValue() > MAX_BITS) {
                throw JqNumbers.tooLarge();
            }
            return JqNumbers.of(whole.pow(times.intValueExact()));
        }

        /** Of -1, 0 and 1 the power depends on whether the exponent is 0, odd or even. */
        private static BigInteger smallest(BigInteger times) {
            return times.signum() == 0 ? times : times.testBit(0) ? BigInteger.ONE : BigInteger.TWO;
        }
    }
}
