package io.photon.filter;

import java.util.regex.Pattern;

/** A regular expression that gives up: a pattern that backtracks without end finds nothing. Immutable. */
final class BoundedRegex {

    /** Characters looked at for one text, besides a few for each of its own: some milliseconds. */
    private static final long MAX_LOOKS = 1_000_000;

    private static final long LOOKS_PER_CHARACTER = 8;

    private final Pattern pattern;

    BoundedRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Whether the pattern is found in the text; false when that takes too long to tell. */
    boolean isFoundIn(String text) {
        try {
            return pattern.matcher(new Counted(
                            text, new long[] {MAX_LOOKS + LOOKS_PER_CHARACTER * text.length()}, 0, text.length()))
                    .find();
        } catch (TooLong | StackOverflowError e) {
            return false; // java.util.regex recurses; deep enough is too long as well
        }
    }

    /** Thrown out of the matcher; carries nothing, so it costs nothing. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final TooLong INSTANCE = new TooLong();

        private TooLong() {
            super("the pattern takes too long", null, false, false);
        }
    }

    private record Counted(String text, long[] left, int from, int to) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw TooLong.INSTANCE;
            }
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, left, from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
