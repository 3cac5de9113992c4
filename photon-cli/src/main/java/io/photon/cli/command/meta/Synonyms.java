// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What a command is called elsewhere, and what it is called here. Only a hint: nothing runs under another name. */
final class Synonyms {

    /** At the root: the command, and what it is called elsewhere. */
    private static final Map<String, String> AT_THE_ROOT = Map.ofEntries(
            Map.entry("streams list", "ls list"),
            Map.entry("streams delete", "rm del delete remove drop"),
            Map.entry("streams show", "show info describe"),
            Map.entry("streams schema", "schema"),
            Map.entry("user list", "users accounts"),
            Map.entry("replay STREAM --last 10", "tail follow"),
            Map.entry("replay STREAM", "sub subscribe consume listen"),
            Map.entry("replay STREAM --type cold", "cat read play dump-stream"),
            Map.entry("event get", "get"),
            Map.entry("event trace", "trace"),
            Map.entry("emit", "put append write pub publish produce add send insert"),
            Map.entry("serve", "start run up daemon server launch"),
            Map.entry("top", "ps htop dashboard monitor"),
            Map.entry("context list", "ctx contexts profile profiles"),
            Map.entry("doctor", "health diagnose checkup ping"),
            Map.entry("stat", "stats vmstat"),
            Map.entry("backup", "export dump save"),
            Map.entry("restore", "import load"),
            Map.entry("verify", "check fsck"),
            Map.entry("migrate", "move mv convert transfer copy cp"),
            Map.entry("discover", "services"),
            Map.entry("rpc", "call request"),
            Map.entry("help", "man --usage"));

    private Synonyms() {}

    /** The command line that was probably meant, null when there is no guess. */
    static @Nullable String of(String word, CommandSpec command) {
        boolean isRoot = command.parent() == null;
        String meant = isRoot ? atTheRoot(word) : inAGroup(word);
        if (command.name().equals("context")) {
            meant = ofContexts(word);
        }
        if (meant == null) {
            return null;
        }
        String name = meant.split(" ", 2)[0];
        return command.subcommands().containsKey(name) ? command.qualifiedName() + " " + meant : null;
    }

    private static @Nullable String atTheRoot(String word) {
        return switch (word) {
            case "query", "pause", "resume", "reset", "create", "bisect" -> "projection " + word;
            default ->
                AT_THE_ROOT.entrySet().stream()
                        .filter(row -> List.of(row.getValue().split(" ")).contains(word))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null);
        };
    }

    private static @Nullable String ofContexts(String word) {
        return switch (word) {
            case "ls", "all" -> "list";
            case "create", "new", "set" -> "add";
            case "delete", "del", "remove", "unset" -> "rm";
            case "select", "switch", "-" -> "use";
            case "get", "current", "describe", "info" -> "show";
            case "ping", "check", "validate" -> "test";
            default -> null;
        };
    }

    private static @Nullable String inAGroup(String word) {
        return switch (word) {
            case "ls", "all" -> "list";
            case "rm", "del", "remove", "drop" -> "delete";
            case "cat", "describe", "info" -> "show";
            case "get", "value", "read" -> "query";
            case "tail", "follow" -> "watch";
            case "add", "new" -> "create";
            case "start", "continue" -> "resume";
            case "stop", "suspend" -> "pause";
            case "restart", "rebuild" -> "reset";
            default -> null;
        };
    }
}
