// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words: at blanks, with '…', "…" and backslashes as in a shell. Nothing else of a shell is
 * done: no variables, no globs, no pipes, no substitutions. So nothing in it can run another program than its first word.
 */
final class CommandWords {

    private CommandWords() {}

    /** The words, at least one; BAD_INPUT when a quote is open or there is none. */
    static Result<List<String>> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == ' ' || c == '\t') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            return Result.err(Kind.BAD_INPUT, "the command of a secret ends inside of " + quote, "close the quote");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words.isEmpty() || words.get(0).isEmpty()
                ? Result.err(Kind.BAD_INPUT, "the command of a secret names no program", "e.g. pass show photon/prod")
                : Result.ok(List.copyOf(words));
    }
}
