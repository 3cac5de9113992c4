// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.settings.SettingsTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsModelTest {

    private static final CommandLine PHOTON = PhotonCommand.all(CommandLine.defaultFactory());

    @Test
    void everyNameOfTheRegistryIsTheNameOfItsCommand() {
        for (String name : Commands.NAMES) {
            assertEquals(name, Commands.find(name).getAnnotation(Command.class).name());
        }
        assertEquals(Commands.NAMES, new ArrayList<>(PHOTON.getSubcommands().keySet()));
    }

    @Test
    void everyCommandAnswersHelpAndVersion() {
        List<CommandLine> all = new ArrayList<>(List.of(PHOTON));
        for (int i = 0; i < all.size(); i++) {
            CommandLine command = all.get(i);
            all.addAll(command.getSubcommands().values());
            String name = command.getCommandSpec().qualifiedName();
            assertTrue(command.getCommandSpec().findOption("--help") != null, name);
            assertTrue(command.getCommandSpec().findOption("--version") != null, name);
        }
        assertTrue(all.size() > Commands.NAMES.size());
    }

    @Test
    void theHelpOfServeNamesEverySetting() {
        String help = PHOTON.getSubcommands().get("serve").getUsageMessage(CommandLine.Help.Ansi.OFF);
        SettingsTable.offered().forEach(row -> assertTrue(help.contains("--" + row.key()), row.key()));
    }

    @Test
    void theHelpOfServeOffersNoBackendThatDoesNotExist() {
        String help = PHOTON.getSubcommands().get("serve").getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertTrue(help.contains("--db.backend=h2|file|memory\n"), help);
        for (String word : List.of("redis", "cassandra", "mongo", "riak")) {
            assertTrue(!help.toLowerCase(java.util.Locale.ROOT).contains(word), word);
        }
    }
}
