// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.command.DeletingCommand;
import io.photon.cli.input.Durations;
import io.photon.cli.input.TextArgument;
import io.photon.cli.output.OneObject;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.question.Asked;
import io.photon.question.HookQuestions;
import io.photon.question.ParamDocs;
import io.photon.question.Params;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon hook}. */
@Command(
        name = "hook",
        header = "Hooks: addresses to which other services deliver signed events.",
        description = {
            "What is POSTed to /hooks/NAME, signed with the hook's secret as GitHub, Stripe or Standard Webhooks sign, becomes"
                    + " an event of the hook's stream. The signature is the identity: the sender has no password and no"
                    + " token, and can do nothing else. A delivery that is repeated is stored once.",
            "The secret is shown once. It is kept sealed with the daemon's admin.secret, so a backup does not hold it. It"
                    + " takes the right to manage users."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon hook add github --stream pushes --scheme github --out github.secret",
            "  photon hook test github",
            "  photon hook list",
            "  photon hook disable github",
            "  photon hook rotate github --grace 1h --out github.secret"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {
            HookCommand.Add.class,
            HookCommand.ListThem.class,
            HookCommand.Show.class,
            HookCommand.Test.class,
            HookCommand.Rotate.class,
            HookSwitches.Enable.class,
            HookSwitches.Disable.class,
            HookSwitches.Limit.class,
            HookCommand.Remove.class
        })
public final class HookCommand extends CommandGroup {

    static final String NAME = "its name, as photon hook list shows it";

    /** A secret that the sender has made. */
    static final class Given {
        @Option(
                names = "--secret-file",
                paramLabel = "FILE",
                description = "the secret that the sender has given you, - for standard input (default: a random one)")
        @Nullable String file;

        /** Empty when there is none. */
        Result<Optional<String>> read(Report report) throws IOException {
            if (file == null) {
                return Result.ok(Optional.empty());
            }
            String value = file.equals("-") ? "-" : "@" + file;
            return TextArgument.text("--secret-file", value, report.console().in())
                    .map(text -> Optional.of(text.strip()));
        }
    }

    /** Gives out the secret. */
    private static int give(Result<byte[]> answer, SecretOutput place, Report report) {
        if (answer instanceof Result.Err<byte[]> err) {
            return report.fail(err.failure());
        }
        byte[] made = answer.value();
        return place.give(
                report,
                Made.text(made, "secret"),
                () -> OneObject.show(made, report),
                new JsonWriter(128)
                        .object()
                        .field("hook", Made.text(made, "hook"))
                        .field("path", Made.text(made, "path")),
                "the secret");
    }

    private static Result<byte[]> find(PhotonClient client, String name) {
        return client.ask(HookQuestions.HOOK_SHOW.ask().with(Params.HOOK, name));
    }

    private static Result<Optional<Long>> seconds(@Nullable String duration) {
        return duration == null
                ? Result.ok(Optional.empty())
                : Durations.parse(duration).map(ms -> Optional.of(ms / 1_000));
    }

    /** {@code photon hook add}. */
    @Command(
            name = "add",
            header = "Add a hook.",
            description = {
                "Prints its path and its secret, this once. The scheme says how the sender signs: github"
                        + " (X-Hub-Signature-256), standard (Standard Webhooks: webhook-id, webhook-timestamp,"
                        + " webhook-signature), stripe (Stripe-Signature), or header: HMAC of the body in a header of any"
                        + " name.",
                "Type and id of an event are found where the scheme has them, or where --type-from and --id-from say:"
                        + " header:NAME, a path such as .data.id, or digest (SHA-256 of the body). Several, with commas,"
                        + " are joined by dots."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon hook add github --stream pushes --scheme github --type-from header:X-GitHub-Event,.action",
                "  photon hook add pay --stream payments --scheme stripe --secret-file stripe.secret",
                "  photon hook add own --stream s --scheme header --signature-header X-Sig --encoding base64"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:added",
                "2:bad input",
                "4:the name is taken, or there are too many",
                "5:not allowed",
                "6:daemon unreachable"
            })
    static final class Add extends ClientCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = "ends the address: /hooks/NAME")
        String name;

        @Option(names = "--stream", required = true, paramLabel = "NAME", description = ParamDocs.HOOK_STREAM)
        String stream;

        @Option(names = "--scheme", required = true, paramLabel = "SCHEME", description = ParamDocs.SCHEME)
        String scheme;

        @Mixin
        Given given;

        @Option(
                names = "--signature-header",
                paramLabel = "NAME",
                description = "with --scheme header: the header that holds the signature")
        @Nullable String header;

        @Option(
                names = "--prefix",
                paramLabel = "TEXT",
                description = "with --scheme header: what stands before the signature, e.g. sha256=")
        @Nullable String prefix;

        @Option(
                names = "--algorithm",
                paramLabel = "NAME",
                description = "with --scheme header: sha256 or sha512 (default: sha256)")
        @Nullable String algorithm;

        @Option(
                names = "--encoding",
                paramLabel = "NAME",
                description = "with --scheme header: hex or base64 (default: hex)")
        @Nullable String encoding;

        @Option(
                names = "--tolerance",
                paramLabel = "DURATION",
                description = "how far the time of a signature may be from now, 1h at most (default: 5m)")
        @Nullable String tolerance;

        @Option(names = "--type-from", paramLabel = "PLACES", description = ParamDocs.TYPE_FROM)
        @Nullable String typeFrom;

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "the event-type of what has none there (default: webhook)")
        @Nullable String type;

        @Option(names = "--id-from", paramLabel = "PLACES", description = ParamDocs.ID_FROM)
        @Nullable String idFrom;

        @Option(names = "--max-body", paramLabel = "SIZE", description = HookSwitches.MAX_BODY)
        @Nullable String maxBody;

        @Mixin
        SecretOutput place;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            Optional<Failure> refused = place.refuse();
            if (refused.isPresent()) {
                return report.fail(refused.get());
            }
            Result<Long> most = maxBody == null ? Result.ok(0L) : HookSwitches.bytes("--max-body", maxBody);
            if (most instanceof Result.Err<Long> err) {
                return report.fail(err.failure());
            }
            Asked asked = HookQuestions.HOOK_CREATE
                    .ask()
                    .with(Params.HOOK, name)
                    .with(Params.HOOK_STREAM, stream)
                    .with(Params.SCHEME, scheme)
                    .with(Params.SIGNATURE_HEADER, header)
                    .with(Params.SIGNATURE_PREFIX, prefix)
                    .with(Params.ALGORITHM, algorithm)
                    .with(Params.ENCODING, encoding)
                    .with(Params.TYPE_FROM, typeFrom)
                    .with(Params.EVENT_TYPE, type)
                    .with(Params.ID_FROM, idFrom)
                    .with(Params.MAX_BODY, most.value());
            Result<byte[]> made = given.read(report)
                    .then(secret -> seconds(tolerance)
                            .then(limit -> client.ask(asked.with(Params.HOOK_SECRET, secret.orElse(null))
                                    .with(Params.TOLERANCE, limit.orElse(null)))));
            return give(made, place, report);
        }
    }

    /** {@code photon hook list}. */
    @Command(
            name = "list",
            header = "List hooks.",
            description = "Lists hooks with what came to them since the daemon started, never their secrets.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon hook list", "  photon hook list -o json | jq '.[] | select(.failed > 0)'"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:listed", "5:not allowed", "6:daemon unreachable"})
    static final class ListThem extends ClientCommand {
        @Override
        protected int run(PhotonClient client, Report report) {
            return HandedOut.HOOKS.list(client.ask(HookQuestions.HOOKS.ask()), report);
        }
    }

    /** {@code photon hook show}. */
    @Command(
            name = "show",
            header = "Show a hook.",
            description = "Shows how its sender signs, where type and id stand, and what came to it since the daemon"
                    + " started: stored, repeated, failed, and the latest problem. Never its secret.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon hook show github", "  photon hook show github -o json | jq -r '.[\"last-problem\"]'"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:shown", "3:no such hook", "5:not allowed", "6:daemon unreachable"})
    static final class Show extends ClientCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = NAME)
        String name;

        @Override
        protected int run(PhotonClient client, Report report) {
            return HandedOut.HOOKS.show(find(client, name), report);
        }
    }

    /** {@code photon hook test}. */
    @Command(
            name = "test",
            header = "Show what a hook makes of a delivery.",
            description = "The daemon signs a delivery as the sender would, checks it as if it had come, and shows its"
                    + " headers and the event that it would be. Nothing is stored. Without --payload it delivers an object"
                    + " that has what the hook looks for.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon hook test github", "  photon hook test github --payload @push.json | jq .event"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:it would be stored",
                "2:it would be refused: no JSON, or no id",
                "3:no such hook",
                "4:the secret was sealed with another admin.secret",
                "5:not allowed",
                "6:daemon unreachable"
            })
    static final class Test extends ClientCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = NAME)
        String name;

        @Option(
                names = "--payload",
                paramLabel = "JSON",
                description = "what is delivered, @FILE for what is in a file, - for standard input")
        @Nullable String payload;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            return report.show(TextArgument.optionalText(
                            "--payload", payload, report.console().in())
                    .then(text -> client.ask(HookQuestions.HOOK_TEST
                            .ask()
                            .with(Params.HOOK, name)
                            .with(Params.HOOK_PAYLOAD, text.orElse(null)))));
        }
    }

    /** {@code photon hook rotate}. */
    @Command(
            name = "rotate",
            header = "Give a hook another secret.",
            description =
                    "Prints the new secret, this once. The one before is good for a while longer, so that no delivery"
                            + " is lost until the sender has the new one. One before that is no longer good.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon hook rotate github --out github.secret",
                "  photon hook rotate github --grace 0s --out github.secret"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "2:bad input", "3:no such hook", "5:not allowed", "6:daemon unreachable"})
    static final class Rotate extends ClientCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = NAME)
        String name;

        @Mixin
        Given given;

        @Option(
                names = "--grace",
                paramLabel = "DURATION",
                description = "how long the secret before is still good, 30d at most (default: 1d)")
        @Nullable String grace;

        @Mixin
        SecretOutput place;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            Optional<Failure> refused = place.refuse();
            if (refused.isPresent()) {
                return report.fail(refused.get());
            }
            Result<byte[]> made = given.read(report)
                    .then(secret -> seconds(grace)
                            .then(still -> client.ask(HookQuestions.HOOK_ROTATE
                                    .ask()
                                    .with(Params.HOOK, name)
                                    .with(Params.HOOK_SECRET, secret.orElse(null))
                                    .with(Params.GRACE, still.orElse(null)))));
            return give(made, place, report);
        }
    }

    /** {@code photon hook rm}. */
    @Command(
            name = "rm",
            header = "Remove hooks.",
            description =
                    "What is delivered to them is refused from then on; the events that came stay. On a terminal it"
                            + " asks for each name; elsewhere it needs --yes.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon hook rm github", "  photon hook rm github pay --yes"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:removed", "2:not confirmed", "3:no such hook", "5:not allowed", "6:daemon unreachable"})
    static final class Remove extends DeletingCommand {

        @Parameters(arity = "1..*", paramLabel = "NAME", description = NAME)
        List<String> names;

        @Override
        protected List<String> names() {
            return names;
        }

        @Override
        protected String thing(String name, byte[] found) {
            return "hook '" + name + "' of stream '" + JsonFields.text(found, "stream") + "'";
        }

        @Override
        protected Result<byte[]> find(PhotonClient client, String name) {
            return HookCommand.find(client, name);
        }

        @Override
        protected Result<byte[]> delete(PhotonClient client, String name) {
            return client.ask(HookQuestions.HOOK_DELETE.ask().with(Params.HOOK, name));
        }

        @Override
        protected String deleted(String name, byte[] answer) {
            return "hook '" + name + "'";
        }
    }
}
