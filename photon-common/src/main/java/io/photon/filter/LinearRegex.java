// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in time that grows with the text and never faster, whatever the expression: no look-around, no
 * references back, no possessive repetition. Immutable.
 */
public final class LinearRegex {

    /** Steps for one character are at most those of the program, and {@code a{1000}} has a thousand. */
    private static final int MAX_PROGRAM = 2_000;

    private final Pattern pattern;

    private LinearRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** An expression that this cannot evaluate, or not in reasonable time. */
    public static final class Unsupported extends Exception {
        private static final long serialVersionUID = 1L;

        Unsupported(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads an expression.
     *
     * @param ignoresCase flag i
     * @param dotAll flag s
     * @throws Unsupported with what it cannot do, in a few words
     */
    public static LinearRegex compile(String expression, boolean ignoresCase, boolean dotAll) throws Unsupported {
        if (hasClassOfClasses(expression)) {
            throw new Unsupported("a class in a class, or &&");
        }
        if (expression.contains("\\Q")) {
            throw new Unsupported("\\Q");
        }
        if (RegexSize.of(expression) > MAX_PROGRAM) {
            throw new Unsupported("too many repetitions");
        }
        try {
            int flags = (ignoresCase ? Pattern.CASE_INSENSITIVE : 0) | (dotAll ? Pattern.DOTALL : 0);
            Pattern pattern = Pattern.compile(expression, flags);
            return new LinearRegex(pattern);
        } catch (PatternSyntaxException e) {
            throw new Unsupported(e.getDescription());
        } catch (StackOverflowError e) {
            throw new Unsupported("groups that are nested too deeply");
        }
    }

    /** Whether a class may hold another or an intersection: other libraries know these, this one takes them for text. */
    private static boolean hasClassOfClasses(String expression) {
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass && (c == '[' && !expression.startsWith("[:", i) || expression.startsWith("&&", i))) {
                return true;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            }
        }
        return false;
    }

    /** Whether it is found in the text; for texts of a few thousand characters at most. */
    public boolean isFoundIn(String text) {
        return pattern.matcher(text).find();
    }

    /** Whether it is found in the text, in as many steps as its program has for each character. */
    boolean isFoundIn(String text, WorkLimit steps) {
        steps.take((long) pattern.programSize() * text.length());
        return pattern.matcher(text).find();
    }
}
