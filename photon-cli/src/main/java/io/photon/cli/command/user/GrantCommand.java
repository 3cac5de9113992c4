// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.user;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.command.ConfirmOption;
import io.photon.cli.input.Durations;
import io.photon.cli.input.Moments;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.ParamDocs;
import io.photon.question.Params;
import io.photon.question.UserQuestions;
import io.photon.result.Result;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon grant}. */
@Command(
        name = "grant",
        header = "Say what a user may do, with which streams, until when.",
        description = {
            "A grant has roles, a stream or a glob, and an end if it is to have one. A user may what any of the grants allows,"
                    + " and nothing else.",
            "Roles: emit, replay, projections, delete are one kind of action each. reader is replay; writer is emit and"
                    + " replay; operator is all four; admin is everything there is, accounts and backups included."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon grant add ann reader 'order-**'",
            "  photon grant add auditor reader '**' --until 3d",
            "  photon grant list ann"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {GrantCommand.Add.class, GrantCommand.ListThem.class, GrantCommand.Revoke.class})
public final class GrantCommand extends CommandGroup {

    /** {@code photon grant add}. */
    @Command(
            name = "add",
            header = "Grant a user roles on some streams.",
            description =
                    "It counts at once, also for what the user reads right now. Quote a glob, or the shell takes it.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon grant add ann reader 'order-**'",
                "  photon grant add shop emit orders",
                "  photon grant add auditor reader '**' --until 2026-12-04T18:00:00+01:00",
                "  photon grant add bob admin"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:granted",
                "2:no such role, or a time that is over",
                "3:no such user",
                "5:not allowed",
                "6:daemon unreachable"
            })
    static final class Add extends ClientCommand {

        @Parameters(index = "0", paramLabel = "USER", description = ParamDocs.USER)
        String user;

        @Parameters(
                index = "1",
                paramLabel = "ROLE,…",
                description =
                        "emit, replay, projections, delete, reader, writer, operator or admin; several with commas")
        String roles;

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "STREAM",
                description = "a stream, or a glob: ** for all; not needed for admin")
        @Nullable String streams;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                description = "when it ends: a time, or how long from now such as 8h or 3d (default: never)")
        @Nullable String until;

        @Override
        protected int run(PhotonClient client, Report report) {
            Result<byte[]> answer = until(report)
                    .then(end -> client.ask(UserQuestions.GRANT_ADD
                            .ask()
                            .with(Params.USER, user)
                            .with(Params.GRANTED_ROLES, roles)
                            .with(Params.GRANTED_STREAMS, streams)
                            .with(Params.GRANTED_UNTIL, end.orElse(null))));
            return report.done(
                    answer,
                    done -> "granted " + user + " " + roles + (streams == null ? "" : " on '" + streams + "'")
                            + "; revoke it with: photon grant revoke " + user + " "
                            + JsonFields.text(done, "grant-id"));
        }

        /** As ms since 1970; empty for never. */
        private Result<Optional<String>> until(Report report) {
            if (until == null) {
                return Result.ok(Optional.empty());
            }
            long now = System.currentTimeMillis();
            Result<Long> span = Durations.parse(until);
            Result<Long> end = span.isOk() ? span.map(ms -> now + ms) : Moments.read(until, now, report::note);
            return end.map(ms -> Optional.of(Long.toString(ms)));
        }
    }

    /** {@code photon grant list}. */
    @Command(
            name = "list",
            header = "List grants.",
            description = "Lists what is granted to one user, or to all. Those that have ended are told too.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon grant list", "  photon grant list ann -o json | jq -r '.[].\"grant-id\"'"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:listed", "3:no such user", "5:not allowed", "6:daemon unreachable"})
    static final class ListThem extends ClientCommand {

        @Parameters(index = "0", arity = "0..1", paramLabel = "USER", description = "only those of this user")
        @Nullable String user;

        @Override
        protected int run(PhotonClient client, Report report) {
            return Entries.grants(client.ask(UserQuestions.GRANTS.ask().with(Params.OF_USER, user)), "grants", report);
        }
    }

    /** {@code photon grant revoke}. */
    @Command(
            name = "revoke",
            header = "Take a grant back.",
            description = "What the user reads by it ends at once.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon grant list ann", "  photon grant revoke ann 4a3de257"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:revoked", "3:no such user or grant", "5:not allowed", "6:daemon unreachable"})
    static final class Revoke extends ClientCommand {

        @Parameters(index = "0", paramLabel = "USER", description = ParamDocs.USER)
        String user;

        @Parameters(index = "1", paramLabel = "GRANT", description = "its id, as photon grant list shows it")
        String grant;

        @Mixin
        ConfirmOption confirm;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            Result<byte[]> answer = confirm.check(connection, report)
                    .then(sure -> client.ask(UserQuestions.GRANT_REVOKE
                            .ask()
                            .with(Params.USER, user)
                            .with(Params.GRANT_ID, grant)));
            return report.done(answer, done -> "revoked grant " + grant + " of user " + user);
        }
    }
}
