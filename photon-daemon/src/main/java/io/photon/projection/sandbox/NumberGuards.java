// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What instrumented code calls instead of methods of large numbers whose time grows faster than their length: in the JDK
 * some of them take minutes for numbers that a reduction makes in no time. Each gives what the method it stands for gives,
 * but looks up between its steps; where there are no steps to be had, sizes that no reduction needs are refused.
 */
public final class NumberGuards {

    /** Bits of a number for which the JDK's own greatest common divisor is fast. */
    private static final int FEW_BITS = 1 << 14;
    /** Bits of a number that the JDK writes down quickly. */
    private static final int SHORT_BITS = 100_000;
    /** Digits of a number whose zeros the JDK removes quickly. */
    private static final int FEW_DIGITS = 500;
    /** Digits of decimal numbers that are divided by each other until nothing is left. */
    private static final int MAX_DIVIDED = 2_000;
    /** Digits of a quotient without its remainder. */
    private static final int MAX_QUOTIENT = 10_000;

    private NumberGuards() {}

    public static BigInteger gcd(BigInteger a, BigInteger b) {
        BigInteger larger = a.abs();
        BigInteger smaller = b.abs();
        while (Math.min(larger.bitLength(), smaller.bitLength()) > FEW_BITS) {
            CallMeter.poll();
            BigInteger rest = larger.mod(smaller);
            larger = smaller;
            smaller = rest;
        }
        return larger.gcd(smaller);
    }

    public static String toString(BigInteger number) {
        if (number.bitLength() <= SHORT_BITS) {
            return number.toString();
        }
        StringBuilder digits = new StringBuilder(number.signum() < 0 ? "-" : "");
        write(number.abs(), digits);
        return digits.toString();
    }

    private static void write(BigInteger number, StringBuilder to) {
        CallMeter.poll();
        if (number.bitLength() <= SHORT_BITS) {
            to.append(number);
            return;
        }
        int half = (int) (number.bitLength() * 0.30103 / 2);
        BigInteger[] parts = number.divideAndRemainder(BigInteger.TEN.pow(half));
        write(parts[0], to);
        int from = to.length();
        write(parts[1], to);
        to.insert(from, "0".repeat(half - (to.length() - from)));
    }

    /** The zeros by halves: tens of thousands of them at once, then half as many. */
    public static BigDecimal stripTrailingZeros(BigDecimal number) {
        if (number.signum() == 0 || number.precision() <= FEW_DIGITS) {
            return number.stripTrailingZeros();
        }
        List<BigInteger> powers = new ArrayList<>(List.of(BigInteger.TEN));
        for (int digits = 2; digits < number.precision(); digits *= 2) {
            CallMeter.poll();
            BigInteger last = powers.get(powers.size() - 1);
            powers.add(last.multiply(last));
        }
        BigInteger plain = number.unscaledValue();
        long scale = number.scale();
        for (int i = powers.size() - 1; i >= 0; i--) {
            CallMeter.poll();
            BigInteger[] parts = plain.divideAndRemainder(powers.get(i));
            if (parts[1].signum() == 0) {
                plain = parts[0];
                scale -= 1L << i;
            }
        }
        return new BigDecimal(plain, Math.toIntExact(scale));
    }

    public static BigDecimal divide(BigDecimal a, BigDecimal b) {
        int digits = Math.max(a.precision(), b.precision());
        if (digits > MAX_DIVIDED) {
            throw new ReductionStop("a division of decimal numbers of " + digits + " digits; at most " + MAX_DIVIDED);
        }
        return a.divide(b);
    }

    public static BigDecimal remainder(BigDecimal a, BigDecimal b) {
        quotient(a, b);
        return a.remainder(b);
    }

    public static BigDecimal divideToIntegralValue(BigDecimal a, BigDecimal b) {
        quotient(a, b);
        return a.divideToIntegralValue(b);
    }

    private static void quotient(BigDecimal a, BigDecimal b) {
        long digits = Math.abs((long) a.scale() - b.scale()) + a.precision() + b.precision();
        if (digits > MAX_QUOTIENT) {
            throw new ReductionStop("a quotient of decimal numbers of " + digits + " digits; at most " + MAX_QUOTIENT);
        }
    }
}
