// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.top;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.Interruption;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.cli.output.view.LogList;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon log}. */
@Command(
        name = "log",
        header = "Show the latest warnings, errors and refused logins.",
        description = {
            "Shows the warnings and errors of a running daemon and the logins that it refused, oldest first. The daemon"
                    + " keeps the latest of them in memory, some hundreds; what happened again is one line that says how"
                    + " often. Its whole log is what it writes to stderr.",
            "An entry has a number, which rises; --after shows what came after one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon log",
            "  photon log --follow",
            "  photon log -o json | jq -r '.entries[] | select(.level == \"refused\") | .message'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "5:not allowed", "6:daemon unreachable", "130:interrupted"})
public final class LogCommand extends ClientCommand {

    private static final int MOST = 1_000;
    private static final long EVERY_MS = 1_000;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "100",
            description = "the newest N, 1 to 1000 (default: ${DEFAULT-VALUE})")
    int limit;

    @Option(
            names = "--after",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "only what came after this entry")
    long after;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what comes, until it is stopped")
    boolean follow;

    @Override
    protected int run(PhotonClient client, Report report) throws Exception {
        if (limit < 1 || limit > MOST || after < 0) {
            return report.fail(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    limit < 1 || limit > MOST ? "--limit is " + limit : "--after is " + after,
                    "use --limit 1 to " + MOST + ", and as --after the number of an entry"));
        }
        LogList list = new LogList(report);
        CountDownLatch over = new CountDownLatch(1);
        try (Interruption interruption = Interruption.watch(over::countDown, report, () -> "stopped")) {
            int code = show(client, report, list, over);
            return interruption.orElse(() -> code);
        }
    }

    private int show(PhotonClient client, Report report, LogList list, CountDownLatch over) throws Exception {
        long last = after;
        do {
            Result<byte[]> answer = client.log(last, limit);
            if (answer instanceof Result.Err<byte[]> err) {
                return report.fail(err.failure());
            }
            last = list.show(answer.value(), last, follow);
            report.out().flush();
        } while (follow && !over.await(EVERY_MS, TimeUnit.MILLISECONDS));
        return ExitCode.OK;
    }
}
