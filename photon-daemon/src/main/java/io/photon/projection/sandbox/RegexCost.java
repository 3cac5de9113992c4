// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;

/**
 * How much an expression of {@code java.util.regex} can do between two looks at a character of its text, when all it
 * matches there is nothing: {@code ((){100000}){100000}} would run for hours without asking {@link CallMeter#poll}. A number of
 * steps, roughly and at least; what consumes a character ends such a stretch. Pure.
 */
final class RegexCost {

    private static final double MOST = 1e18;
    /** The only place in an expression for which a text is asked once for each of its characters: looking back. */
    private static final double UNBOUNDED = 1e9;

    private final RegexText text;

    private RegexCost(RegexText text) {
        this.text = text;
    }

    /** The last expressions asked for, by their identity: a reduction uses the same again and again. */
    private static final AtomicReferenceArray<Known> KNOWN = new AtomicReferenceArray<>(64);

    private record Known(Pattern pattern, double steps) {}

    static double of(Pattern pattern) {
        int place = System.identityHashCode(pattern) & 63;
        Known known = KNOWN.get(place);
        if (known == null || known.pattern() != pattern) {
            // The flags of a pattern may be what some (?x) in it left behind, so they are not known for sure.
            String text = pattern.pattern();
            known = new Known(pattern, Math.max(of(text, 0), of(text, pattern.flags())));
            KNOWN.set(place, known);
        }
        return known.steps();
    }

    /** @param flags those of {@link Pattern}, beside those in the expression */
    static double of(String pattern, int flags) {
        if ((flags & Pattern.LITERAL) != 0) {
            return 1;
        }
        RegexCost reading = new RegexCost(new RegexText(pattern, flags));
        double steps = 1;
        while (!reading.text.isAtEnd()) { // after a parenthesis that closes nothing, which is for the compiler
            steps = Math.max(steps, reading.alternatives().cost());
            reading.text.read();
        }
        return reading.canonical ? MOST : steps;
    }

    /** Whether it compares by canonical equivalence, for which the JDK makes texts of its own without looking up. */
    private boolean canonical;

    /**
     * @param empty whether it can match nothing
     * @param ways in how many ways it can, for all of which are tried
     * @param steps of one of them
     * @param longest the longest stretch in it
     * @param most characters that it can match
     */
    private record Part(boolean empty, double ways, double steps, double longest, double most) {
        static final Part CONSUMING = new Part(false, 1, 1, 1, 2);
        static final Part NOTHING = new Part(true, 1, 1, 1, 0);

        double cost() {
            return Math.max(longest, bounded(ways * steps));
        }

        /** As seen from outside when nothing goes back into it. */
        Part atomic() {
            return new Part(empty, 1, cost(), longest, most);
        }

        /** What is tried from each place before, as far back as it can reach. */
        Part back() {
            double tries = 1 + Math.min(most, UNBOUNDED);
            return new Part(true, 1, bounded(steps * ways * tries), bounded(longest * tries), 0);
        }
    }

    private static double bounded(double number) {
        return Math.min(MOST, number);
    }

    private Part alternatives() {
        boolean empty = false;
        double ways = 0;
        double steps = 0;
        double longest = 1;
        double most = 0;
        while (true) {
            Part part = sequence();
            empty |= part.empty();
            ways += part.empty() ? part.ways() : 0;
            steps += part.steps();
            longest = Math.max(longest, part.cost());
            most = Math.max(most, part.most());
            if (text.peek() != '|') {
                return new Part(empty, bounded(Math.max(1, ways)), bounded(steps), longest, most);
            }
            text.read();
        }
    }

    private Part sequence() {
        boolean empty = true;
        double ways = 1;
        double steps = 1;
        double longest = 1;
        double most = 0;
        while (!isOver()) {
            Part part = element();
            longest = Math.max(longest, part.longest());
            ways = bounded(ways * part.ways());
            steps = bounded(steps + part.steps());
            longest = Math.max(longest, bounded(ways * steps));
            most = bounded(most + part.most());
            if (!part.empty()) {
                empty = false;
                ways = 1;
                steps = 1;
            }
        }
        return new Part(empty, ways, steps, longest, most);
    }

    private boolean isOver() {
        int next = text.peek();
        return text.isAtEnd() || next == '|' || next == ')';
    }

    private Part quantified(Part part) {
        Part made = part;
        while (true) { // one may stand after another: a+?, a{2}+
            switch (text.peek()) {
                case '*', '+' -> made = repeated(made, text.read() == '+' ? 1 : 0, MOST);
                case '?' -> {
                    text.read();
                    made = repeated(made, 0, 1);
                }
                case '{' -> {
                    text.read();
                    double least = number();
                    double most = text.peek() == ',' ? afterComma() : least;
                    made = repeated(made, least, most);
                    text.read(); // the brace that closes it
                }
                default -> {
                    return made;
                }
            }
        }
    }

