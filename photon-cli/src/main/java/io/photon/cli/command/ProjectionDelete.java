package io.photon.cli.command;

import io.photon.cli.output.ProjectionList;
import io.photon.client.PhotonClient;
import io.photon.result.Result;
import picocli.CommandLine.Command;
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
final class ProjectionDelete extends DeletingCommand {

    @Parameters(index = "0", paramLabel = "PROJECTION", description = "the projection's name")
    String name;

    @Override
    String name() {
        return name;
    }

    @Override
    String question() {
        return "Type the projection's name to delete it: ";
    }

    @Override
    Result<byte[]> find(PhotonClient client) {
        return client.projections().then(all -> ProjectionList.one(all, name));
    }

    @Override
    Result<byte[]> delete(PhotonClient client) {
        return client.deleteProjection(name);
    }
}
