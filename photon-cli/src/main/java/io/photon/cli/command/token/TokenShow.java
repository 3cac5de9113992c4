// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.question.Params;
import io.photon.question.TokenQuestions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code photon token show}. */
@Command(
        name = "show",
        header = "Show one token.",
        description =
                "Shows whose it is, what it may do at most, and when it was made and used and ends; never the token"
                        + " itself. The token of the daemon of this machine is printed by photon token --show.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon token show 0b0e4a8c-7c0a-4f9c-9a44-b5f1a1a7a111",
            "  photon token show 0b0e4a8c-7c0a-4f9c-9a44-b5f1a1a7a111 -o json | jq .until"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "3:no such token", "5:not allowed", "6:daemon unreachable"})
final class TokenShow extends ClientCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "its id, as photon token list shows it")
    String id;

    @Override
    protected int run(PhotonClient client, Report report) {
        return HandedOut.TOKENS.show(client.ask(TokenQuestions.TOKEN_SHOW.ask().with(Params.TOKEN_ID, id)), report);
    }
}
