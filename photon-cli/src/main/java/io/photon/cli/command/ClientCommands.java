package io.photon.cli.command;

import java.util.List;

/** The commands of this room, in the order a person meets them; whoever builds the command line registers them. */
public final class ClientCommands {

    private ClientCommands() {}

    /** All of them; each has its name in its annotation. */
    public static List<Class<?>> all() {
        return List.of(
                EmitCommand.class,
                ReplayCommand.class,
                StreamsCommand.class,
                EventCommand.class,
                BackupCommand.class,
                RestoreCommand.class,
                VerifyCommand.class,
                CompletionCommand.class,
                HelpCommand.class);
    }
}
