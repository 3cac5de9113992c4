// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

/**
 * How large the program of a regular expression gets when repetitions are written out, as RE2/J does it without a bound
 * of its own: {@code ((a{999}){999}){999}} would fill any memory. Roughly and at least. Pure.
 */
final class RegexSize {

    private static final long MOST = 1L << 40;

    private final String expression;
    private int at;

    private RegexSize(String expression) {
        this.expression = expression;
    }

    static long of(String expression) {
        RegexSize reading = new RegexSize(expression);
        long size = 0;
        while (reading.at < expression.length()) { // what closes nothing is for the compiler to refuse
            size = sum(size, reading.group());
            reading.at++;
        }
        return size;
    }

    /** Up to a parenthesis that closes, or the end. */
    private long group() {
        long size = 1;
        long last = 0;
        while (at < expression.length() && expression.charAt(at) != ')') {
            char c = expression.charAt(at);
            if (c == '{' && isRepetition()) {
                last = Math.min(MOST, last * Math.max(1, count()));
                continue; // {2}{3} multiplies again
            }
            size = sum(size, last);
            last = 1;
            switch (c) {
                case '(' -> {
                    at++;
                    last = sum(1, group());
                }
                case '\\' -> at++;
                case '[' -> skipClass();
                default -> {}
            }
            at++;
        }
        return sum(size, last);
    }

    private boolean isRepetition() {
        return at + 1 < expression.length() && expression.charAt(at + 1) >= '0' && expression.charAt(at + 1) <= '9';
    }

    /** The larger number of a repetition; stands after it then. */
    private long count() {
        long most = 0;
        long number = 0;
        for (at++; at < expression.length() && expression.charAt(at) != '}'; at++) {
            char c = expression.charAt(at);
            number = c >= '0' && c <= '9' ? Math.min(MOST, number * 10 + c - '0') : 0;
            most = Math.max(most, number);
        }
        at++;
        return most;
    }

    /** Stands at the bracket that closes, then. */
    private void skipClass() {
        at++;
        if (at < expression.length() && expression.charAt(at) == '^') {
            at++;
        }
        for (int first = at; at < expression.length(); at++) {
            char c = expression.charAt(at);
            if (c == '\\') {
                at++;
            } else if (expression.startsWith("[:", at) && expression.indexOf(":]", at) > 0) {
                at = expression.indexOf(":]", at) + 1;
            } else if (c == ']' && at > first) {
                return;
            }
        }
    }

    private static long sum(long a, long b) {
        return Math.min(MOST, a + b);
    }
}
