// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.question.Params;
import io.photon.question.TokenQuestions;
import io.photon.result.Result;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon token list}. */
@Command(
        name = "list",
        header = "List tokens.",
        description =
                "Lists the tokens that have a name and are still good, never the tokens themselves: yours, or those of"
                        + " all users if you manage users. The last use is recorded about once an hour.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon token list", "  photon token list --for ann -o json | jq -r '.[].id'"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "5:not allowed", "6:daemon unreachable"})
final class TokenList extends ClientCommand {

    @Option(names = "--for", paramLabel = "USER", description = "only those of this user")
    @Nullable String user;

    @Override
    protected int run(PhotonClient client, Report report) {
        Result<byte[]> list = client.ask(TokenQuestions.TOKENS.ask().with(Params.USERNAME, user));
        return HandedOut.TOKENS.list(list, report);
    }
}
