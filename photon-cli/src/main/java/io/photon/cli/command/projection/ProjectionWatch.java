// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.projection;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.Interruption;
import io.photon.cli.command.ReaderWatch;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Report;
import io.photon.cli.output.view.ProjectionUpdates;
import io.photon.client.PhotonClient;
import io.photon.question.ParamDocs;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon projection watch}. */
@Command(
        name = "watch",
        header = "Print each update of a projection.",
        description =
                "Prints the current value and then each new one, one a line, until you stop it or the projection is"
                        + " deleted. Of several changes in quick succession the last one is printed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon projection watch stock",
            "  photon projection watch stock --full | jq -c '{processed, status}'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the projection was deleted, or --limit was reached",
            "3:no such projection",
            "5:not allowed",
            "6:daemon unreachable, or it broke off",
            "124:timed out",
            "130:interrupted",
            "141:the reader of the output left (silent)"
        })
final class ProjectionWatch extends ClientCommand {

    @Parameters(index = "0", paramLabel = "PROJECTION", description = ParamDocs.PROJECTION)
    String name;

    @Option(names = "--full", description = "the whole descriptor, not the value alone")
    boolean full;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "end after N updates")
    @Nullable Long limit;

    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Override
    protected int run(PhotonClient client, Report report) {
        ProjectionUpdates updates =
                new ProjectionUpdates(report, full, limit == null ? Long.MAX_VALUE : limit, client::cancel);
        try (Interruption interruption = Interruption.watch(
                        client,
                        report,
                        () -> "stopped after " + updates.shown() + (updates.shown() == 1 ? " update" : " updates"));
                ReaderWatch reader = ReaderWatch.of(client::cancel, report)) {
            Lines lines = new Lines(updates);
            Result<Long> result = client.projectionUpdates(name, lines);
            lines.end(result);
            updates.pause();
            return interruption.orElse(() -> reader.isGone() ? ExitCode.BROKEN_PIPE : updates.conclude(result));
        }
    }
}
