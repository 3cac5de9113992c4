// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.context.Secret;
import io.photon.cli.context.SecretReader;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.question.Params;
import io.photon.question.TokenQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon token revoke}. */
@Command(
        name = "revoke",
        header = "Revoke tokens.",
        description = {
            "Ends tokens by their ids, or the one in a file, or with --all everything that was handed out to a user up to now:"
                    + " tokens with and without a name, simple tokens, sessions. Applications stay; see photon app.",
            "What is under way with them ends too. It is recorded, so a restart and a restored backup know it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon token revoke 0b0e4a8c-7c0a-4f9c-9a44-b5f1a1a7a111",
            "  photon token revoke --shown-in found.token",
            "  photon token revoke --all --for ann --yes"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:revoked", "2:bad input", "3:no such token", "5:not allowed", "6:daemon unreachable"})
final class TokenRevoke extends ClientCommand {

    @Parameters(arity = "0..*", paramLabel = "ID", description = "ids, as photon token list shows them")
    List<String> ids = List.of();

    @Option(
            names = "--shown-in",
            paramLabel = "FILE",
            description = "the token in this file; with a refresh token all of its login")
    @Nullable Path shownIn;

    @Option(names = "--all", description = "everything that was handed out to a user")
    boolean all;

    @Option(names = "--for", paramLabel = "USER", description = "with --all: to this user (default: to you)")
    @Nullable String user;

    @Option(names = "--yes", description = "with --all: you are sure")
    boolean yes;

    @Override
    protected int run(PhotonClient client, Report report) {
        int ways = (ids.isEmpty() ? 0 : 1) + (shownIn == null ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            return report.fail(bad(
                    ways == 0 ? "nothing says which token" : "several things say which token",
                    "give ids, or --shown-in FILE, or --all"));
        }
        if (user != null && !all) {
            return report.fail(bad("--for belongs to --all", "a token is known by its id alone"));
        }
        if (all) {
            return yes
                    ? report.done(
                            client.ask(TokenQuestions.TOKENS_REVOKE.ask().with(Params.USERNAME, user)),
                            done -> "all tokens and sessions of " + (user == null ? "yours" : user) + " have ended")
                    : report.fail(bad("--all ends every token and session of a user", "if you are sure: --yes"));
        }
        return shownIn == null ? revoke(client, report) : revokeShown(client, shownIn, report);
    }

    private int revoke(PhotonClient client, Report report) {
        int code = ExitCode.OK;
        for (String id : ids) {
            int one = report.done(
                    client.ask(TokenQuestions.TOKEN_REVOKE.ask().with(Params.TOKEN_ID, id)),
                    done -> "token " + id + " has ended");
            code = code == ExitCode.OK ? one : code;
        }
        return code;
    }

    private static int revokeShown(PhotonClient client, Path shownIn, Report report) {
        Result<String> token = new SecretReader(report.console().environment(), report::note)
                .read(new Secret(Secret.Place.FILE, shownIn.toAbsolutePath().toString()), "the token");
        return report.done(
                token.then(
                        text -> client.ask(TokenQuestions.TOKENS_REVOKE.ask().with(Params.SHOWN_TOKEN, text.strip()))),
                done -> "the token in " + shownIn + " has ended");
    }

    private static Failure bad(String what, String hint) {
        return Failure.of(Failure.Kind.BAD_INPUT, what, hint);
    }
}
