// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a line asks for: {@code [watch 2s] COMMAND [| jq EXPRESSION | ! PROGRAM]… [> FILE]}. Immutable.
 *
 * @param watch how often to do it again, as written; null for once
 * @param words the command's; empty when the first stage is a program of the system
 * @param filters what its output goes through, in order: programs with their arguments
 * @param file where the output goes; null for the terminal
 * @param appends whether the file is kept and written on
 */
record Statement(
        @Nullable String watch,
        List<String> words,
        List<List<String>> filters,
        @Nullable String file,
        boolean appends) {

    private static final String SHAPE = "COMMAND | jq EXPRESSION | ! PROGRAM > FILE";

    /** An empty line is a statement without words and filters. */
    static Result<Statement> parse(String line) {
        Words cut = Words.read(line);
        if (cut.missing() != null) {
            return Result.err(
                    Kind.BAD_INPUT, "the line ends before its " + cut.missing(), "close it, or write it in quotes");
        }
        return new Parser(cut.all()).statement();
    }

    /** Reads the parts of a line one after another. */
    private static final class Parser {
        private final List<Words.Word> all;
        private int at;

        Parser(List<Words.Word> all) {
            this.all = all;
        }

        Result<Statement> statement() {
            return watch().then(watch -> {
                List<String> words = texts();
                if (!words.isEmpty() && words.get(0).equals("photon")) {
                    words.remove(0); // as it is written everywhere else
                }
                return filters(words)
                        .then(filters -> rest().map(rest -> new Statement(
                                watch.orElse(null),
                                List.copyOf(words),
                                List.copyOf(filters),
                                rest.file(),
                                rest.appends())));
            });
        }

        /** The interval; empty for once. */
        private Result<Optional<String>> watch() {
            if (!isText(0) || !all.get(0).text().equals("watch")) {
                return Result.ok(Optional.empty());
            }
            if (!isText(1) || all.size() < 3) {
                return Result.err(
                        Kind.BAD_INPUT, "watch needs an interval and a command", "e.g. watch 2s streams list");
            }
            at = 2;
            return Result.ok(Optional.of(all.get(1).text()));
        }

        private List<String> texts() {
            List<String> texts = new ArrayList<>();
            for (; isText(at); at++) {
                texts.add(all.get(at).text());
            }
            return texts;
        }

        /** @param words of the command; without them the first one is a program of the system */
        private Result<List<List<String>>> filters(List<String> words) {
            List<List<String>> filters = new ArrayList<>();
            if (words.isEmpty() && isProgram()) {
                filters.add(program());
            } else if (words.isEmpty() && !all.isEmpty()) {
                String sign = at < all.size() ? all.get(at).text() : "the end of the line";
                return Result.err(Kind.BAD_INPUT, "there is no command before '" + sign + "'", "write " + SHAPE);
            }
            while (at < all.size() && all.get(at).text().equals("|")) {
                at++;
                boolean isProgram = isProgram();
                List<String> filter = isProgram ? program() : texts();
                if (!isProgram && (filter.isEmpty() || !filter.get(0).equals("jq"))) {
                    String found = filter.isEmpty() ? "nothing" : "'" + filter.get(0) + "'";
                    return Result.err(
                            Kind.BAD_INPUT,
                            "after | stands " + found,
                            "write | jq EXPRESSION, in quotes if it has a |, or | ! PROGRAM for one of the system");
                }
                filters.add(List.copyOf(filter));
            }
            return Result.ok(filters);
        }

        private boolean isProgram() {
            return at < all.size() && all.get(at).kind() == Words.Kind.COMMAND;
        }

        private List<String> program() {
            return List.of("sh", "-c", all.get(at++).text());
        }

        /** @param file null for the terminal */
        private record Rest(@Nullable String file, boolean appends) {}

        private Result<Rest> rest() {
            if (at >= all.size()) {
                return Result.ok(new Rest(null, false));
            }
            String sign = all.get(at).text();
            if (!isText(at + 1) || at + 2 != all.size()) {
                return Result.err(
                        Kind.BAD_INPUT,
                        "one file is needed after " + sign + ", and nothing after it",
                        "write " + SHAPE);
            }
            return Result.ok(new Rest(all.get(at + 1).text(), sign.equals(">>")));
        }

        private boolean isText(int place) {
            return place < all.size() && all.get(place).kind() == Words.Kind.TEXT;
        }
    }

    /** Whether there is nothing to do. */
    boolean isEmpty() {
        return words.isEmpty() && filters.isEmpty();
    }

    /** Whether it is one of a command's words. */
    boolean isCommand(String word) {
        return !words.isEmpty() && words.get(0).equals(word);
    }
}
