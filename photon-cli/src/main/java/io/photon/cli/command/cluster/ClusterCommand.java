// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.cluster;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.question.ClusterQuestions;
import picocli.CommandLine.Command;

/** {@code photon cluster}. */
@Command(
        name = "cluster",
        header = "Show a node, the one it follows, and its followers.",
        description =
                "A follower keeps all events of another Photon; see docs/followers.md. One becomes the primary with photon promote.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon cluster status", "  photon cluster status --url http://second:3000"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = ClusterCommand.Status.class)
public final class ClusterCommand extends CommandGroup {

    /** {@code photon cluster status}. */
    @Command(
            name = "status",
            header = "Show the role of a node, the one it follows, and its followers.",
            description = {
                "A row for the node that is asked and for each of its followers: its role, the epoch that it knows, its lag, and where"
                        + " it is reached. The lag is how many events it lacks and for how long, of a follower of the node that"
                        + " is asked how far its disk is from the head.",
                "A node that does not follow any more says why in a line below."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  photon cluster status", "  photon cluster status -o json | jq .followers"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:shown", "5:not allowed", "6:daemon unreachable"})
    static final class Status extends ClientCommand {
        @Override
        protected int run(PhotonClient client, Report report) {
            return NodeRows.show(client.ask(ClusterQuestions.CLUSTER.ask()), report);
        }
    }
}
