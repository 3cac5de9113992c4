// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.command.ConnectionOptions;
import io.photon.cli.command.OutputOptions;
import io.photon.cli.context.ChosenDaemon;
import io.photon.cli.context.Contexts;
import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code photon context test}. */
@Command(
        name = "test",
        header = "Test whether the daemon of a context answers, and who you are to it.",
        description =
                "Reads the secret, connects, and asks the daemon who it is. Shows its version and backend, who asked,"
                        + " and how long it took.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon context test prod", "  photon context test --timeout 2s"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it answers",
            "2:its file or its secret cannot be used",
            "3:no such context",
            "5:the daemon does not accept who asks",
            "6:daemon unreachable",
            "124:it took longer than --timeout"
        })
final class ContextTest implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CONTEXT",
            description = "its name (default: what counts here)")
    @Nullable String name;

    @Mixin
    OutputOptions output;

    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Report report = output.open(spec);
        return report.guard(() -> {
            Result<ChosenDaemon> chosen = name == null
                    ? connection.choose(report)
                    : new Contexts(report.console().environment(), report::note)
                            .find(name)
                            .then(context -> connection.choose(context, report));
            return report.show(chosen.then(daemon -> test(daemon, report)));
        });
    }

    private Result<byte[]> test(ChosenDaemon daemon, Report report) {
        Result<PhotonClient> opened = connection.open(report, false, null);
        if (opened instanceof Result.Err<PhotonClient> err) {
            return Result.err(err.failure());
        }
        try (PhotonClient client = opened.value()) {
            long from = System.nanoTime();
            return client.ping().then(accepted -> client.stats()).then(stats -> {
                long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
                return Result.ok(new JsonFacts()
                        .put(
                                "context",
                                daemon.context() == null
                                        ? null
                                        : daemon.context().name())
                        .put("url", connection.shown())
                        .put("reachable", true)
                        .put("identity", connection.who())
                        .put("version", JsonFields.text(stats, "version"))
                        .put("backend", JsonFields.text(stats, "backend"))
                        .put("state", JsonFields.text(stats, "state"))
                        .put("took-ms", tookMs)
                        .bytes());
            });
        }
    }
}