    private double afterComma() {
        text.read();
        return text.peek() == '}' ? MOST : number();
    }

    private static Part repeated(Part part, double least, double atMost) {
        double most = bounded(part.most() * atMost);
        if (!part.empty()) {
            // Each round consumes, so there is a look between two of them.
            return least > 0
                    ? new Part(false, part.ways(), part.steps(), part.longest(), most)
                    : new Part(true, 1, part.steps(), part.longest(), most);
        }
        double rounds = Math.max(1, least);
        double ways = bounded(Math.pow(part.ways(), rounds) + (least == 0 ? 1 : 0));
        double steps = bounded(part.steps() * rounds);
        return new Part(true, ways, steps, Math.max(part.longest(), bounded(ways * steps)), most);
    }

    private double number() {
        double number = 0;
        while (RegexText.isDigit(text.peek())) {
            number = bounded(number * 10 + text.read() - '0');
        }
        return number;
    }

    private Part element() {
        int first = text.read();
        return switch (first) {
            case '(' -> group();
            case '[' -> {
                skipClass();
                canonical |= text.isCanonical();
                yield quantified(Part.CONSUMING);
            }
            case '^', '$' -> quantified(Part.NOTHING);
            case '\\' -> quantified(escaped());
            default -> {
                canonical |= text.isCanonical();
                yield quantified(Part.CONSUMING);
            }
        };
    }

    private Part group() {
        int flags = text.flags();
        boolean atomic = false;
        boolean ahead = false;
        boolean back = false;
        if (text.peek() == '?') {
            text.read();
            int kind = text.readRaw();
            switch (kind) {
                case ':' -> {
                    // nothing more
                }
                case '>' -> atomic = true;
                case '=', '!' -> ahead = true;
                case '<' -> {
                    int next = text.read();
                    back = next == '=' || next == '!';
                    while (!back && next != '>' && !text.isAtEnd()) { // a name
                        next = text.read();
                    }
                }
                default -> {
                    text.backTo(text.place() - 1);
                    text.readFlags();
                    if (text.read() == ')') { // they hold up to the end of the group around
                        return Part.NOTHING;
                    }
                }
            }
        }
        Part inside = alternatives();
        text.read(); // the parenthesis that closes it
        text.flags(flags);
        if (back) {
            return quantified(inside.back());
        }
        Part made = atomic || ahead ? inside.atomic() : inside;
        return quantified(ahead ? new Part(true, 1, made.steps(), made.longest(), 0) : made);
    }

    private Part escaped() {
        int kind = text.readRaw();
        switch (kind) {
            case 'k' -> skip('>');
            case 'p', 'P', 'x', 'N', 'b' -> {
                if (text.peek() == '{') {
                    skip('}');
                } else if (kind == 'p' || kind == 'P') {
                    text.read();
                } else if (kind == 'x') {
                    hex(2);
                }
            }
            case 'u' -> unit();
            case '0' -> octal();
            case 'c' -> text.read();
            default -> {
                // one character
            }
        }
        if (RegexText.isDigit(kind) && kind != '0') { // of a group: more digits may belong to its number, or match
            while (RegexText.isDigit(text.peek())) {
                text.read();
            }
            return new Part(true, 1, 1, 1, UNBOUNDED);
        }
        return switch (kind) {
            case 'k' -> new Part(true, 1, 1, 1, UNBOUNDED); // what a group has matched, which may be nothing
            case 'b', 'B', 'A', 'G', 'z', 'Z' -> Part.NOTHING;
            default -> Part.CONSUMING;
        };
    }

    private int hex(int digits) {
        int number = 0;
        for (int i = 0; i < digits && HexFormat.isHexDigit(text.peek()); i++) {
            number = 16 * number + HexFormat.fromHexDigit(text.read());
        }
        return number;
    }

    /** Two of them may be one character. */
    private void unit() {
        int first = hex(4);
        int place = text.place();
        boolean pair = Character.isHighSurrogate((char) first)
                && text.read() == '\\'
                && text.read() == 'u'
                && Character.isLowSurrogate((char) hex(4));
        if (!pair) {
            text.backTo(place);
        }
    }

    private void octal() {
        int most = text.peek() <= '3' ? 3 : 2;
        for (int i = 0; i < most && text.peek() >= '0' && text.peek() <= '7'; i++) {
            text.read();
        }
    }

    private void skip(char close) {
        while (!text.isAtEnd() && text.read() != close) {
            // a name
        }
    }

    private void skipClass() {
        int depth = 1;
        boolean begun = false;
        text.passRaw('^');
        while (!text.isAtEnd() && depth > 0) {
            int next = text.read();
            if (next == '\\') {
                if (text.readRaw() == 'c') {
                    text.read();
                }
                begun = true;
            } else if (next == '[') {
                depth++;
                begun = false;
                text.passRaw('^');
            } else if (next == ']' && begun) {
                depth--;
            } else {
                begun = true;
            }
        }
    }
}
