// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import io.photon.cli.command.meta.HelpLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One command as a man page: what it is, how it is called, examples, and then everything else. */
final class ManPage {

    private final CommandSpec command;
    private final Roff page;

    private ManPage(CommandSpec command, String date) {
        this.command = command;
        this.page = new Roff(command.qualifiedName("-"), "1", date);
    }

    static String fileName(CommandSpec command) {
        return command.qualifiedName("-") + ".1";
    }

    static String of(CommandSpec command, String date) {
        return new ManPage(command, date).build();
    }

    private String build() {
        page.name(command.qualifiedName("-"), withoutStop(CommandModel.header(command)));
        page.section("SYNOPSIS");
        synopsis();
        page.section("EXAMPLES");
        page.verbatim(Arrays.stream(command.usageMessage().footer())
                .map(example -> example.replace("%n", ""))
                .toList());
        page.section("DESCRIPTION");
        String[] description = command.usageMessage().description();
        for (String paragraph : description.length == 0 ? command.usageMessage().header() : description) {
            page.paragraph(paragraph);
        }
        subcommands();
        options();
        exitStatus();
        page.section("SEE ALSO");
        page.line(seeAlso());
        return page.toString();
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private void synopsis() {
        StringBuilder synopsis = new StringBuilder(Roff.bold(command.qualifiedName()) + " [OPTIONS]");
        if (!CommandModel.children(command).isEmpty()) {
            synopsis.append(" COMMAND");
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String label = Roff.text(parameter.paramLabel());
            synopsis.append(parameter.arity().min() > 0 ? " " + label : " [" + label + "]");
            synopsis.append(parameter.arity().max() > 1 ? "..." : "");
        }
        page.line(synopsis.toString());
    }

    private void subcommands() {
        List<CommandSpec> children = CommandModel.children(command);
        if (!children.isEmpty()) {
            page.section("COMMANDS");
            children.forEach(child -> page.tagged(Roff.bold(child.name()), CommandModel.header(child)));
        }
    }

    private void options() {
        page.section("OPTIONS");
        command.positionalParameters()
                .forEach(parameter -> page.tagged(Roff.italic(parameter.paramLabel()), description(parameter)));
        CommandModel.options(command).stream()
                .filter(option -> !HelpLayout.hasShared(command) || !HelpLayout.isShared(option))
                .forEach(option -> page.tagged(names(option), description(option)));
        if (HelpLayout.hasShared(command)) {
            page.markup(Roff.text("Options about connection and output, the same for every command: ")
                    + Roff.page("photon-connection", 7));
        }
    }

    /** An option as it is typed, in roff. */
    static String names(OptionSpec option) {
        String names = Arrays.stream(option.names()).map(Roff::bold).collect(Collectors.joining(", "));
        return option.arity().max() > 0 ? names + " " + Roff.italic(option.paramLabel()) : names;
    }

    static String description(ArgSpec arg) {
        return CommandModel.text(arg.description());
    }

    private void exitStatus() {
        page.section("EXIT STATUS");
        command.usageMessage().exitCodeList().forEach((code, meaning) -> page.tagged(Roff.bold(code), meaning));
        page.markup(Roff.text("All exit codes: ") + Roff.page("photon-exit-codes", 7));
    }

    /** The commands below it, or the one above it; for {@code photon} itself the topics, too. */
    private String seeAlso() {
        List<CommandSpec> children = CommandModel.children(command);
        if (children.isEmpty()) {
            return Roff.page(command.parent().qualifiedName("-"), 1);
        }
        String pages = children.stream()
                .map(child -> Roff.page(child.qualifiedName("-"), 1))
                .collect(Collectors.joining(", "));
        return command.parent() != null
                ? pages
                : pages + ", "
                        + TopicPage.names(command).stream()
                                .map(topic -> Roff.page(TopicPage.pageName(topic), 7))
                                .collect(Collectors.joining(", "));
    }
}
