package io.photon.cli;

import io.photon.cli.command.BackupCommand;
import io.photon.cli.command.CompletionCommand;
import io.photon.cli.command.DiscoverCommand;
import io.photon.cli.command.EmitCommand;
import io.photon.cli.command.EventCommand;
import io.photon.cli.command.HelpCommand;
import io.photon.cli.command.IntrospectCommand;
import io.photon.cli.command.ProjectionCommand;
import io.photon.cli.command.ReplayCommand;
import io.photon.cli.command.RestoreCommand;
import io.photon.cli.command.RpcCommand;
import io.photon.cli.command.StatCommand;
import io.photon.cli.command.StreamCommand;
import io.photon.cli.command.StreamsCommand;
import io.photon.cli.command.TokenCommand;
import io.photon.cli.command.TopCommand;
import io.photon.cli.command.VerifyCommand;
import io.photon.cli.command.WaitCommand;
import java.util.List;

/**
 * The registry of all commands. Asking for one loads its class and no other: reading the annotations of all of them
 * takes longer than most commands run.
 */
final class Commands {

    /** In the order a person meets them. */
    static final List<String> NAMES = List.of(
            "serve",
            "emit",
            "replay",
            "streams",
            "event",
            "projection",
            "wait",
            "backup",
            "restore",
            "verify",
            "top",
            "stat",
            "discover",
            "introspect",
            "rpc",
            "stream",
            "token",
            "completion",
            "version",
            "help");

    private Commands() {}

    /**
     * The whole name that a word stands for: itself, or the one command that begins so ({@code d} is discover). A word
     * that fits none or several stays as it is.
     */
    static String complete(String word) {
        String found = switch (word) { // Muon's users have these in their fingers, whatever other commands come
            case "d" -> "discover";
            case "i" -> "introspect";
            default -> null;
        };
        if (found != null || word.isEmpty() || NAMES.contains(word)) {
            return found == null ? word : found;
        }
        for (String name : NAMES) {
            if (name.startsWith(word)) {
                if (found != null) {
                    return word;
                }
                found = name;
            }
        }
        return found == null ? word : found;
    }

    /** The class behind a name, null when there is none. */
    static Class<?> find(String name) {
        return switch (name) {
            case "serve" -> ServeCommand.class;
            case "emit" -> EmitCommand.class;
            case "replay" -> ReplayCommand.class;
            case "streams" -> StreamsCommand.class;
            case "event" -> EventCommand.class;
            case "projection" -> ProjectionCommand.class;
            case "wait" -> WaitCommand.class;
            case "backup" -> BackupCommand.class;
            case "restore" -> RestoreCommand.class;
            case "verify" -> VerifyCommand.class;
            case "top" -> TopCommand.class;
            case "stat" -> StatCommand.class;
            case "discover" -> DiscoverCommand.class;
            case "introspect" -> IntrospectCommand.class;
            case "rpc" -> RpcCommand.class;
            case "stream" -> StreamCommand.class;
            case "token" -> TokenCommand.class;
            case "completion" -> CompletionCommand.class;
            case "version" -> VersionCommand.class;
            case "help" -> HelpCommand.class;
            default -> null;
        };
    }
}
