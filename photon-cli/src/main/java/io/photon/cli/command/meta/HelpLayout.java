// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The same help page for every command: what it does, examples, then the details. */
public final class HelpLayout {

    private static final List<String> SECTIONS = List.of(
            UsageMessageSpec.SECTION_KEY_HEADER_HEADING,
            UsageMessageSpec.SECTION_KEY_HEADER,
            UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
            UsageMessageSpec.SECTION_KEY_FOOTER,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS,
            UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
            UsageMessageSpec.SECTION_KEY_DESCRIPTION,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST);

    /** From here on the order of an option says that it is about connection or output, as of every command. */
    private static final int SHARED = 50;

    /** The order of a setting of the daemon among the options of {@code serve}. */
    public static final int SETTING = 70;

    private HelpLayout() {}

    /** Whether an option is about connection or output: the same for every command, so explained in one place. */
    public static boolean isShared(OptionSpec option) {
        return option.order() >= SHARED;
    }

    /** Whether a command asks a daemon, and so has all of them. */
    public static boolean hasShared(CommandSpec command) {
        OptionSpec url = command.findOption("--url");
        return url != null && isShared(url);
    }

    /** The options about connection and output, as {@code photon help connection} lists them. */
    static String sharedOptions(CommandLine command) {
        return new CommandLine.Help(command.getCommandSpec(), CommandLine.Help.Ansi.OFF)
                .optionListExcludingGroups(command.getCommandSpec().options().stream()
                        .filter(HelpLayout::isShared)
                        .toList());
    }

    /** The settings of {@code serve}, as {@code photon help settings} lists them. */
    static String settings(CommandLine serve) {
        return new CommandLine.Help(serve.getCommandSpec(), CommandLine.Help.Ansi.OFF)
                .optionListExcludingGroups(serve.getCommandSpec().options().stream()
                        .filter(HelpLayout::isSetting)
                        .toList());
    }

    /** Whether it is a setting of the daemon. */
    public static boolean isSetting(OptionSpec option) {
        return option.order() == SETTING;
    }

    /** A class and not a lambda: the start-up archive cannot keep lambdas over picocli's (Java 5) interfaces. */
    private static final class OwnOptions implements IHelpSectionRenderer {
        @Override
        public String render(CommandLine.Help help) {
            CommandSpec command = help.commandSpec();
            if (!hasShared(command)) {
                return help.optionList();
            }
            List<OptionSpec> own = command.options().stream()
                    .filter(option -> !isShared(option) && !option.hidden())
                    .toList();
            return (own.isEmpty() ? "" : help.optionListExcludingGroups(own)) + SHARED_LINE;
        }
    }

    private static final String SHARED_LINE =
            "  --url, --token, --timeout, -o, -q and the like: see photon help connection" + System.lineSeparator();

    /** Lays out the pages of a command and of all below it. */
    public static void apply(CommandLine command) {
        UsageMessageSpec page = command.getCommandSpec().usageMessage();
        page.sectionKeys(SECTIONS);
        page.abbreviateSynopsis(true);
        page.synopsisHeading("%nUsage: ");
        page.sortOptions(false);
        if (page.description().length > 0) {
            page.descriptionHeading("%n");
        }
        boolean isRootWithAll =
                command.getParent() == null && command.getSubcommands().size() > 1;
        page.commandListHeading(isRootWithAll ? "" : "%nCommands:%n");
        if (isRootWithAll) {
            page.sectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandTopics());
        }
        page.parameterListHeading(
                command.getCommandSpec().positionalParameters().isEmpty() ? "" : "%n");
        page.optionListHeading("%nOptions:%n");
        page.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OwnOptions());
        command.getSubcommands().values().forEach(HelpLayout::apply);
    }
}
