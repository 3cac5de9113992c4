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
        header = "Wait until a projection has caught up.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon wait projection stock --at-least 1764000000000001",
            "  photon wait projection stock --timeout 10s"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it has caught up", "2:usage"},
        subcommands = WaitCommand.Projection.class)
public final class WaitCommand extends CommandGroup {

    /** {@code photon wait projection}. */
    @Command(
            name = "projection",
            header = "Wait until a projection covers a position.",
            description =
                    "For scripts that have emitted and now want the value: ends when the value covers every event up to"
                            + " the position, by default every event stored until now. emit prints the position of an event."
                            + " Gives up after --timeout (default: 30s).",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon wait projection stock",
                "  photon wait projection stock --at-least \"$(photon emit --stream s --type t -o raw)\" --timeout 10s"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:the value covers the position",
                "2:bad input",
                "3:no such projection",
                "4:it has failed, or is paused, before that position",
                "6:daemon unreachable",
                "124:it did not cover the position in time"
            })
    static final class Projection extends ClientCommand {

        @Parameters(index = "0", paramLabel = "PROJECTION", description = ParamDocs.PROJECTION)
        String name;

        @Option(
                names = "--at-least",
                paramLabel = "WHEN",
                defaultValue = "now",
                description = "an order-id or a time (default: now)")
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
