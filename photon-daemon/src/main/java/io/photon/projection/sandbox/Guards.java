// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.Collator;
import java.text.Normalizer;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What instrumented code calls instead of methods of the JDK that can run long on small input: no one polls in there.
 * Each does what the method it stands for does, or refuses what no reduction needs.
 */
public final class Guards {

    /** Bits of a number. */
    private static final int MAX_BITS = 1 << 20;

    private static final int MAX_DIGITS = 100_000;
    /** Elements of one array, characters of one text. */
    private static final int MAX_LENGTH = 1 << 24;
    /** Characters of a regular expression. */
    private static final int MAX_EXPRESSION = 1 << 18;
    /** Of a regular expression at one character, at most: half a second. */
    private static final double MAX_SILENT_STEPS = 2e7;
    /** And at all characters of a text, where none of them is looked at. */
    private static final double MAX_SILENT_STEPS_OF_TEXT = 3e8;
    /** Characters changed to upper or lower case in one go. */
    private static final int PIECE = 1_000;
    /** Characters of a text whose marks are sorted, and marks of one letter. */
    private static final int MAX_SORTED = 1 << 20;

    private static final int MAX_MARKS = 1_000;
    private static final int FIRST_MARK = 0x300;
    /** Characters compared without asking. */
    private static final long CHEAP = 1 << 20;

    private Guards() {}

    /** In place of the clock: a fold gives the same value whenever it is folded. */
    public static long currentTimeMillis() {
        return CallMeter.now();
    }

    /** In place of chance, for the same reason. */
    public static double random() {
        return CallMeter.random();
    }

    /** Services of a sandbox are those of its own loader, not of the thread's. */
    public static <S> ServiceLoader<S> load(Class<S> service) {
        return ServiceLoader.load(service, service.getClassLoader());
    }

    /** Before an array is made, or what holds one; a length below 0 is one that no int holds. */
    public static void array(int length) {
        if (length > MAX_LENGTH || length < 0) {
            throw new ReductionStop("an array of " + (length < 0 ? "more than " + Integer.MAX_VALUE : length)
                    + " elements; at most " + MAX_LENGTH);
        }
    }

    public static BigInteger multiply(BigInteger a, BigInteger b) {
        bits((long) a.bitLength() + b.bitLength());
        return a.multiply(b);
    }

    public static BigInteger pow(BigInteger base, int exponent) {
        bits((long) base.bitLength() * exponent);
        return base.pow(exponent);
    }

    public static BigInteger shiftLeft(BigInteger a, int by) {
        bits((long) a.bitLength() + by);
        return a.shiftLeft(by);
    }

    public static BigInteger shiftRight(BigInteger a, int by) {
        bits((long) a.bitLength() - by);
        return a.shiftRight(by);
    }

    private static void bits(long bits) {
        if (bits > MAX_BITS) {
            throw new ReductionStop("a number of " + bits + " bits; at most " + MAX_BITS);
        }
    }

    /** Before a number is read from a text. */
    public static String digits(String text) {
        if (text.length() > MAX_DIGITS) {
            throw new ReductionStop("a number of " + text.length() + " digits; at most " + MAX_DIGITS);
        }
        return text;
    }

    /** Before a number is read from a text in some radix. */
    public static void digits(String text, int radix) {
        digits(text);
    }

    public static BigDecimal add(BigDecimal a, BigDecimal b) {
        align(a, b);
        return a.add(b);
    }

    public static BigDecimal subtract(BigDecimal a, BigDecimal b) {
        align(a, b);
        return a.subtract(b);
    }

    public static BigDecimal multiply(BigDecimal a, BigDecimal b) {
        bits((long) a.unscaledValue().bitLength() + b.unscaledValue().bitLength());
        return a.multiply(b);
    }

    public static BigInteger toBigInteger(BigDecimal a) {
        exponent(a.scale());
        return a.toBigInteger();
    }

