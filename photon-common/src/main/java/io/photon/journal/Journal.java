// SPDX-License-Identifier: Apache-2.0
package io.photon.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest problems of a process, in memory. What happens again is one entry that is counted and moves to the end, so a
 * repeated warning does not push out the others; and refused logins have room of their own, because anybody can cause
 * them. Bounded by entries and by the length of a message. Thread-safe; adding takes about a microsecond.
 */
public final class Journal {

    /** Most warnings and errors that are kept. */
    public static final int MAX_PROBLEMS = 300;

    /** Most refused logins that are kept. */
    public static final int MAX_REFUSALS = 100;

    /** Longer messages are cut to this many characters. */
    public static final int MAX_MESSAGE = 500;

    /** How bad an entry is. */
    public enum Level {
        WARN,
        ERROR,
        /** Someone was not let in. */
        REFUSED;

        /** As doors write it. */
        public String word() {
            return switch (this) {
                case WARN -> "warn";
                case ERROR -> "error";
                case REFUSED -> "refused";
            };
        }
    }

    /**
     * One problem.
     *
     * @param number rises with each addition; of the latest time it happened
     * @param timeMs when it happened last, ms since 1970
     * @param firstMs when it happened first
     * @param count how often it happened, at least 1
     * @param source the part of the process that says so, in plain words
     */
    public record Entry(
            long number, long timeMs, long firstMs, long count, Level level, String source, String message) {}

    private record Same(Level level, String source, String message) {

        /** Written out: what Java makes of a record at the first comparison takes a start that warns longer. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Same that
                    && level == that.level
                    && source.equals(that.source)
                    && message.equals(that.message);
        }

        @Override
        public int hashCode() {
            return message.hashCode();
        }
    }

    private final Map<Same, Entry> problems = new LinkedHashMap<>();
    private final Map<Same, Entry> refusals = new LinkedHashMap<>();
    private final long[] totals = new long[Level.values().length];
    private long last;

    /** Adds a problem, or counts one more of those that are the same. @param timeMs when, ms since 1970 */
    public synchronized void add(long timeMs, Level level, String source, String message) {
        Same key = new Same(level, source, cut(message));
        Map<Same, Entry> kept = level == Level.REFUSED ? refusals : problems;
        Entry before = kept.remove(key); // to stand at the end
        last++;
        totals[level.ordinal()]++;
        kept.put(
                key,
                before == null
                        ? new Entry(last, timeMs, timeMs, 1, level, source, key.message())
                        : new Entry(last, timeMs, before.firstMs(), before.count() + 1, level, source, key.message()));
        if (kept.size() > (level == Level.REFUSED ? MAX_REFUSALS : MAX_PROBLEMS)) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    /** Whole characters only: half a surrogate pair is no text. */
    private static String cut(String message) {
        if (message.length() <= MAX_MESSAGE) {
            return message;
        }
        int end = MAX_MESSAGE - 1;
        return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /**
     * The newest entries after a number, oldest first.
     *
     * @param number of an entry that is known already, 0 for none
     * @param most how many, 0 or more
     */
    public synchronized List<Entry> after(long number, int most) {
        List<Entry> all = new ArrayList<>(problems.values());
        all.addAll(refusals.values());
        all.removeIf(entry -> entry.number() <= number);
        all.sort(Comparator.comparingLong(Entry::number));
        return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }

    /** The number of the newest entry, 0 before the first. */
    public synchronized long last() {
        return last;
    }

    /** How often something of a level happened since the start, also what is no longer kept. */
    public synchronized long total(Level level) {
        return totals[level.ordinal()];
    }
}
