// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.output.Console;

/** Runs command lines inside the test's process, as the packaged program runs them once it has started. */
public final class InThisProcess {

    private InThisProcess() {}

    /** @return the exit code */
    public static int run(Console console, String... words) {
        if (words.length > 0 && words[0].equals(CompletionAnswer.WORD)) { // as Main.main
            return new CompletionAnswer(console.environment()).run(words, console.out());
        }
        return Main.run(console, true, words);
    }
}
