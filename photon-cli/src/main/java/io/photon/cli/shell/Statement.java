package io.photon.cli.shell;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * What a line asks for: {@code [watch 2s] COMMAND [| jq EXPRESSION | ! PROGRAM]… [> FILE]}. Immutable.
 *
 * @param watch how often to do it again, as written; null for once
 * @param words the command's; empty when the first stage is a program of the system
 * @param filters what its output goes through, in order: programs with their arguments
 * @param file where the output goes; null for the terminal
 * @param appends whether the file is kept and written on
 */
record Statement(String watch, List<String> words, List<List<String>> filters, String file, boolean appends) {

    private static final String SHAPE = "COMMAND | jq EXPRESSION | ! PROGRAM > FILE";

    /** An empty line is a statement without words and filters. */
    static Result<Statement> parse(String line) {
        Words cut = Words.read(line);
        if (cut.missing() != null) {
            return Result.err(
                    Kind.BAD_INPUT, "the line ends before its " + cut.missing(), "close it, or write it in quotes");
        }
        List<Words.Word> all = cut.all();
        int at = 0;
        String watch = null;
        if (!all.isEmpty() && isText(all, 0) && all.get(0).text().equals("watch")) {
            if (!isText(all, 1) || all.size() < 3) {
                return Result.err(
                        Kind.BAD_INPUT, "watch needs an interval and a command", "e.g. watch 2s streams list");
            }
            watch = all.get(1).text();
            at = 2;
        }
        List<String> words = new ArrayList<>();
        for (; isText(all, at); at++) {
            words.add(all.get(at).text());
        }
        if (!words.isEmpty() && words.get(0).equals("photon")) {
            words.remove(0); // as it is written everywhere else
        }
        List<List<String>> filters = new ArrayList<>();
        if (words.isEmpty() && at < all.size() && all.get(at).kind() == Words.Kind.COMMAND) {
            filters.add(List.of("sh", "-c", all.get(at++).text()));
        } else if (words.isEmpty() && !all.isEmpty()) {
            return Result.err(Kind.BAD_INPUT, "there is no command before '" + sign(all, at) + "'", "write " + SHAPE);
        }
        while (at < all.size() && all.get(at).text().equals("|")) {
            at++;
            List<String> filter = new ArrayList<>();
            if (at < all.size() && all.get(at).kind() == Words.Kind.COMMAND) {
                filter.addAll(List.of("sh", "-c", all.get(at++).text()));
            } else {
                for (; isText(all, at); at++) {
                    filter.add(all.get(at).text());
                }
                if (filter.isEmpty() || !filter.get(0).equals("jq")) {
                    String found = filter.isEmpty() ? "nothing" : "'" + filter.get(0) + "'";
                    return Result.err(
                            Kind.BAD_INPUT,
                            "after | stands " + found,
                            "write | jq EXPRESSION, in quotes if it has a |, or | ! PROGRAM for one of the system");
                }
            }
            filters.add(List.copyOf(filter));
        }
        String file = null;
        boolean appends = false;
        if (at < all.size()) {
            appends = all.get(at).text().equals(">>");
            if (!isText(all, at + 1) || at + 2 != all.size()) {
                return Result.err(
                        Kind.BAD_INPUT, "after " + all.get(at).text() + " stands not one file", "write " + SHAPE);
            }
            file = all.get(at + 1).text();
        }
        return Result.ok(new Statement(watch, List.copyOf(words), List.copyOf(filters), file, appends));
    }

    private static boolean isText(List<Words.Word> words, int at) {
        return at < words.size() && words.get(at).kind() == Words.Kind.TEXT;
    }

    private static String sign(List<Words.Word> words, int at) {
        return at < words.size() ? words.get(at).text() : "the end of the line";
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
