package io.photon.cli.command;

import io.photon.cli.output.ProjectionList;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.result.Result;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon projection delete}. */
@Command(
        name = "delete",
        header = "Delete a projection.",
        description =
                "The projection and its value are gone; the events stay. Asks for the name on a terminal; elsewhere"
                        + " it needs --yes. Photon's own projections cannot be deleted.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon projection delete count --dry-run", "  photon projection delete count --yes"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:deleted",
            "2:not confirmed",
            "3:no such projection",
            "4:it comes from a file",
            "5:not allowed, or Photon's own",
            "6:daemon unreachable"
        })
final class ProjectionDelete extends ClientCommand {

    @Parameters(index = "0", paramLabel = "PROJECTION", description = "the projection's name")
    String name;

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Option(names = "--dry-run", description = "show what would go, change nothing")
    boolean dryRun;

    @Override
    int run(PhotonClient client, Report report) throws IOException {
        if (dryRun) {
            report.note("would delete:");
            return report.show(client.projections().then(all -> ProjectionList.one(all, name)));
        }
        Result<Boolean> sure =
                yes ? Result.ok(true) : Confirmation.ofName(report, name, "Type the projection's name to delete it: ");
        return report.show(sure.then(confirmed -> client.deleteProjection(name)));
    }
}
