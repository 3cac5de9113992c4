// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A pattern over names: {@code *} stands for any characters but {@code /}, {@code **} for any characters at all,
 * {@code ?} for one character but {@code /}, everything else for itself. A backslash before {@code *}, {@code ?} or a
 * backslash takes that character for itself. The whole name must fit. A text with neither {@code *} nor {@code ?} is a
 * plain name as it stands, backslashes included. Immutable.
 *
 * <p>All places in the pattern are followed at once, 64 of them in one step, so no pattern backtracks: the time grows
 * with the length of the name, and no pattern takes longer than one as long as the longest name.
 */
public final class Glob {

    private static final int STAR = -1;
    private static final int DOUBLE_STAR = -2;
    private static final int ONE = -3;

    private static final int WORD = 64;

    private final String source;
    private final String prefix;
    private final int prefixTokens;
    private final boolean plain;

    private final int length;
    private final int shortest;

    /** Per word of 64 tokens: those that are stars of either kind, only {@code **}, and {@code ?}. */
    private final long[] stars;

    private final long[] doubleStars;
    private final long[] ones;

    /** Where each character stands for itself. */
    private final Map<Integer, Places> places;

    /** Words of 64 tokens that hold a character, and where in them. */
    private record Places(int[] words, long[] bits) {}

    private Glob(String source) {
        this.source = source;
        int[] tokens = tokens(source);
        this.length = tokens.length;
        int first = 0;
        while (first < length && tokens[first] >= 0) {
            first++;
        }
        this.prefixTokens = first;
        this.prefix = new String(tokens, 0, first);
        this.plain = first == length;
        int words = length / WORD + 1;
        this.stars = new long[words];
        this.doubleStars = new long[words];
        this.ones = new long[words];
        Map<Integer, Places> found = new HashMap<>();
        int least = 0;
        for (int i = 0; i < length; i++) {
            long bit = 1L << i;
            switch (tokens[i]) {
                case DOUBLE_STAR -> {
                    stars[i / WORD] |= bit;
                    doubleStars[i / WORD] |= bit;
                }
                case STAR -> stars[i / WORD] |= bit;
                case ONE -> ones[i / WORD] |= bit;
                default -> {
                    if (!plain) {
                        found.merge(tokens[i], new Places(new int[] {i / WORD}, new long[] {bit}), Glob::joined);
                    }
                }
            }
            least += tokens[i] == STAR || tokens[i] == DOUBLE_STAR ? 0 : 1;
        }
        this.shortest = least;
        this.places = found;
    }

    /** @param more one word with one bit, not before the last one of {@code before} */
    private static Places joined(Places before, Places more) {
        int last = before.words.length - 1;
        if (before.words[last] == more.words[0]) {
            before.bits[last] |= more.bits[0];
            return before;
        }
        int[] words = Arrays.copyOf(before.words, last + 2);
        long[] bits = Arrays.copyOf(before.bits, last + 2);
        words[last + 1] = more.words[0];
        bits[last + 1] = more.bits[0];
        return new Places(words, bits);
    }

