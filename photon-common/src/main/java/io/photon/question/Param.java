// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a question: its name at each door, what it is for, and how its text is read. Immutable.
 *
 * @param name in a path or a query of HTTP
 * @param muonName as a field of a question over Muon
 * @param doc what it is for, in a line without a final stop
 * @param reader makes a value of a text; null of one that is no value
 * @param isFlag whether it is true or false
 * @param isRequired whether nothing can be asked without it
 * @param missing what to do for those who leave it out; null for what the door says
 * @param bad what is said of a text that is no value
 * @param badInUrl the same of a text in a URL
 * @param <T> of its values
 */
public record Param<T>(
        String name,
        String muonName,
        String doc,
        Function<String, T> reader,
        boolean isFlag,
        boolean isRequired,
        @Nullable String missing,
        Words bad,
        Words badInUrl) {

    /**
     * What is wrong, and what to do.
     *
     * @param message with {@code %s} for the text
     */
    public record Words(String message, @Nullable String hint) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Words words && message.equals(words.message) && Objects.equals(hint, words.hint);
        }

        @Override
        public int hashCode() {
            return message.hashCode();
        }

        private <R> Result<R> of(String text) {
            return Result.err(Kind.BAD_INPUT, message.replace("%s", Excerpt.of(text)), hint);
        }
    }

    private static final int MOST_DIGITS = 18;

    /** In any case. A name alone says yes. */
    private static final Set<String> YES = Set.of("", "true", "1");

    private static final Set<String> NO = Set.of("false", "0");

    /** Any text; what a position or a condition means is not known here. */
    static Param<String> text(String name, String doc) {
        return plain(name, doc, text -> text, false, null);
    }

    /** A whole number of 0 or more, of at most 18 digits. */
    static Param<Long> number(String name, String doc) {
        return number(name, doc, MOST_DIGITS);
    }

    static Param<Long> number(String name, String doc, int mostDigits) {
        return plain(name, doc, text -> numberOf(text, mostDigits), false, "send a whole number");
    }

    /** True or false. */
    static Param<Boolean> flag(String name, String doc) {
        return plain(name, doc, text -> isFlag(text) ? isYes(text) : null, true, "use true or false");
    }

    private static <T> Param<T> plain(
            String name, String doc, Function<String, T> reader, boolean isFlag, @Nullable String hint) {
        Words bad = new Words(name + " is '%s'", hint);
        return new Param<>(name, name, doc, reader, isFlag, false, null, bad, bad);
    }

    /** The same, by another name over Muon. */
    Param<T> overMuon(String other) {
        return new Param<>(name, other, doc, reader, isFlag, isRequired, missing, bad, badInUrl);
    }

    /** The same, without which nothing can be asked. */
    Param<T> required() {
        return new Param<>(name, muonName, doc, reader, isFlag, true, missing, bad, badInUrl);
    }

    /** The same with other advice for those who leave it out. */
    Param<T> missing(String advice) {
        return new Param<>(name, muonName, doc, reader, isFlag, isRequired, advice, bad, badInUrl);
    }

    /** The same with other words for what is wrong in a URL. */
    Param<T> inUrl(String words, String advice) {
        return new Param<>(name, muonName, doc, reader, isFlag, isRequired, missing, bad, new Words(words, advice));
    }

    /** Whether its values are whole numbers. */
    public boolean isNumber() {
        return reader.apply("1") instanceof Long;
    }

    /** The value of a text, or BAD_INPUT. A flag without a text, which says yes in a URL, says nothing here. */
    public Result<T> read(String text) {
        return isFlag && text.isEmpty() ? bad.of(text) : read(text, bad);
    }

    /** The same of a text in a URL. */
    public Result<T> readUrl(String text) {
        return read(text, badInUrl);
    }

    private Result<T> read(String text, Words otherwise) {
        T value = reader.apply(text);
        return value == null ? otherwise.of(text) : Result.ok(value);
    }

    /** BAD_INPUT for those who leave it out. @param shown its name at the door @param advice of the door */
    public Failure missing(String shown, String advice) {
        return Failure.of(Kind.BAD_INPUT, shown + " is missing", missing == null ? advice : missing);
    }

    private static @Nullable Long numberOf(String text, int mostDigits) {
        boolean number =
                !text.isEmpty() && text.length() <= mostDigits && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.valueOf(text) : null;
    }

    /** Whether a text says yes or no: a {@code dry-run=on} that was taken for no would restore. */
    public static boolean isFlag(String text) {
        String known = text.toLowerCase(Locale.ROOT);
        return YES.contains(known) || NO.contains(known);
    }

    /** Whether a text says yes: {@code true}, {@code 1}, or nothing at all. */
    public static boolean isYes(String text) {
        return YES.contains(text.toLowerCase(Locale.ROOT));
    }

    /** As a record's own, which Java makes at its first use in a process: that took a tenth of a short command. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Param<?> param
                        && name.equals(param.name)
                        && muonName.equals(param.muonName)
                        && doc.equals(param.doc)
                        && reader.equals(param.reader)
                        && isFlag == param.isFlag
                        && isRequired == param.isRequired
                        && Objects.equals(missing, param.missing)
                        && bad.equals(param.bad)
                        && badInUrl.equals(param.badInUrl);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
