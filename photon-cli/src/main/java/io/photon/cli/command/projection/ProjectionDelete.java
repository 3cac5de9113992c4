// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.projection;

import io.photon.cli.command.DeletingCommand;
import io.photon.cli.output.Units;
import io.photon.cli.output.view.ProjectionList;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.ParamDocs;
import io.photon.result.Result;
import java.util.List;
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

    @Parameters(index = "0", paramLabel = "PROJECTION", description = ParamDocs.PROJECTION)
    String name;

    @Override
    protected List<String> names() {
        return List.of(name);
    }

    @Override
    protected String thing(String one, byte[] found) {
        String processed = JsonFields.text(found, "processed");
        return "projection '" + one + "' with its value"
                + (processed == null ? "" : " of " + Units.counted(JsonFields.number(found, "processed"), "event"));
    }

    @Override
    protected String deleted(String one, byte[] answer) {
        return "projection '" + one + "'";
    }

    @Override
    protected Result<byte[]> find(PhotonClient client, String one) {
        return client.projections().then(all -> ProjectionList.one(all, one));
    }

    @Override
    protected Result<byte[]> delete(PhotonClient client, String one) {
        return client.deleteProjection(one);
    }
}
