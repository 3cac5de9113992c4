// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.settings.Closest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a word may become: commands, options, values and names. Pure but for the names it is given. */
final class Completions {

    /** Words that the shell itself understands, with what they do. */
    static final List<Proposal> OWN = List.of(
            new Proposal("exit", "leave the shell"),
            new Proposal("quit", "leave the shell"),
            new Proposal("clear", "empty the screen"),
            new Proposal("history", "show the lines that are kept"),
            new Proposal("watch", "do a command again and again, e.g. watch 2s streams list"));

    /** Those that would need the terminal, or the process, for themselves. */
    static final List<String> NOT_HERE = List.of("serve", "shell");

    /**
     * What a word may become.
     *
     * @param text the whole word, without quotes
     * @param remark what it is, may be empty
     */
    record Proposal(String text, String remark) {}

    /** Names of the daemon, as far as they are known at once. */
    @FunctionalInterface
    interface Source {
        /** @param what e.g. {@code globs} @param written the beginning @param stream whose, may be empty */
        List<String> words(String what, String written, String stream);
    }

    private final CommandSpec root;
    private final Source names;

    Completions(CommandSpec root, Source names) {
        this.root = root;
        this.names = names;
    }

    /** @param line all before the cursor */
    List<Proposal> of(String line) {
        List<Words.Word> all = new ArrayList<>(Words.read(line).all());
        boolean inWord = !all.isEmpty() && all.get(all.size() - 1).to() == line.length();
        inWord &= inWord && all.get(all.size() - 1).kind() == Words.Kind.TEXT;
        String written = inWord ? all.remove(all.size() - 1).text() : "";
        int pipe = last(all);
        if (pipe >= 0) {
            return afterPipe(texts(all.subList(pipe + 1, all.size())), written, all);
        }
        return inCommand(command(texts(all)), written);
    }

    /** The place of the last sign. */
    private static int last(List<Words.Word> all) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).kind() != Words.Kind.TEXT) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> texts(List<Words.Word> words) {
        return words.stream().map(Words.Word::text).toList();
    }

    /** Without what may stand before a command. */
    static List<String> command(List<String> words) {
        int from = words.size() >= 2 && words.get(0).equals("watch") ? 2 : 0;
        from += from < words.size() && words.get(from).equals("photon") ? 1 : 0;
        return words.subList(from, words.size());
    }

    private List<Proposal> afterPipe(List<String> filter, String written, List<Words.Word> all) {
        if (filter.isEmpty()) {
            return List.of(
                    new Proposal("jq", "an expression for each JSON value"),
                    new Proposal("!", "a program of the system"));
        }
        LinePlace place = LinePlace.after(root, command(texts(all.subList(0, first(all)))));
        return filter.get(0).equals("jq") ? known("fields", written, place.stream()) : List.of();
    }

    private static int first(List<Words.Word> all) {
        int at = 0;
        while (at < all.size() && all.get(at).kind() == Words.Kind.TEXT) {
            at++;
        }
        return at;
    }

    private List<Proposal> inCommand(List<String> words, String written) {
        LinePlace place = LinePlace.after(root, words);
        CommandSpec command = place.command();
        if (!place.isOptionValue() && written.startsWith("-")) {
            return options(command);
        }
        List<Proposal> found = new ArrayList<>();
        if (place.isBeforeCommand()) {
            commands(command).forEach(found::add);
            if (command.parent() == null) {
                found.addAll(OWN);
            }
        } else if (command.parent() != null && command.name().equals("help")) {
            helped(words.subList(1, words.size())).forEach(found::add);
        }
        ArgSpec argument = place.argument();
        if (argument != null) {
            ArgumentNames.values(argument).forEach(value -> found.add(new Proposal(value, "")));
            String wanted = ArgumentNames.of(command, argument);
            if (!wanted.isEmpty()) {
                found.addAll(known(wanted, written, place.stream()));
            } else if (argument.paramLabel().contains("FILE")) {
                FileNames.startingWith(written).forEach(file -> found.add(new Proposal(file, "")));
            }
        }
        return found;
    }

    private List<Proposal> known(String what, String written, String stream) {
        return names.words(what, written, stream).stream()
                .map(name -> new Proposal(name, ""))
                .toList();
    }

    private List<Proposal> helped(List<String> words) {
        return commands(LinePlace.after(root, words).command());
    }

    private static List<Proposal> commands(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(child -> !child.usageMessage().hidden())
                .filter(child -> command.parent() != null || !NOT_HERE.contains(child.name()))
                .map(child -> new Proposal(
                        child.name(), String.join(" ", child.usageMessage().header())))
                .toList();
    }

    private static List<Proposal> options(CommandSpec command) {
        List<Proposal> found = new ArrayList<>();
        command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparingInt(OptionSpec::order))
                .forEach(option -> {
                    for (String name : option.names()) {
                        if (name.startsWith("--")) {
                            found.add(new Proposal(name, String.join(" ", option.description())));
                        }
                    }
                });
        return found;
    }

    /** What comes next, see {@link LinePlace#hint}. @param line all before the cursor, which is after a space */
    String hint(String line) {
        List<Words.Word> all = Words.read(line).all();
        if (last(all) >= 0) {
            return "";
        }
        List<String> words = texts(all);
        if (words.size() == 1 && words.get(0).equals("watch")) {
            return "EVERY COMMAND, e.g. 2s streams list";
        }
        List<String> command = command(words);
        return command.isEmpty() ? "" : LinePlace.after(root, command).hint();
    }

    /** The word of the shell that is a typing error away, when no command is. */
    static Optional<String> meant(String word, List<String> commands) {
        List<String> own = OWN.stream().map(Proposal::text).toList();
        boolean known = own.contains(word)
                || commands.stream().anyMatch(name -> name.startsWith(word))
                || Closest.of(word, commands).isPresent();
        return known ? Optional.empty() : Closest.of(word, own);
    }
}
