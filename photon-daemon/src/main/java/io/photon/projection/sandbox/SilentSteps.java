package io.photon.projection.sandbox;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;

/**
 * How much an expression of {@code java.util.regex} can do between two looks at a character of its text, when all it
 * matches there is nothing: {@code ((){100000}){100000}} would run for hours without asking {@link Meter#poll}. A number of
 * steps, roughly and at least; what consumes a character ends such a stretch. Pure.
 */
final class SilentSteps {

    private static final double MOST = 1e18;

    private final String pattern;
    private final boolean comments;
    private int at;

    private SilentSteps(String pattern, boolean comments) {
        this.pattern = pattern;
        this.comments = comments;
    }

    /** The last expressions asked for, by their identity: a reduction uses the same again and again. */
    private static final AtomicReferenceArray<Known> KNOWN = new AtomicReferenceArray<>(64);

    private record Known(Pattern pattern, double steps) {}

    static double of(Pattern pattern) {
        int place = System.identityHashCode(pattern) & 63;
        Known known = KNOWN.get(place);
        if (known == null || known.pattern() != pattern) {
            String text = pattern.pattern();
            known = new Known(pattern, of(text, (pattern.flags() & Pattern.COMMENTS) != 0 || turnsCommentsOn(text)));
            KNOWN.set(place, known);
        }
        return known.steps();
    }

    /** Whether there is a flag x in it; where it is turned off again, all the more is counted. */
    private static boolean turnsCommentsOn(String pattern) {
        for (int flags = pattern.indexOf("(?"); flags >= 0; flags = pattern.indexOf("(?", flags + 1)) {
            for (int i = flags + 2; i < pattern.length() && Character.isLetter(pattern.charAt(i)); i++) {
                if (pattern.charAt(i) == 'x') {
                    return true;
                }
            }
        }
        return false;
    }

    /** @param comments whether white space and comments in the expression mean nothing */
    static double of(String pattern, boolean comments) {
        SilentSteps reading = new SilentSteps(pattern, comments);
        double steps = 1;
        while (reading.at < pattern.length()) { // behind a parenthesis that closes nothing, which is for the compiler
            steps = Math.max(steps, reading.alternatives().cost());
            reading.at++;
        }
        return steps;
    }

    /**
     * @param empty whether it can match nothing
     * @param ways in how many ways it can, for all of which are tried
     * @param steps of one of them
     * @param longest the longest stretch in it
     */
    private record Part(boolean empty, double ways, double steps, double longest) {
        static final Part CONSUMING = new Part(false, 1, 1, 1);
        static final Part NOTHING = new Part(true, 1, 1, 1);

        double cost() {
            return Math.max(longest, bounded(ways * steps));
        }

        /** As seen from outside when nothing goes back into it. */
        Part atomic() {
            return new Part(empty, 1, cost(), longest);
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
        while (true) {
            Part part = sequence();
            empty |= part.empty();
            ways += part.empty() ? part.ways() : 0;
            steps += part.steps();
            longest = Math.max(longest, part.cost());
            if (at >= pattern.length() || pattern.charAt(at) != '|') {
                return new Part(empty, bounded(Math.max(1, ways)), bounded(steps), longest);
            }
            at++;
        }
    }

    private Part sequence() {
        boolean empty = true;
        double ways = 1;
        double steps = 1;
        double longest = 1;
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            Part part = quantified(element());
            longest = Math.max(longest, part.longest());
            ways = bounded(ways * part.ways());
            steps = bounded(steps + part.steps());
            longest = Math.max(longest, bounded(ways * steps));
            if (!part.empty()) {
                empty = false;
                ways = 1;
                steps = 1;
            }
        }
        return new Part(empty, ways, steps, longest);
    }

    private Part quantified(Part part) {
        Part made = part;
        while (at < pattern.length()) { // one may stand behind another: a+?, a{2}+
            char next = pattern.charAt(at);
            double least = switch (next) {
                case '*', '?' -> 0;
                case '+' -> 1;
                case '{' -> count();
                default -> -1;
            };
            if (least < 0) {
                return made;
            }
            at = next == '{' ? end('}') : at + 1;
            made = repeated(made, least);
        }
        return made;
    }

