// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a word that is being written may become: names, globs that mean one name, or predicates with one more path. Pure. */
public final class NameCompletion {

    /** What the words stand for: {@code streams}, {@code globs}, {@code projections}, {@code users}, {@code event-types} or {@code fields}. */
    private final String what;

    /** @param what as a completion script says it */
    public NameCompletion(String what) {
        this.what = what;
    }

    /** What to ask for, given what is written; null when nothing is known of that. */
    public @Nullable NameKey key(String written, String stream) {
        return switch (what) {
            case "streams" -> NameKey.of(NameKind.STREAMS, written);
            case "globs" ->
                written.matches(".*(?<!\\\\)[*?].*") ? null : NameKey.of(NameKind.STREAMS, unescaped(written));
            case "projections" -> NameKey.of(NameKind.PROJECTIONS, written);
            case "users" -> NameKey.of(NameKind.USERS, written);
            case "event-types" -> new NameKey(NameKind.EVENT_TYPES, stream, written);
            case "fields" -> new NameKey(NameKind.FIELDS, stream, written.substring(pathStart(written)));
            default -> null;
        };
    }

    /** Whole words. @param names asks for what begins as the key says */
    public List<String> words(String written, List<String> names) {
        BiFunction<String, String, String> word = switch (what) {
            case "globs" -> (typed, name) -> glob(name);
            case "fields" -> (typed, name) -> typed.substring(0, pathStart(typed)) + name;
            default -> (typed, name) -> name;
        };
        List<String> words = new ArrayList<>();
        for (String name : names) {
            String whole = word.apply(written, name);
            if (whole.startsWith(written)) {
                words.add(whole);
            }
        }
        return words;
    }

    /** Where the path begins that is being written, e.g. after {@code and }. */
    static int pathStart(String written) {
        int at = written.length();
        boolean quoted = false;
        while (at > 0) {
            char c = written.charAt(at - 1);
            quoted ^= c == '"';
            if (!quoted && " ()|<>=!,;".indexOf(c) >= 0) {
                break;
            }
            at--;
        }
        return at;
    }

    private static String glob(String name) {
        return name.matches("(?s).*[*?].*") ? name.replaceAll("([*?\\\\])", "\\\\$1") : name;
    }

    private static String unescaped(String glob) {
        return glob.replaceAll("(?s)\\\\(.)", "$1").replaceAll("\\\\$", "");
    }
}
