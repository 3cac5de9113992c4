package io.photon.cli.command;

import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code photon event}. */
@Command(
        name = "event",
        header = "Look at single events.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon event get orders 1764000000000001", "  photon event get orders 1764000000000001 -o json"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = EventCommand.Get.class)
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

        @Parameters(index = "0", paramLabel = "STREAM", description = "the stream's name")
        String stream;

        @Parameters(index = "1", paramLabel = "ORDER-ID", description = "the event's position")
        long orderId;

        @Override
        int run(PhotonClient client, Report report) {
            return report.show(client.event(stream, orderId));
        }
    }
}
