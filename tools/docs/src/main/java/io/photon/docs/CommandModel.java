// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import io.photon.cli.PhotonCommand;
import io.photon.cli.shell.ArgumentNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The model the pages are made of. */
final class CommandModel {

    private CommandModel() {}

    static CommandLine root() {
        return PhotonCommand.all(CommandLine.defaultFactory());
    }

    /** A command and all below it, parents first. */
    static List<CommandSpec> all(CommandSpec command) {
        List<CommandSpec> found = new ArrayList<>();
        found.add(command);
        children(command).forEach(child -> found.addAll(all(child)));
        return found;
    }

    /** Its direct sub-commands, without hidden ones. */
    static List<CommandSpec> children(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(child -> !child.usageMessage().hidden())
                .distinct()
                .toList();
    }

    static CommandSpec child(CommandSpec command, String name) {
        return Objects.requireNonNull(command.subcommands().get(name)).getCommandSpec();
    }

    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(java.util.Comparator.comparingInt(OptionSpec::order))
                .toList();
    }

    /** One line that says what it does. */
    static String header(CommandSpec command) {
        String[] header = command.usageMessage().header();
        String text = header.length == 0 ? command.name() : header[0];
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    static String text(String[] lines) {
        return String.join(" ", lines);
    }

    /** Whether it takes several words. */
    static boolean isMany(PositionalParamSpec parameter) {
        return parameter.arity().max() > 1
                || parameter.index().max() > parameter.index().min();
    }

    /** A command's words below the program's name, empty for the program itself. */
    static String path(CommandSpec command) {
        return command.parent() == null ? "" : command.qualifiedName().split(" ", 2)[1];
    }

    /** Options that are settings of the daemon: also written with one dash. */
    static List<String> settings(CommandSpec command) {
        return options(command).stream()
                .map(OptionSpec::longestName)
                .filter(name -> name.indexOf('.') > 0)
                .map(name -> name.substring(1))
                .toList();
    }

    /** Options that take the next word. */
    static TreeSet<String> valued(CommandSpec root) {
        TreeSet<String> names = new TreeSet<>();
        for (CommandSpec command : all(root)) {
            for (OptionSpec option : options(command)) {
                if (option.arity().max() > 0) {
                    names.addAll(Arrays.asList(option.names()));
                }
            }
            names.addAll(settings(command));
        }
        return names;
    }

    /** Whether it explains other commands: it takes their words. */
    static boolean isHelp(CommandSpec command) {
        return path(command).equals("help");
    }

    /** What can follow words after {@code help}: topics and commands, then the commands below. */
    static List<String> helpWords(CommandSpec help, CommandSpec below) {
        List<String> words =
                new ArrayList<>(children(below).stream().map(CommandSpec::name).toList());
        if (below.parent() == null) {
            help.positionalParameters().forEach(topics -> words.addAll(ArgumentNames.values(topics)));
        }
        return words.stream().distinct().toList();
    }
}
