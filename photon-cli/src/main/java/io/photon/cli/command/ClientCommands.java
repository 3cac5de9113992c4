package io.photon.cli.command;

import java.util.List;
import picocli.CommandLine;

/** The commands of this room, in the order a person meets them; whoever builds the command line registers them. */
public final class ClientCommands {

    private ClientCommands() {}

    /** Adds them to a root, with the help pages and the usage errors all commands have; call it last. */
    public static CommandLine addTo(CommandLine root) {
        all().forEach(root::addSubcommand);
        HelpLayout.apply(root);
        root.setParameterExceptionHandler(new UsageErrors());
        return root;
    }

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
