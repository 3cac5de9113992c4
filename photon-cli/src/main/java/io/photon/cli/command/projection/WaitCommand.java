// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.projection;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.input.Moments;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.ParamDocs;
import io.photon.result.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon wait}. */
@Command(
        name = "wait",
        header = "Wait until something is so far.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon wait projection stock --at-least 1764000000000001",
            "  photon wait projection stock --at-least now --timeout 10s"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is so far", "2:usage"},
        subcommands = WaitCommand.Projection.class)
public final class WaitCommand extends CommandGroup {

    /** {@code photon wait projection}. */
    @Command(
            name = "projection",
            header = "Wait until a projection covers a position.",
            description =
                    "For scripts that have appended and now want the value: ends when the value covers every event up"
                            + " to the position, which emit printed. Gives up after --timeout (default: 30s).",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon wait projection stock --at-least 1764000000000001",
                "  photon wait projection stock --at-least \"$(photon emit --stream s --type t -o raw)\" --timeout 10s"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:it got there",
                "2:bad input",
                "3:no such projection",
                "4:it has failed, or is paused, before that position",
                "6:daemon unreachable",
                "124:it did not get there in time"
            })
    static final class Projection extends ClientCommand {

        @Parameters(index = "0", paramLabel = "PROJECTION", description = ParamDocs.PROJECTION)
        String name;

        @Option(
                names = "--at-least",
                paramLabel = "WHEN",
                required = true,
                description = "an order-id, or a time such as now")
        String atLeast;

        @Override
        protected int run(PhotonClient client, Report report) {
            // The daemon gives up a little before the client does: its answer says how far the projection is.
            Result<byte[]> there = connection
                    .limitMs()
                    .then(limitMs -> position(client, report)
                            .then(position ->
                                    client.awaitProjection(name, position, limitMs - Math.min(500, limitMs / 10))));
            return report.done(
                    there,
                    json -> "projection " + name + " covers everything up to " + JsonFields.text(json, "position"));
        }

        /** "now" is all that the daemon has by now: the two clocks need not agree. */
        private Result<Long> position(PhotonClient client, Report report) {
            return atLeast.strip().equals("now")
                    ? client.stats().map(stats -> JsonFields.number(stats, "head"))
                    : Moments.read(atLeast, System.currentTimeMillis(), report::note);
        }
    }
}
