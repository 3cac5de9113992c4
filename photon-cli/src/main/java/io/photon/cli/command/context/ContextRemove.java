// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.context.Contexts;
import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Report;
import io.photon.result.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code photon context rm}. */
@Command(
        name = "rm",
        header = "Forget a context.",
        description =
                "Removes its file. The daemon and the secret, which is kept elsewhere, stay as they are. If it was in"
                        + " use, none is in use afterwards.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon context rm trial", "  photon context rm trial -q"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:removed", "2:it cannot be removed", "3:no such context"})
final class ContextRemove extends FilesCommand {

    @Parameters(index = "0", paramLabel = "CONTEXT", description = "its name")
    String name;

    @Override
    int run(Contexts contexts, Report report) {
        Result<byte[]> done = contexts.remove(name)
                .map(file -> new JsonFacts().put("removed", name).bytes());
        return report.done(done, json -> "context '" + name + "' is forgotten");
    }
}
