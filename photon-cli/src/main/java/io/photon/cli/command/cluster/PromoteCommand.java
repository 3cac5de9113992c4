// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.cluster;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.ConfirmOption;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.ClusterQuestions;
import io.photon.question.Params;
import io.photon.result.Result;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code photon promote}. */
@Command(
        name = "promote",
        header = "Make a follower the primary.",
        description = {
            "Ends its following, begins a new epoch, and takes events from then on. Its primary steps down as soon as the two talk: it"
                    + " refuses events, and puts those that never reached the new primary into a file.",
            "Do it when the primary is gone, or when it takes no events any more: what it takes after this never reaches the"
                    + " new one. It needs the role admin.",
            "A follower that knows that it lacks events of its primary, or that has not reached it since it was started, is not promoted"
                    + " without --force: these events would be missing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon promote --url http://second:3000",
            "  photon promote --context second --confirm second",
            "  photon promote --url http://second:3000 --force"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is the primary",
            "4:it has other events than its primary, or lacks some",
            "5:not allowed",
            "6:daemon unreachable"
        })
public final class PromoteCommand extends ClientCommand {

    @Mixin
    ConfirmOption confirm;

    @Option(names = "--force", description = "also when it lacks events, or may do so")
    boolean force;

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        Result<Boolean> sure = confirm.check(connection, report);
        long before = sure.isOk() && !report.isQuiet() ? epochOfPrimary(client) : 0; // only for the remark
        Result<byte[]> answer =
                sure.then(yes -> client.ask(ClusterQuestions.PROMOTE.ask().with(Params.FORCE, force)));
        if (answer instanceof Result.Ok<byte[]> ok && before > 0 && JsonFields.number(ok.value(), "epoch") == before) {
            report.note("it was the primary already; nothing was changed");
        }
        return report.done(
                answer,
                done -> JsonFields.text(done, "node") + " is the primary, with epoch "
                        + JsonFields.number(done, "epoch"));
    }

    /** The epoch of a node that is the primary; 0 of another, and where it is not told. */
    private static long epochOfPrimary(PhotonClient client) {
        return client.ask(ClusterQuestions.CLUSTER.ask()) instanceof Result.Ok<byte[]> ok
                        && "primary".equals(JsonFields.text(ok.value(), "role"))
                ? JsonFields.number(ok.value(), "epoch")
                : 0;
    }
}
