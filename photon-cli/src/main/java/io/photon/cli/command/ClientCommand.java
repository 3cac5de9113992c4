package io.photon.cli.command;

import picocli.CommandLine.Option;

/** A command that asks a daemon, by whichever way the URL says. */
public abstract class ClientCommand extends StoreCommand {

    @Option(
            order = 50,
            names = {"--service", "--muon-service"},
            paramLabel = "NAME",
            description = "over amqp: the event store's name (default: photon, else the one event store there is)")
    protected String muonService;

    @Override
    protected final String store() {
        return muonService;
    }
}
