package io.photon.cli.command;

import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.result.Result;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands that ask a daemon have in common. Most are a {@link ClientCommand}. */
abstract class AskingCommand implements Callable<Integer> {

    @Mixin
    OutputOptions output;

    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    /** The command itself, to its exit code. */
    abstract int run(PhotonClient client, Report report) throws Exception;

    /** The event store's name on a Muon network, null for whichever is there. */
    abstract String store();

    /** Whether it takes as long as there is data: then no --timeout is assumed. */
    boolean isStreaming() {
        return false;
    }

    @Override
    public final Integer call() {
        Report report = output.open(spec);
        return report.guard(() -> {
            Result<PhotonClient> opened = connection.open(report, isStreaming(), store());
            if (opened instanceof Result.Err<PhotonClient> err) {
                return report.fail(err.failure());
            }
            try (PhotonClient client = ((Result.Ok<PhotonClient>) opened).value()) {
                return run(client, report);
            }
        });
    }
}
