// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.photon.event.EventLimits;
import io.photon.projection.sandbox.ReductionStop;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Arithmetic as reductions need it: integers are exact at any size; a number with a fraction is a double, and so is what
 * comes out where one takes part. A double that is whole counts as an integer while it is one for certain, below 2^53. What
 * would have to be wrong ends the call. Pure.
 */
final class JqNumbers {

    /** From here on a double may stand for another integer than the one that was meant. */
    private static final double EXACT = 0x1p53;

    /** Digits of the quotient of two integers, of which a double keeps 17. */
    private static final MathContext QUOTIENT = new MathContext(40);

    private static final int MAX_DIGITS = EventLimits.MAX_NUMBER_LENGTH - 1; // and a sign
    private static final int SURELY_FEWER_BITS = 33_000;
    private static final BigInteger TOO_LARGE = BigInteger.TEN.pow(MAX_DIGITS);

    private JqNumbers() {}

    static JsonNode of(long value) {
        return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    static JsonNode of(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return of(value.longValue());
        }
        if (value.bitLength() > SURELY_FEWER_BITS && value.abs().compareTo(TOO_LARGE) >= 0) {
            throw tooLarge();
        }
        return BigIntegerNode.valueOf(value);
    }

    static JsonNode of(double value) {
        return isWhole(value) ? of((long) value) : DoubleNode.valueOf(value);
    }

    static ReductionStop tooLarge() {
        return new ReductionStop("an integer of more than " + MAX_DIGITS + " digits, the most an event may hold");
    }

    private static boolean isWhole(double value) {
        return Math.abs(value) < EXACT && value == Math.rint(value);
    }

    static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() || isWhole(number.doubleValue());
    }

    /** Of one that is whole. */
    static BigInteger integer(JsonNode whole) {
        return whole.isIntegralNumber() ? whole.bigIntegerValue() : BigInteger.valueOf((long) whole.doubleValue());
    }

    private static boolean isLong(JsonNode whole) {
        return !whole.isBigInteger();
    }

    private static long toLong(JsonNode whole) {
        return whole.isIntegralNumber() ? whole.longValue() : (long) whole.doubleValue();
    }

    /** The nearest double. An integer that is larger than all of them ends the call: infinite is another value. */
    static double toDouble(JsonNode number) {
        double value = number.doubleValue();
        if (number.isIntegralNumber() && Double.isInfinite(value)) {
            throw new ReductionStop(
                    "an integer of about " + (long) (number.bigIntegerValue().bitLength() * 0.30103)
                            + " digits is too large for a calculation with fractions; integers stay exact with + - * % and /"
                            + " where nothing is left over");
        }
        return value;
    }

    static JsonNode add(JsonNode a, JsonNode b) {
        if (!isWhole(a) || !isWhole(b)) {
            return of(toDouble(a) + toDouble(b));
        }
        if (isLong(a) && isLong(b)) {
            long x = toLong(a);
            long y = toLong(b);
            long sum = x + y;
            if (((x ^ sum) & (y ^ sum)) >= 0) {
                return of(sum);
            }
        }
        return of(integer(a).add(integer(b)));
    }

    static JsonNode subtract(JsonNode a, JsonNode b) {
        if (!isWhole(a) || !isWhole(b)) {
            return of(toDouble(a) - toDouble(b));
        }
        if (isLong(a) && isLong(b)) {
            long x = toLong(a);
            long y = toLong(b);
            long difference = x - y;
            if (((x ^ y) & (x ^ difference)) >= 0) {
                return of(difference);
            }
        }
        return of(integer(a).subtract(integer(b)));
    }

    static JsonNode multiply(JsonNode a, JsonNode b) {
        if (!isWhole(a) || !isWhole(b)) {
            return of(toDouble(a) * toDouble(b));
        }
        if (isLong(a) && isLong(b)) {
            long x = toLong(a);
            long y = toLong(b);
            long product = x * y;
            if (Math.multiplyHigh(x, y) == product >> 63) {
                return of(product);
            }
        }
        return of(integer(a).multiply(integer(b)));
    }

    /** Exact where nothing is left over, else the double nearest to it. The divisor is not zero. */
    static JsonNode divide(JsonNode a, JsonNode b) {
        if (!isWhole(a) || !isWhole(b)) {
            return of(toDouble(a) / toDouble(b));
        }
        BigInteger x = integer(a);
        BigInteger y = integer(b);
        BigInteger[] parts = x.divideAndRemainder(y);
        if (parts[1].signum() == 0) {
            return of(parts[0]);
        }
        if (Math.abs(a.doubleValue()) < EXACT && Math.abs(b.doubleValue()) < EXACT) {
            return DoubleNode.valueOf(a.doubleValue() / b.doubleValue());
        }
        double quotient = new BigDecimal(x).divide(new BigDecimal(y), QUOTIENT).doubleValue();
        if (Double.isInfinite(quotient)) {
            throw new ReductionStop("a quotient that is not whole and too large for a number with a fraction;"
                    + " (a - a % b) / b is exact");
        }
        return DoubleNode.valueOf(quotient);
    }

    /** What is left over between the whole parts. The divisor's is not zero. */
    static JsonNode remainder(JsonNode a, JsonNode b) {
        if (Double.isNaN(b.doubleValue()) && !b.isIntegralNumber()) {
            return of(truncated(a));
        }
        return of(truncated(a).remainder(truncated(b)));
    }

    /** The whole part, towards zero; of infinities the largest long, as jq does it, and of NaN 0. */
    static BigInteger truncated(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.bigIntegerValue();
        }
        double value = number.doubleValue();
        return Math.abs(value) < 0x1p63 || Double.isNaN(value) || Double.isInfinite(value)
                ? BigInteger.valueOf((long) value)
                : new BigDecimal(value).toBigInteger();
    }

    static JsonNode negate(JsonNode number) {
        if (!number.isIntegralNumber()) {
            return of(-number.doubleValue());
        }
        return number.canConvertToLong() && number.longValue() != Long.MIN_VALUE
                ? of(-number.longValue())
                : of(number.bigIntegerValue().negate());
    }

    static JsonNode abs(JsonNode number) {
        return compare(number, IntNode.valueOf(0)) < 0 ? negate(number) : number;
    }

    /** Exact whatever their kinds are; NaN comes before all numbers, as in jq. */
    static int compare(JsonNode a, JsonNode b) {
        if (a.isIntegralNumber() && b.isIntegralNumber()) {
            return isLong(a) && isLong(b)
                    ? Long.compare(a.longValue(), b.longValue())
                    : a.bigIntegerValue().compareTo(b.bigIntegerValue());
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Double.isNaN(x) ? -1 : 1;
        }
        if (x != y || Math.abs(x) < EXACT) {
            return x < y ? -1 : x > y ? 1 : 0;
        }
        return exact(a).compareTo(exact(b));
    }

    /** Of two that are the same as doubles, so both infinite or large. */
    private static BigDecimal exact(JsonNode number) {
        if (number.isIntegralNumber()) {
            return new BigDecimal(number.bigIntegerValue());
        }
        double value = number.doubleValue();
        return Double.isInfinite(value)
                ? BigDecimal.valueOf(Math.signum(value)).scaleByPowerOfTen(EventLimits.MAX_NUMBER_LENGTH)
                : new BigDecimal(value);
    }
}
