// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;

/**
 * The commands of {@code photon --help} by what they are for: a list of forty is not read. A class and not a lambda:
 * see {@link HelpLayout}.
 */
final class CommandTopics implements IHelpSectionRenderer {

    /** The topics in the order in which a newcomer needs them, with their commands. */
    static final Map<String, List<String>> TOPICS = topics();

    /** What makes a name bold on a terminal. */
    private static final Pattern STYLE = Pattern.compile("\u001b\\[[0-9;]*m");

    private static Map<String, List<String>> topics() {
        Map<String, List<String>> topics = new LinkedHashMap<>();
        topics.put("Events", List.of("emit", "replay", "streams", "event", "sql"));
        topics.put("Values computed from events", List.of("projection", "wait"));
        topics.put("The daemon", List.of("serve", "status", "top", "stat", "log", "doctor", "bench"));
        topics.put("Backups and other stores", List.of("backup", "restore", "verify", "migrate", "check-history"));
        topics.put("Followers", List.of("cluster", "promote"));
        topics.put("Who may do what", List.of("user", "grant", "token", "app", "hook", "whoami"));
        topics.put("The command line", List.of("shell", "context", "completion", "version", "help"));
        topics.put("Services on a Muon network", List.of("discover", "introspect", "rpc", "stream"));
        return topics;
    }

    @Override
    public String render(CommandLine.Help help) {
        Map<String, List<String>> entries = new LinkedHashMap<>();
        List<String> entry = List.of();
        for (String line : help.commandList().lines().toList()) {
            if (line.length() > 2 && line.charAt(2) != ' ') { // deeper lines go on with an explanation
                entry = new ArrayList<>();
                entries.put(STYLE.matcher(line).replaceAll("").strip().split(" ", 2)[0], entry);
            }
            entry.add(line);
        }
        StringBuilder text = new StringBuilder();
        TOPICS.forEach((topic, commands) -> {
            text.append(System.lineSeparator()).append(topic).append(':').append(System.lineSeparator());
            commands.stream()
                    .flatMap(command -> entries.getOrDefault(command, List.of()).stream())
                    .forEach(line -> text.append(line).append(System.lineSeparator()));
        });
        return text.toString();
    }
}
