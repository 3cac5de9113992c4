// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.AskingCommand;
import io.photon.cli.command.PlainWords;
import io.photon.cli.command.event.EmitCommand;
import io.photon.cli.output.Console;
import java.util.List;
import java.util.OptionalInt;

/** Runs commands whose words are plain without a model of the command line. */
final class PlainStart {

    private PlainStart() {}

    /** @return the exit code; empty, with nothing done, when only the model can tell what is meant */
    static OptionalInt run(Console console, List<String> words) {
        if (words.isEmpty()) {
            return OptionalInt.empty();
        }
        String name = words.get(0);
        return switch (name) {
            case "version" -> words.size() == 1 ? OptionalInt.of(VersionCommand.show(console)) : OptionalInt.empty();
            case "emit" -> run(new EmitCommand(), name, words, console);
            default -> OptionalInt.empty();
        };
    }

    private static <C extends AskingCommand<?> & PlainWords> OptionalInt run(
            C command, String name, List<String> words, Console console) {
        if (!PlainWords.takes(command, words.subList(1, words.size()))) {
            return OptionalInt.empty();
        }
        command.showPlainly(name, console);
        try {
            return OptionalInt.of(command.call());
        } catch (RuntimeException e) { // as when there is a model
            return OptionalInt.of(Errors.conclude(e, name, console, words.contains("--debug")));
        }
    }
}
