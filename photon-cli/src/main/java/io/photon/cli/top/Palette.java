// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.input.Durations;
import io.photon.result.Result;
import io.photon.settings.Closest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands that are typed after a colon. Pure. */
final class Palette {

    /**
     * What a line means.
     *
     * @param verb null when it means nothing
     * @param ms of a time
     * @param problem why it means nothing; empty when it means something
     */
    record Meaning(@Nullable Verb verb, String argument, long ms, String problem) {

        static Meaning wrong(String problem) {
            return new Meaning(null, "", 0, problem);
        }
    }

    enum Verb {
        OVERVIEW,
        STREAMS,
        PROJECTIONS,
        SUBSCRIBERS,
        TAIL,
        STORAGE,
        MUON,
        LOG,
        STREAM,
        PROJECTION,
        EVENT,
        AT,
        EXPORT,
        INTERVAL,
        HELP,
        QUIT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** More than a line has room for. */
    private static final int MOST_FITTING = 40;

    private Palette() {}

    static Meaning read(String line) {
        String[] words = line.strip().split("\\s+", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        Verb verb = verb(words[0]);
        if (verb == null) {
            return Meaning.wrong("no command '" + words[0] + "'"
                    + Closest.of(words[0], words())
                            .map(word -> "; did you mean " + word + "?")
                            .orElse(""));
        }
        if (argument.isEmpty() && (verb == Verb.STREAM || verb == Verb.PROJECTION || verb == Verb.EVENT)) {
            return Meaning.wrong(verb.word() + " needs " + (verb == Verb.EVENT ? "an order-id" : "a name"));
        }
        if (verb == Verb.EVENT && !argument.matches("[0-9]{1,18}")) {
            return Meaning.wrong("'" + argument + "' is not an order-id");
        }
        if (verb == Verb.AT || verb == Verb.INTERVAL) {
            String example = verb.word() + (verb == Verb.AT ? " -5m" : " 2s");
            if (argument.isEmpty()) {
                return Meaning.wrong(verb.word() + " needs a time, such as " + example);
            }
            String span = argument.startsWith("-") ? argument.substring(1) : argument;
            return Durations.parse(span) instanceof Result.Ok<Long> ok
                    ? new Meaning(verb, argument, ok.value(), "")
                    : Meaning.wrong("'" + argument + "' is not a time; write " + example);
        }
        return new Meaning(verb, argument, 0, "");
    }

    private static @Nullable Verb verb(String word) {
        Verb found = null;
        for (Verb verb : Verb.values()) {
            if (verb.word().equals(word)) {
                return verb;
            }
            if (!word.isEmpty() && verb.word().startsWith(word)) {
                found = found == null ? verb : found; // the first one that begins so
            }
        }
        return found;
    }

    /** The line completed as far as it is clear, from the commands and from names. */
    static String complete(String line, List<String> streams, List<String> projections) {
        int blank = line.indexOf(' ');
        if (blank < 0) {
            String longest = longest(line, words());
            return words().contains(longest) ? longest + " " : longest;
        }
        String begun = line.substring(blank + 1).stripLeading();
        return line.substring(0, blank + 1) + longest(begun, names(line.substring(0, blank), streams, projections));
    }

    /** That nothing has this name, and which one is near; empty when something has it, or may have. */
    static String unknown(String kind, String name, List<String> known, boolean isAll) {
        boolean isGlob = name.matches("(?s).*[*?].*");
        if (known.contains(name) || isGlob || name.startsWith("__")) {
            return "";
        }
        String near = Closest.of(name, known)
                .map(other -> "; did you mean " + other + "?")
                .orElse("");
        return isAll || !near.isEmpty() ? "no " + kind + " '" + name + "'" + near : "";
    }

    /** What the last word of a line may become: commands, or names. */
    static List<String> fitting(String line, List<String> streams, List<String> projections) {
        int blank = line.indexOf(' ');
        String begun = line.substring(blank + 1).stripLeading();
        List<String> all = blank < 0 ? words() : names(line.substring(0, blank), streams, projections);
        return all.stream()
                .filter(word -> word.startsWith(begun))
                .limit(MOST_FITTING)
                .toList();
    }

    private static List<String> names(String word, List<String> streams, List<String> projections) {
        Verb verb = verb(word);
        return verb == Verb.PROJECTION
                ? projections
                : verb == Verb.STREAM || verb == Verb.STREAMS ? streams : List.of();
    }

    private static List<String> words() {
        return Arrays.stream(Verb.values()).map(Verb::word).toList();
    }

    /** What all words that begin so have in common. */
    private static String longest(String begun, List<String> words) {
        String common = null;
        for (String word : words) {
            if (word.startsWith(begun)) {
                int same = 0;
                while (common != null
                        && same < Math.min(common.length(), word.length())
                        && common.charAt(same) == word.charAt(same)) {
                    same++;
                }
                common = common == null ? word : common.substring(0, same);
            }
        }
        return common == null ? begun : common;
    }
}
