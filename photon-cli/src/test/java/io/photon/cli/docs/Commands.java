package io.photon.cli.docs;

import io.photon.cli.PhotonCommand;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The model the pages are made of. */
final class Commands {

    private Commands() {}

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

    /** Whether a parameter takes the name of a stream. */
    static boolean isStream(String label, List<String> names) {
        return label.equals("STREAM") || names.contains("--stream");
    }

    /** Whether a parameter takes the name of a projection. */
    static boolean isProjection(String label) {
        return label.equals("PROJECTION");
    }

    /** The values to choose from, empty when there are none. */
    static List<String> candidates(CommandLine.Model.ArgSpec arg) {
        List<String> values = new ArrayList<>();
        if (arg.completionCandidates() != null && !arg.type().equals(boolean.class)) {
            arg.completionCandidates().forEach(values::add);
        }
        return values;
    }
}