    private static Part repeated(Part part, double least) {
        if (!part.empty()) {
            // Each round consumes, so there is a look between two of them.
            return least > 0 ? part : new Part(true, 1, part.steps(), part.longest());
        }
        double rounds = Math.max(1, least);
        double ways = bounded(Math.pow(part.ways(), rounds) + (least == 0 ? 1 : 0));
        double steps = bounded(part.steps() * rounds);
        return new Part(true, ways, steps, Math.max(part.longest(), bounded(ways * steps)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The least number of a quantifier in braces. */
    private double count() {
        double number = 0;
        for (int i = at + 1; i < pattern.length() && isDigit(pattern.charAt(i)); i++) {
            number = bounded(number * 10 + pattern.charAt(i) - '0');
        }
        return number;
    }

    private int end(char close) {
        int found = pattern.indexOf(close, at);
        return found < 0 ? pattern.length() : found + 1;
    }

    private Part element() {
        char first = pattern.charAt(at++);
        if (comments && Character.isWhitespace(first)) {
            return Part.NOTHING;
        }
        if (comments && first == '#') {
            at = end('\n');
            return Part.NOTHING;
        }
        return switch (first) {
            case '(' -> group();
            case '[' -> {
                skipClass();
                yield Part.CONSUMING;
            }
            case '^', '$' -> Part.NOTHING;
            case '\\' -> escaped();
            default -> Part.CONSUMING;
        };
    }

    private Part group() {
        boolean atomic = false;
        boolean looks = false;
        if (at < pattern.length() && pattern.charAt(at) == '?') {
            at++;
            if (pattern.startsWith("<=", at) || pattern.startsWith("<!", at)) {
                looks = true;
                at += 2;
            } else if (at < pattern.length() && "=!>".indexOf(pattern.charAt(at)) >= 0) {
                atomic = pattern.charAt(at) == '>';
                looks = !atomic;
                at++;
            } else if (at < pattern.length() && pattern.charAt(at) == '<') {
                at = end('>');
            } else { // flags
                while (at < pattern.length() && ":)".indexOf(pattern.charAt(at)) < 0) {
                    at++;
                }
                if (at < pattern.length() && pattern.charAt(at) == ':') {
                    at++;
                }
            }
        }
        Part inside = alternatives();
        at++; // the parenthesis that closes it
        Part made = atomic || looks ? inside.atomic() : inside;
        return looks ? new Part(true, 1, made.steps(), made.longest()) : made;
    }

    private Part escaped() {
        if (at >= pattern.length()) {
            return Part.CONSUMING;
        }
        char kind = pattern.charAt(at++);
        if (kind == 'Q') {
            int found = pattern.indexOf("\\E", at);
            boolean none = found == at;
            at = found < 0 ? pattern.length() : found + 2;
            return none ? Part.NOTHING : Part.CONSUMING;
        }
        if (kind == 'k' || (kind == 'p' || kind == 'P' || kind == 'x' || kind == 'N' || kind == 'b') && isBraced()) {
            at = end(kind == 'k' ? '>' : '}');
            return kind == 'k' || kind == 'b' ? Part.NOTHING : Part.CONSUMING;
        }
        // Borders, the end of a quotation, and what a group has matched, which may be nothing.
        return "bBAGzZE".indexOf(kind) >= 0 || isDigit(kind) && kind != '0' ? Part.NOTHING : Part.CONSUMING;
    }

    private boolean isBraced() {
        return at < pattern.length() && pattern.charAt(at) == '{';
    }

    private void skipClass() {
        int depth = 1;
        boolean begun = false;
        while (at < pattern.length() && depth > 0) {
            char next = pattern.charAt(at++);
            if (next == '\\') {
                at = pattern.startsWith("Q", at) ? Math.max(at, pattern.indexOf("\\E", at) + 1) + 1 : at + 1;
                begun = true;
            } else if (next == '[') {
                depth++;
                begun = false;
            } else if (next == ']' && begun) {
                depth--;
            } else {
                begun |= next != '^';
            }
        }
    }
}
