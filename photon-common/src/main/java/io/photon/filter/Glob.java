package io.photon.filter;

import java.util.Arrays;

/**
 * A pattern over names: {@code *} stands for any characters but {@code /}, {@code **} for any characters at all,
 * everything else for itself. The whole name must fit. Immutable; time grows with pattern × name, never faster.
 */
public final class Glob {

    private static final int STAR = -1;
    private static final int DOUBLE_STAR = -2;

    private final String source;
    private final int[] tokens;
    private final String prefix;

    private Glob(String source) {
        this.source = source;
        int[] read = new int[source.length()];
        int count = 0;
        for (int i = 0; i < source.length(); i++) {
            if (source.charAt(i) != '*') {
                read[count++] = source.charAt(i);
                continue;
            }
            boolean twice = false;
            while (i + 1 < source.length() && source.charAt(i + 1) == '*') {
                twice = true;
                i++;
            }
            read[count++] = twice ? DOUBLE_STAR : STAR;
        }
        this.tokens = Arrays.copyOf(read, count);
        int star = source.indexOf('*');
        this.prefix = star < 0 ? source : source.substring(0, star);
    }

    public static Glob of(String pattern) {
        return new Glob(pattern);
    }

    /** Whether a text is more than a plain name. */
    public static boolean isGlob(String text) {
        return text.indexOf('*') >= 0;
    }

    /** The pattern as it was written. */
    public String source() {
        return source;
    }

    /** Whether the whole name fits the pattern. */
    public boolean matches(String name) {
        if (!name.startsWith(prefix)) {
            return false;
        }
        if (prefix.length() == source.length()) {
            return name.length() == prefix.length();
        }
        // All places in the pattern at once, so no pattern can make this run long.
        boolean[] at = new boolean[tokens.length + 1];
        boolean[] next = new boolean[tokens.length + 1];
        reach(at, prefix.length());
        for (int i = prefix.length(); i < name.length(); i++) {
            char c = name.charAt(i);
            Arrays.fill(next, false);
            for (int p = 0; p < tokens.length; p++) {
                if (at[p]) {
                    if (tokens[p] == c) {
                        reach(next, p + 1);
                    } else if (tokens[p] == DOUBLE_STAR || (tokens[p] == STAR && c != '/')) {
                        reach(next, p);
                    }
                }
            }
            boolean[] spare = at;
            at = next;
            next = spare;
        }
        return at[tokens.length];
    }

    /** A star may stand for nothing, so whoever stands before one also stands behind it. */
    private void reach(boolean[] places, int place) {
        int p = place;
        places[p] = true;
        while (p < tokens.length && tokens[p] < 0) {
            places[++p] = true;
        }
    }

    @Override
    public String toString() {
        return source;
    }
}
