// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.input.Durations;
import io.photon.cli.output.Format;
import io.photon.cli.output.OneObject;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.question.Params;
import io.photon.question.TokenQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon token create}. */
@Command(
        name = "create",
        header = "Create a token with a name.",
        description = {
            "Prints a signed token, this once. It stands for a user: what the user may do is looked up when it is used, and"
                    + " --roles and --streams can only take away. It ends at its time, when it is revoked, and when the user"
                    + " gets another password, is disabled or deleted.",
            "It takes a login: a password, or the token of the daemon of this machine. A token hands out no other."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon token create ci --roles emit --streams 'builds-*' --life 90d --out ci.token",
            "  photon token create laptop --for ann --out ann.token",
            "  photon --url https://store:3000 replay orders --token-file ci.token"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:handed out",
            "2:bad input",
            "3:no such user",
            "4:too many",
            "5:not allowed",
            "6:daemon unreachable"
        })
final class TokenCreate extends ClientCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "by which you know it again")
    String name;

    @Option(
            names = "--life",
            paramLabel = "DURATION",
            description = "how long it is good, e.g. 90d (default: as auth.token-life of the daemon)")
    @Nullable String life;

    @Mixin
    GrantedOptions granted;

    @Mixin
    SecretOutput place;

    @Override
    protected int run(PhotonClient client, Report report) {
        Optional<Failure> refused = place.refuse();
        if (refused.isPresent()) {
            return report.fail(refused.get());
        }
        Result<Optional<Long>> seconds = life == null
                ? Result.ok(Optional.empty())
                : Durations.parse(life).map(ms -> Optional.of(Math.max(1, ms / 1_000)));
        Result<byte[]> made = seconds.then(limit -> client.ask(granted.in(
                TokenQuestions.TOKEN_CREATE.ask().with(Params.LABEL, name).with(Params.LIFE, limit.orElse(null)))));
        return made instanceof Result.Err<byte[]> err ? report.fail(err.failure()) : show(made.value(), report);
    }

    /** Plain wherever it goes: it is there to stand in other commands. */
    private int show(byte[] made, Report report) {
        String token = Made.text(made, "token");
        boolean json = report.isAsked(Format.json) || report.isAsked(Format.ndjson);
        JsonWriter told = new JsonWriter(256)
                .object()
                .field("id", Made.text(made, "id"))
                .field("username", Made.text(made, "username"))
                .field("name", name)
                .field("until", JsonFields.number(made, "until"));
        return place.give(
                report,
                token,
                () -> {
                    if (json) {
                        OneObject.show(made, report);
                    } else {
                        report.out().line(token);
                    }
                },
                told,
                "the token");
    }
}
