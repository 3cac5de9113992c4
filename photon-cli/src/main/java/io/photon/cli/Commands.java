package io.photon.cli;

import io.photon.cli.command.BackupCommand;
import io.photon.cli.command.CompletionCommand;
import io.photon.cli.command.EmitCommand;
import io.photon.cli.command.EventCommand;
import io.photon.cli.command.HelpCommand;
import io.photon.cli.command.ProjectionCommand;
import io.photon.cli.command.ReplayCommand;
import io.photon.cli.command.RestoreCommand;
import io.photon.cli.command.StreamsCommand;
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
            "completion",
            "version",
            "help");

    private Commands() {}

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
            case "completion" -> CompletionCommand.class;
            case "version" -> VersionCommand.class;
            case "help" -> HelpCommand.class;
            default -> null;
        };
    }
}
