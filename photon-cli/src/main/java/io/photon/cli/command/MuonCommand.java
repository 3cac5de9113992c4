package io.photon.cli.command;

import io.photon.cli.output.Report;
import io.photon.client.muon.MuonNetwork;
import io.photon.result.Result;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands have in common that ask any service of a Muon network. */
abstract class MuonCommand implements Callable<Integer> {

    @Mixin
    OutputOptions output;

    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    /** The command itself, to its exit code. */
    abstract int run(MuonNetwork network, Report report) throws Exception;

    /** Whether it takes as long as there is data: then no --timeout is assumed. */
    boolean isStreaming() {
        return false;
    }

    @Override
    public final Integer call() {
        Report report = output.open(spec);
        return report.guard(() -> {
            Result<MuonNetwork> opened = connection.network(report, isStreaming());
            if (opened instanceof Result.Err<MuonNetwork> err) {
                return report.fail(err.failure());
            }
            try (MuonNetwork network = ((Result.Ok<MuonNetwork>) opened).value()) {
                return run(network, report);
            }
        });
    }
}