    public static BigInteger toBigIntegerExact(BigDecimal a) {
        exponent(a.scale());
        return a.toBigIntegerExact();
    }

    public static BigDecimal setScale(BigDecimal a, int scale) {
        exponent((long) a.scale() - scale);
        return a.setScale(scale);
    }

    public static String toPlainString(BigDecimal a) {
        exponent(a.scale());
        return a.toPlainString();
    }

    private static void align(BigDecimal a, BigDecimal b) {
        exponent((long) a.scale() - b.scale());
    }

    private static void exponent(long digits) {
        if (Math.abs(digits) > MAX_DIGITS) {
            throw new ReductionStop("a decimal number with an exponent of " + digits + "; at most " + MAX_DIGITS);
        }
    }

    public static String repeat(String text, int count) {
        if ((long) text.length() * count > MAX_LENGTH) {
            throw new ReductionStop("a text of " + (long) text.length() * count + " characters; at most " + MAX_LENGTH);
        }
        return text.repeat(count);
    }

    public static int indexOf(String text, String part) {
        return indexOf(text, part, 0);
    }

    public static int indexOf(String text, String part, int from) {
        if ((long) text.length() * part.length() < CHEAP) {
            return text.indexOf(part, from);
        }
        for (int at = Math.max(0, from); at <= text.length() - part.length(); at++) {
            CallMeter.poll();
            if (startsWith(text, part, at)) {
                return at;
            }
        }
        return part.isEmpty() ? Math.min(Math.max(0, from), text.length()) : -1;
    }

    public static int lastIndexOf(String text, String part) {
        return lastIndexOf(text, part, text.length());
    }

    public static int lastIndexOf(String text, String part, int from) {
        if ((long) text.length() * part.length() < CHEAP) {
            return text.lastIndexOf(part, from);
        }
        for (int at = Math.min(from, text.length() - part.length()); at >= 0; at--) {
            CallMeter.poll();
            if (startsWith(text, part, at)) {
                return at;
            }
        }
        return -1;
    }

    /** As {@link String#startsWith}, which takes at most a millisecond for texts of the allowed length. */
    private static boolean startsWith(String text, String part, int at) {
        return text.startsWith(part, at);
    }

    public static boolean contains(String text, CharSequence part) {
        return indexOf(text, part.toString(), 0) >= 0;
    }

