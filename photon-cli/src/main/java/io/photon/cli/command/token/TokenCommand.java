// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import static java.util.Objects.requireNonNull;

import io.photon.cli.command.Credentials;
import io.photon.cli.command.OutputOptions;
import io.photon.cli.context.ChosenDaemon;
import io.photon.cli.context.Contexts;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.client.DaemonAddress;
import io.photon.client.DaemonToken;
import io.photon.client.Identity;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code photon token}. */
@Command(
        name = "token",
        header = "Create, list and revoke tokens; show the token of this machine's daemon.",
        description = {
            "A token stands for a user, for programs that shall not know the user's password: photon token create hands one"
                    + " out, which is shown once and can be bounded, listed and revoked.",
            "A daemon leaves a token for its own user; commands of that user on the same machine find it by themselves."
                    + " photon token --show prints it for other programs, such as curl. It is new at each start of the daemon, and counts"
                    + " for callers on this machine only.",
            "With --show the daemon is the one that --url, PHOTON_URL or a context names, else that of port 3000. Nothing is asked over the"
                    + " network."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon token create ci --roles emit --streams 'builds-*' --life 90d --out ci.token",
            "  photon token list",
            "  photon token --show",
            "  curl -H \"Authorization: Bearer $(photon token --show)\" http://localhost:3000/api/streams"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:bad input", "3:there is no token of a daemon of this user"},
        subcommands = {TokenCreate.class, TokenList.class, TokenShow.class, TokenRevoke.class})
public final class TokenCommand implements Callable<Integer> {

    @Option(names = "--show", description = "print the daemon's own token, which is a secret")
    boolean show;

    @Option(
            order = 50,
            names = "--url",
            paramLabel = "URL",
            description =
                    "the daemon by http(s)://, on this machine (default: PHOTON_URL, the context, localhost:3000)")
    @Nullable String url;

    @Option(order = 50, names = "--context", paramLabel = "NAME", description = "the daemon that this context names")
    @Nullable String context;

    @Mixin
    OutputOptions output;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Report report = output.open(spec);
        if (!show) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "say what to do: create, list, show, revoke or --show");
        }
        return report.guard(() -> {
            Map<String, String> environment = report.console().environment();
            Result<DaemonAddress> endpoint = ChosenDaemon.of(
                            url, context, environment, new Contexts(environment, report::note))
                    .then(daemon -> DaemonAddress.parse(daemon.url()));
            return endpoint instanceof Result.Err<DaemonAddress> err
                    ? report.fail(err.failure())
                    : show(endpoint.value(), report);
        });
    }

    private static int show(DaemonAddress endpoint, Report report) {
        DaemonToken.Found found =
                Credentials.daemonToken(endpoint, report.console().environment());
        if (!(found.identity() instanceof Identity.Token token)) {
            return report.fail(Failure.of(
                    Kind.NOT_FOUND,
                    requireNonNull(found.note(), "why"),
                    "is the daemon running, as this user? see: photon help identity"));
        }
        // Plain wherever it goes: it is there to stand in other commands.
        boolean json = report.isAsked(Format.json) || report.isAsked(Format.ndjson);
        report.out()
                .line(
                        json
                                ? "{\"token\":" + JsonFields.quote(token.secret()) + ",\"file\":"
                                        + JsonFields.quote(String.valueOf(found.file())) + "}"
                                : token.secret());
        return ExitCode.OK;
    }
}
