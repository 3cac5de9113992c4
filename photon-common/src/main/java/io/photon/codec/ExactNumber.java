// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

/**
 * A number of JSON by its digits, so that equal numbers are equal objects: no zeros at either end, and where the point
 * stands. Made in linear time, which {@link java.math.BigDecimal} is not. Immutable.
 *
 * @param digits with a sign when negative; "" for zero
 * @param exponent of ten, that the last digit stands for
 */
record ExactNumber(String digits, long exponent) {

    private static final ExactNumber ZERO = new ExactNumber("", 0);

    /** More digits than any exponent that means something. */
    private static final int MAX_EXPONENT_DIGITS = 18;

    /**
     * The number of a text that is one.
     *
     * @throws NumberFormatException when its exponent is beyond 32 bits
     */
    static ExactNumber of(String text) {
        int from = text.charAt(0) == '-' ? 1 : 0;
        int mantissaTo = from;
        int point = -1;
        while (mantissaTo < text.length() && text.charAt(mantissaTo) != 'e' && text.charAt(mantissaTo) != 'E') {
            point = text.charAt(mantissaTo) == '.' ? mantissaTo : point;
            mantissaTo++;
        }
        long exponent = mantissaTo == text.length() ? 0 : exponent(text.substring(mantissaTo + 1));
        int first = from;
        while (first < mantissaTo && isZeroOrPoint(text.charAt(first))) {
            first++;
        }
        if (first == mantissaTo) {
            return ZERO;
        }
        int last = mantissaTo - 1;
        while (isZeroOrPoint(text.charAt(last))) {
            last--;
        }
        StringBuilder digits = new StringBuilder(last - first + 2).append(from == 1 ? "-" : "");
        if (point > first && point < last) {
            digits.append(text, first, point).append(text, point + 1, last + 1);
        } else {
            digits.append(text, first, last + 1);
        }
        int unitsTo = point < 0 ? mantissaTo : point;
        // How many places the last digit stands left of the units; negative when it is after the point.
        int shift = last < unitsTo ? unitsTo - 1 - last : -(last - unitsTo);
        return new ExactNumber(digits.toString(), exponent + shift);
    }

    private static boolean isZeroOrPoint(char c) {
        return c == '0' || c == '.';
    }

    private static long exponent(String text) {
        int from = text.charAt(0) == '+' || text.charAt(0) == '-' ? 1 : 0;
        int first = from;
        while (first < text.length() - 1 && text.charAt(first) == '0') {
            first++;
        }
        if (text.length() - first > MAX_EXPONENT_DIGITS) {
            throw new NumberFormatException("an exponent of " + (text.length() - first) + " digits");
        }
        long exponent = Long.parseLong(text.substring(first)) * (text.charAt(0) == '-' ? -1 : 1);
        if (exponent != (int) exponent) {
            throw new NumberFormatException("an exponent of " + exponent);
        }
        return exponent;
    }
}
