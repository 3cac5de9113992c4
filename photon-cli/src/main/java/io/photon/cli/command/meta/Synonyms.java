package io.photon.cli.command.meta;

import picocli.CommandLine.Model.CommandSpec;

/** What a command is called elsewhere, and what it is called here. Only a hint: nothing runs under another name. */
final class Synonyms {

    private Synonyms() {}

    /** The command line that was probably meant, null when there is no guess. */
    static String of(String word, CommandSpec command) {
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

    private static String atTheRoot(String word) {
        return switch (word) {
            case "ls", "list" -> "streams list";
            case "rm", "del", "delete", "remove", "drop" -> "streams delete";
            case "show", "info", "describe" -> "streams show";
            case "schema" -> "streams schema";
            case "tail", "follow", "sub", "subscribe", "consume", "listen" -> "replay STREAM --last 10";
            case "cat", "read", "play", "dump-stream" -> "replay STREAM --type cold";
            case "get" -> "event get";
            case "trace" -> "event trace";
            case "put", "append", "write", "pub", "publish", "produce", "add", "send", "insert" -> "emit";
            case "start", "run", "up", "daemon", "server", "launch" -> "serve";
            case "ps", "htop", "dashboard", "monitor" -> "top";
            case "ctx", "contexts", "profile" -> "context list";
            case "health", "diagnose", "checkup" -> "doctor";
            case "stats", "vmstat" -> "stat";
            case "query", "pause", "resume", "reset", "create", "bisect" -> "projection " + word;
            case "export", "dump", "save" -> "backup";
            case "import", "load" -> "restore";
            case "check", "fsck" -> "verify";
            case "services" -> "discover";
            case "call", "request" -> "rpc";
            case "man", "--usage" -> "help";
            default -> null;
        };
    }

    private static String ofContexts(String word) {
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

    private static String inAGroup(String word) {
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
