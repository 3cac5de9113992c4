// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Where in the model of the commands a line stands after some words. Pure. */
final class LinePlace {

    private CommandSpec command;
    private @Nullable OptionSpec pending;
    private int positions;
    private String stream = "";

    private LinePlace(CommandSpec root) {
        this.command = root;
    }

    /** @param words those that are whole */
    static LinePlace after(CommandSpec root, List<String> words) {
        LinePlace place = new LinePlace(root);
        words.forEach(place::go);
        return place;
    }

    private void go(String word) {
        if (pending != null) {
            if (pending.longestName().equals("--stream")) {
                stream = word;
            }
            pending = null;
        } else if (word.startsWith("-") && word.length() > 1) {
            OptionSpec option = option(word);
            pending =
                    option != null && option.arity().max() > 0 && option.arity().min() > 0 ? option : null;
        } else if (positions == 0 && command.subcommands().containsKey(word)) {
            command = command.subcommands().get(word).getCommandSpec();
        } else {
            ArgSpec argument = positional();
            if (stream.isEmpty() && argument != null && argument.paramLabel().equals("STREAM")) {
                stream = word;
            }
            positions++;
        }
    }

    /** Options about the connection may stand before a command. */
    private OptionSpec option(String word) {
        OptionSpec own = command.findOption(word);
        CommandLine any = command.parent() == null ? command.subcommands().get("replay") : null;
        return own != null || any == null ? own : any.getCommandSpec().findOption(word);
    }

    CommandSpec command() {
        return command;
    }

    /** Whether a command's name comes next. */
    boolean isBeforeCommand() {
        return pending == null && positions == 0 && !command.subcommands().isEmpty();
    }

    /** What the next word is the value of, null when nothing more is taken. */
    @Nullable ArgSpec argument() {
        return pending != null ? pending : positional();
    }

    private @Nullable ArgSpec positional() {
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            boolean many = parameter.arity().max() > 1;
            if (many || parameter.index().contains(positions)) {
                return parameter;
            }
        }
        return null;
    }

    /** Whether the next word is an option's value. */
    boolean isOptionValue() {
        return pending != null;
    }

    /** The stream that the line names, empty when it names none. */
    String stream() {
        return stream;
    }

    /** What comes next, in a few words; empty when nothing must. */
    String hint() {
        ArgSpec next = argument();
        if (isBeforeCommand()) {
            return command.parent() == null
                    ? ""
                    : "one of: " + String.join(", ", command.subcommands().keySet());
        }
        if (next == null || next.hidden()) {
            return "";
        }
        String label = next.required() || pending != null ? next.paramLabel() : "[" + next.paramLabel() + "]";
        return label + ": " + String.join(" ", next.description());
    }
}