    /** Characters and wildcards; stars side by side are one. */
    private static int[] tokens(String source) {
        if (!hasWildcard(source)) {
            return source.codePoints().toArray();
        }
        int[] read = new int[source.length()];
        int count = 0;
        for (int i = 0; i < source.length(); ) {
            int c = source.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\\' && i < source.length() && isSpecial(source.charAt(i))) {
                read[count++] = source.charAt(i++);
            } else if (c == '?') {
                read[count++] = ONE;
            } else if (c == '*') {
                boolean again = count > 0 && (read[count - 1] == STAR || read[count - 1] == DOUBLE_STAR);
                read[again ? count - 1 : count++] = again ? DOUBLE_STAR : STAR;
            } else {
                read[count++] = c;
            }
        }
        return Arrays.copyOf(read, count);
    }

    private static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    private static boolean isSpecial(char c) {
        return c == '*' || c == '?' || c == '\\';
    }

    public static Glob of(String pattern) {
        return new Glob(pattern);
    }

    /** A name written so that it stands for itself only. */
    public static String quote(String name) {
        if (!hasWildcard(name)) {
            return name;
        }
        StringBuilder quoted = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isSpecial(c)) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    /** Whether a name can be taken for a pattern, so that it has to be quoted. */
    public static boolean needsQuotes(String name) {
        return hasWildcard(name);
    }

    /** Whether only one name fits: {@link #prefix()}. */
    public boolean isPlain() {
        return plain;
    }

    /** What every name that fits begins with; all of it, if the pattern is plain. */
    public String prefix() {
        return prefix;
    }

    /** Whether the whole name fits the pattern. */
    public boolean matches(String name) {
        if (plain) {
            return name.equals(prefix);
        }
        if (shortest > name.length() || !name.startsWith(prefix)) {
            return false;
        }
        long[] at = new long[stars.length];
        long[] next = new long[stars.length];
        at[prefixTokens / WORD] = 1L << prefixTokens;
        passStars(at);
        for (int i = prefix.length(); i < name.length(); ) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            if (!step(at, c, next)) {
                return false;
            }
            long[] spare = at;
            at = next;
            next = spare;
        }
        return (at[length / WORD] & 1L << length) != 0;
    }

    /**
     * Whether every name that fits another pattern fits this one. A yes is certain; a no may be wrong for patterns that say
     * the same in other words. Takes the lengths of both patterns multiplied.
     */
    public boolean covers(Glob other) {
        int[] mine = tokens(source);
        int[] theirs = tokens(other.source);
        boolean[] at = new boolean[mine.length + 1]; // which of mine are used up by what is read of theirs
        at[0] = true;
        afterStars(mine, at);
        for (int token : theirs) {
            boolean[] next = new boolean[at.length];
            for (int i = 0; i < mine.length; i++) {
                if (at[i] && holds(mine[i], token)) {
                    next[mine[i] == STAR || mine[i] == DOUBLE_STAR ? i : i + 1] = true;
                }
            }
            afterStars(mine, next);
            at = next;
        }
        return at[mine.length];
    }

    private static void afterStars(int[] tokens, boolean[] at) {
        for (int i = 0; i < tokens.length; i++) {
            at[i + 1] |= at[i] && (tokens[i] == STAR || tokens[i] == DOUBLE_STAR);
        }
    }

    /** Whether one token stands for all that another stands for; of a star, for a part of what the star stands for. */
    private static boolean holds(int token, int other) {
        return switch (token) {
            case DOUBLE_STAR -> true;
            case STAR -> other != DOUBLE_STAR && other != '/';
            case ONE -> other == ONE || other >= 0 && other != '/';
            default -> token == other;
        };
    }

    /** From the places before a character to those after it. @return whether there are any */
    private boolean step(long[] at, int c, long[] next) {
        long[] staying = c == '/' ? doubleStars : stars;
        long carry = 0;
        for (int w = 0; w < at.length; w++) {
            long passing = c == '/' ? 0 : at[w] & ones[w];
            next[w] = at[w] & staying[w] | passing << 1 | carry;
            carry = passing >>> WORD - 1;
        }
        Places same = places.get(c);
        for (int p = 0; same != null && p < same.words.length; p++) {
            int w = same.words[p];
            long passing = at[w] & same.bits[p];
            next[w] |= passing << 1;
            if (passing < 0) {
                next[w + 1] |= 1;
            }
        }
        return passStars(next);
    }

    /** A star may stand for nothing: what is before one is after it, too. No star follows a star. */
    private boolean passStars(long[] at) {
        long carry = 0;
        long any = 0;
        for (int w = 0; w < at.length; w++) {
            at[w] |= carry;
            long passing = at[w] & stars[w];
            at[w] |= passing << 1;
            carry = passing >>> WORD - 1;
            any |= at[w];
        }
        return any != 0;
    }

    @Override
    public String toString() {
        return source;
    }
}
