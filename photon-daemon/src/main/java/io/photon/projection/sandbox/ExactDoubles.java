// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What JavaScript calls in place of calculations with doubles. A whole number beyond 2^53 may be another than the one that
 * was meant, without a word: a sum or product of whole numbers that no double holds ends the call, and so does a
 * literal. Where a fraction takes part, or a number beyond 2^63, all is as everywhere. Pure.
 */
public final class ExactDoubles {

    private static final double SAFE = 0x1p53;
    private static final double WHOLE = 0x1p63;
    /** Digits of a whole number that any double holds. */
    private static final int SHORT = 15;

    private static final String BEYOND =
            "beyond 2^53, where numbers of JavaScript are not exact any more: calculate with BigInt there, e.g."
                    + " BigInt(a) + BigInt(b)";

    private ExactDoubles() {}

    public static double add(double a, double b) {
        double sum = a + b;
        if (Math.abs(sum) >= SAFE && areWhole(a, b)) {
            double second = sum - a; // the part of b that is in the sum
            if ((a - (sum - second)) + (b - second) != 0) {
                throw inexact(a, "+", b);
            }
        }
        return sum;
    }

    public static double subtract(double a, double b) {
        double difference = a - b;
        if (Math.abs(difference) >= SAFE && areWhole(a, b)) {
            double second = difference - a;
            if ((a - (difference - second)) + (-b - second) != 0) {
                throw inexact(a, "-", b);
            }
        }
        return difference;
    }

    public static double multiply(double a, double b) {
        double product = a * b;
        if (Math.abs(product) >= SAFE && areWhole(a, b) && Math.fma(a, b, -product) != 0) {
            throw inexact(a, "*", b);
        }
        return product;
    }

    public static double pow(double base, double exponent) {
        double power = Math.pow(base, exponent);
        if (Math.abs(power) >= SAFE && Math.abs(power) < WHOLE && areWhole(base, exponent)) {
            BigInteger exact = BigInteger.valueOf((long) base).pow((int) exponent); // of at most 63 bits
            if (!exact.equals(new BigDecimal(power).toBigInteger())) {
                throw inexact(base, "**", exponent);
            }
        }
        return power;
    }

    /** A product or sum of two ints. */
    public static double of(long value) {
        double same = value;
        if ((long) same != value) {
            throw new ReductionStop("a calculation gives " + value + ", " + BEYOND);
        }
        return same;
    }

    /** A number of JSON that code reads by itself. */
    public static double parse(String number) {
        double value = Double.parseDouble(number);
        if (isCut(number, value)) {
            throw new ReductionStop(
                    "JSON.parse finds " + shown(number) + ", which is beyond 2^53, where numbers of JavaScript are"
                            + " not exact any more: write it as a text, or give the JSON itself as the payload");
        }
        return value;
    }

    /** Whether the digits are those of another number. */
    public static boolean isCut(String number, double value) {
        if (number.length() <= SHORT || number.length() > 1_000 || Double.isInfinite(value)) {
            return number.length() > 1_000 && isInteger(number);
        }
        return isInteger(number) && !new BigInteger(number).equals(new BigDecimal(value).toBigInteger());
    }

    /** Whether a call ended for one of these reasons. */
    public static boolean isReason(ReductionStop stop) {
        return stop.getMessage().contains(BEYOND);
    }

    private static boolean isInteger(String number) {
        for (int i = number.startsWith("-") ? 1 : 0; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean areWhole(double a, double b) {
        return Math.abs(a) < WHOLE && Math.abs(b) < WHOLE && a == Math.rint(a) && b == Math.rint(b);
    }

    private static ReductionStop inexact(double a, String operator, double b) {
        return new ReductionStop(new BigDecimal(a).toPlainString() + " " + operator + " "
                + new BigDecimal(b).toPlainString() + " is " + BEYOND);
    }

    private static String shown(String number) {
        return number.length() <= 40 ? number : number.substring(0, 37) + "…";
    }
}
