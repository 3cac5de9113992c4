// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.event;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.output.Report;
import io.photon.cli.output.view.TraceTree;
import io.photon.client.PhotonClient;
import io.photon.question.ParamDocs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon event}. */
@Command(
        name = "event",
        header = "Look at single events, and at what they caused.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon event get orders 1764000000000001", "  photon event trace 1764000000000001"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {EventCommand.Get.class, EventCommand.Trace.class})
public final class EventCommand extends CommandGroup {

    /** {@code photon event get}. */
    @Command(
            name = "get",
            header = "Show one event.",
            description = "Shows the event of a stream that has this order-id.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon event get orders 1764000000000001",
                "  photon event get orders 1764000000000001 -o json | jq .payload"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:shown", "3:no such event", "5:not allowed", "6:daemon unreachable"})
    static final class Get extends ClientCommand {

        @Parameters(index = "0", paramLabel = "STREAM", description = ParamDocs.STREAM)
        String stream;

        @Parameters(index = "1", paramLabel = "ORDER-ID", description = ParamDocs.ORDER_ID)
        long orderId;

        @Override
        protected int run(PhotonClient client, Report report) {
            return report.show(client.event(stream, orderId));
        }
    }

    /** {@code photon event trace}. */
    @Command(
            name = "trace",
            header = "Show what caused an event, and what it caused.",
            description = {
                "Follows caused-by (and the provenance of older clients) from the event to its first cause, and finds what"
                        + " names the event as its cause, and so on: a tree on a terminal, JSON elsewhere.",
                "Effects are looked for from the event to the head of the log, for at most 15 s; when something was left"
                        + " out, the last line on stderr says so."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon event trace 1764000000000001",
                "  photon event trace 1764000000000001 -o json | jq '.event.effects | length'"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:shown", "3:no such event", "5:not allowed", "6:daemon unreachable"})
    static final class Trace extends ClientCommand {

        @Parameters(index = "0", paramLabel = "ORDER-ID", description = ParamDocs.ORDER_ID)
        long orderId;

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                defaultValue = "1000",
                description = "at most N effects, up to 10000 (default: 1000)")
        int limit;

        @Override
        protected int run(PhotonClient client, Report report) {
            return new TraceTree(report).show(client.trace(orderId, Math.max(0, limit)));
        }
    }
}
