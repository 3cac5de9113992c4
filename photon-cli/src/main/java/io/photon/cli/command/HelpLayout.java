package io.photon.cli.command;

import java.util.List;
import picocli.CommandLine;
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

    private HelpLayout() {}

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
        page.commandListHeading("%nCommands:%n");
        page.parameterListHeading(
                command.getCommandSpec().positionalParameters().isEmpty() ? "" : "%n");
        page.optionListHeading("%nOptions:%n");
        command.getSubcommands().values().forEach(HelpLayout::apply);
    }
}
