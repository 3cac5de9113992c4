// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.projection;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.question.ParamDocs;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon projection bisect}. */
@Command(
        name = "bisect",
        header = "Find the event at which a projection's value changed.",
        description =
                "Finds the first event after which a condition on the value holds, and shows it with the value before"
                        + " and after it. Snapshots make that fast: the whole history is not folded again. In jq null is"
                        + " less than any number: of a field that comes later, ask that it is not null.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon projection bisect stock --until '.sku1 != null and .sku1 < 0'",
            "  photon projection bisect stock --until '.sku1 > 100' -o json | jq .event"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:found",
            "2:the condition cannot be understood",
            "3:no such projection, or the condition never holds",
            "5:not allowed",
            "6:daemon unreachable",
            "124:timed out"
        })
final class ProjectionBisect extends ClientCommand {

    @Parameters(index = "0", paramLabel = "PROJECTION", description = ParamDocs.PROJECTION)
    String name;

    @Option(
            names = "--until",
            paramLabel = "JQ",
            required = true,
            description = "a condition on the value, in jq, e.g. '.total > 100'")
    String until;

    /** It folds as long as that takes. */
    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Override
    protected int run(PhotonClient client, Report report) {
        return report.show(client.ask(ProjectionQuestions.PROJECTION_BISECT
                .ask()
                .with(Params.PROJECTION, name)
                .with(Params.UNTIL, until)));
    }
}
