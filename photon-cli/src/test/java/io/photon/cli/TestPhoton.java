package io.photon.cli;

import io.photon.cli.command.ClientCommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A root for the commands of the client, as tests need it. */
@Command(name = "photon", header = "A durable event store.")
public final class TestPhoton implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    @CommandLine.Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do");
    }

    /** The command line with the client's commands. */
    public static CommandLine commandLine(IFactory factory) {
        CommandLine photon = new CommandLine(new TestPhoton(), factory);
        ClientCommands.all().forEach(photon::addSubcommand);
        return photon;
    }

    /** As a process of its own. */
    public static void main(String[] args) {
        System.exit(commandLine(CommandLine.defaultFactory()).execute(args));
    }
}
