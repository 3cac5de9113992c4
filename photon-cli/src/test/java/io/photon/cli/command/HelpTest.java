// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.PhotonCommand;
import io.photon.cli.command.meta.HelpLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {

    private final Shell photon = new Shell("http://127.0.0.1:1");

    private static List<CommandLine> all() {
        List<CommandLine> all = new ArrayList<>(List.of(PhotonCommand.all(CommandLine.defaultFactory())));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).getSubcommands().values());
        }
        return all;
    }

    @Test
    void everyCommandStandsOnceBelowATopicAlsoInBold() {
        CommandLine root = PhotonCommand.all(CommandLine.defaultFactory());
        List<String> names = new ArrayList<>(root.getSubcommands().keySet());
        String plain = root.getUsageMessage(CommandLine.Help.Ansi.OFF);
        String bold = root.getUsageMessage(CommandLine.Help.Ansi.ON).replaceAll("\u001b\\[[0-9;]*m", "");
        assertEquals(plain, bold);
        String list = plain.substring(plain.indexOf("\nEvents:\n"), plain.indexOf("\nOptions:\n"));
        List<String> listed = list.lines()
                .filter(line -> line.startsWith("  ") && line.charAt(2) != ' ')
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertEquals(names.stream().sorted().toList(), listed.stream().sorted().toList());
        assertEquals(
                1,
                list.lines()
                        .filter(line -> line.startsWith("  ") && line.charAt(2) != ' ')
                        .map(line -> line.indexOf(line.strip().replaceFirst("\\S+ +", "")))
                        .distinct()
                        .count(),
                list);
    }

    @Test
    void theOptionsOfEveryCommandAreOneLineThatPointsToTheirPage() {
        String help = photon.run("streams", "list", "--help").out();
        assertFalse(help.contains("--password-file"), help);
        assertFalse(help.contains("--color"), help);
        assertTrue(help.contains("--prefix"), help);
        assertEquals(
                1,
                help.lines()
                        .filter(line -> line.contains("photon help connection"))
                        .count(),
                help);
        assertTrue(help.indexOf("Examples:") < help.indexOf("Options:"), help);
        assertTrue(help.indexOf("Examples:") < help.indexOf("Usage:"), help);
    }

    @Test
    void thePageExplainsEachOptionThatAHelpPageLeavesOut() {
        String page = photon.run("help", "connection").out();
        String replay = photon.run("replay", "--help").out();
        int left = 0;
        for (CommandLine command : all()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (HelpLayout.hasShared(command.getCommandSpec()) && HelpLayout.isShared(option)) {
                    left++;
                    assertTrue(page.contains(option.longestName()), option + " of " + command.getCommandName());
                    assertFalse(replay.contains(option.longestName() + "="), option.longestName());
                }
            }
        }
        assertTrue(left > 100, "only " + left);
    }

    @Test
    void whereNothingElseIsThereTheLineStandsAlone() {
        String help = photon.run("event", "get", "--help").out();
        assertTrue(
                help.contains(
                        "Options:\n  --url, --token, --timeout, -o, -q and the like: see photon help connection\n"),
                help);
    }
}
