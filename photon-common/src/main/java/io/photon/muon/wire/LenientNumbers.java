// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.math.BigDecimal;

/** Numbers as other people write them. Pure functions; nothing throws. */
final class LenientNumbers {

    /** Longer texts are no number that anybody means. */
    private static final int MAX_LENGTH = 64;

    /** Decimal exponents beyond this are no number that fits a long, and costly to expand. */
    private static final int MAX_SCALE = 400;

    private LenientNumbers() {}

    /** A whole number: plain, decimal ({@code 1.8e15}, {@code 7.0}); {@code absent} when it is none or does not fit. */
    static long whole(String text, long absent) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_LENGTH) {
            return absent;
        }
        try {
            return Long.parseLong(trimmed);
        } catch (NumberFormatException notPlain) {
            return decimalWhole(trimmed, absent);
        }
    }

    private static long decimalWhole(String text, long absent) {
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > MAX_SCALE ? absent : number.longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            return absent; // as documented
        }
    }

    /** A decimal number, NaN when it is none. */
    static double decimal(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // as documented
        }
    }
}