    public static String replace(String text, CharSequence part, CharSequence by) {
        String old = part.toString();
        if ((long) text.length() * (1L + old.length() + by.length()) < CHEAP) {
            return text.replace(part, by);
        }
        if (old.isEmpty()) {
            return replaceAll(text, "", Matcher.quoteReplacement(by.toString()));
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (int at = indexOf(text, old, 0); at >= 0; at = indexOf(text, old, from)) {
            replaced.append(text, from, at).append(by);
            length(replaced);
            from = at + old.length();
        }
        return replaced.append(text, from, text.length()).toString();
    }

    private static void length(StringBuilder text) {
        CallMeter.poll();
        if (text.length() > MAX_LENGTH) {
            throw new ReductionStop("a text of more than " + MAX_LENGTH + " characters");
        }
    }

    public static String toUpperCase(String text) {
        return toUpperCase(text, Locale.ROOT);
    }

    public static String toUpperCase(String text, Locale locale) {
        return inPieces(text, piece -> piece.toUpperCase(locale));
    }

    public static String toLowerCase(String text) {
        return toLowerCase(text, Locale.ROOT);
    }

    public static String toLowerCase(String text, Locale locale) {
        return inPieces(text, piece -> piece.toLowerCase(locale));
    }

    /** The JDK copies the whole text for each letter that becomes longer, and looks at all of it for each sigma. */
    private static String inPieces(String text, UnaryOperator<String> change) {
        if (text.length() <= PIECE) {
            return change.apply(text);
        }
        StringBuilder changed = new StringBuilder(text.length());
        for (int from = 0; from < text.length(); ) {
            int to = pieceEnd(text, from);
            changed.append(change.apply(text.substring(from, to)));
            length(changed);
            from = to;
        }
        return changed.toString();
    }

    /** After a letter's surroundings, when there are any: how a sigma is written depends on whether it ends a word. */
    private static int pieceEnd(String text, int from) {
        int to = Math.min(text.length(), from + PIECE);
        if (to == text.length()) {
            return to;
        }
        for (int i = to; i > from + PIECE / 2; i--) {
            if (Character.isWhitespace(text.charAt(i - 1))) {
                return i;
            }
        }
        return Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }

    public static String normalize(CharSequence text, Normalizer.Form form) {
        return Normalizer.normalize(sortable(text.toString()), form);
    }

    public static int compare(Collator collator, String a, String b) {
        return collator.compare(sortable(a), sortable(b));
    }

    /** The JDK sorts the marks of one letter by insertion, and what it makes of a text may be eighteen times as long. */
    private static String sortable(String text) {
        if (text.length() > MAX_SORTED) {
            throw new ReductionStop("normalizing or comparing a text of " + text.length()
                    + " characters by language; at" + " most " + MAX_SORTED);
        }
        int marks = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            marks = point < FIRST_MARK || !isMark(point) ? 0 : marks + 1;
            if (marks > MAX_MARKS) {
                throw new ReductionStop("a letter with more than " + MAX_MARKS + " marks, such as accents");
            }
        }
        return text;
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    public static Pattern compile(String pattern) {
        return compile(pattern, 0);
    }

    public static Pattern compile(String pattern, int flags) {
        if (pattern.length() > MAX_EXPRESSION) {
            throw new ReductionStop(
                    "a regular expression of " + pattern.length() + " characters; at most " + MAX_EXPRESSION);
        }
        return Pattern.compile(pattern, flags);
    }

    public static Matcher matcher(Pattern pattern, CharSequence text) {
        return pattern.matcher(polled(pattern, text));
    }

    public static String[] split(Pattern pattern, CharSequence text) {
        return pattern.split(polled(pattern, text));
    }

    public static String[] split(Pattern pattern, CharSequence text, int limit) {
        return pattern.split(polled(pattern, text), limit);
    }

    private static PolledText polled(Pattern pattern, CharSequence text) {
        String whole = text.toString();
        double steps = RegexCost.of(pattern);
        if (steps > MAX_SILENT_STEPS || steps * (whole.length() + 1.0) > MAX_SILENT_STEPS_OF_TEXT) {
            throw new ReductionStop("a regular expression that tries " + (long) steps
                    + " ways to match nothing at each of " + whole.length() + " characters");
        }
        return new PolledText(whole);
    }

    public static String[] split(String text, String pattern) {
        return split(compile(pattern), text);
    }

    public static String[] split(String text, String pattern, int limit) {
        return split(compile(pattern), text, limit);
    }

    public static boolean matches(String text, String pattern) {
        return matcher(compile(pattern), text).matches();
    }

    public static boolean matches(String pattern, CharSequence text) {
        return matcher(compile(pattern), text).matches();
    }

    public static String replaceAll(String text, String pattern, String by) {
        return replaceAll(matcher(compile(pattern), text), by);
    }

    public static String replaceFirst(String text, String pattern, String by) {
        return matcher(compile(pattern), text).replaceFirst(by);
    }

    public static String replaceAll(Matcher matcher, String by) {
        StringBuilder replaced = new StringBuilder();
        matcher.reset();
        while (matcher.find()) {
            matcher.appendReplacement(replaced, by);
            length(replaced);
        }
        return matcher.appendTail(replaced).toString();
    }

    /** A text that asks at each character, for the JDK's regular expressions. */
    private record PolledText(String text) implements CharSequence {
        @Override
        public char charAt(int index) {
            CallMeter.poll();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
