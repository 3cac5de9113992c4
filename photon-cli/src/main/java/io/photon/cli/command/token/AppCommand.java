// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.command.DeletingCommand;
import io.photon.cli.output.OneObject;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.question.Asked;
import io.photon.question.ParamDocs;
import io.photon.question.Params;
import io.photon.question.TokenQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon app}. */
@Command(
        name = "app",
        header = "Applications: programs that act for a user with an id and a secret of their own.",
        description = {
            "Programs of 0.9 log in with ?client_id=…&client_secret=… in the URL. An application acts for its user, may do what"
                    + " the user may, or less, and is ended alone. New programs are better off with a token, which does not"
                    + " stand in a URL: photon token create.",
            "The secret is shown once. Another one is made by photon app rotate; the one before is no longer good then."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon app create shop --website https://shop.example --out shop.json",
            "  photon app list",
            "  photon app rotate 5f0c6b1e-2d6b-4a53-8a6c-1f7d6a3c9b22 --out shop.json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {
            AppCommand.Create.class,
            AppCommand.ListThem.class,
            AppCommand.Show.class,
            AppCommand.Rotate.class,
            AppCommand.Delete.class
        })
public final class AppCommand extends CommandGroup {

    private static final String ID = "its client-id, as photon app list shows it";

    /** Gives out id and secret. */
    private static int give(Result<byte[]> answer, SecretOutput place, Report report) {
        if (answer instanceof Result.Err<byte[]> err) {
            return report.fail(err.failure());
        }
        byte[] made = answer.value();
        return place.give(
                report,
                Utf8.text(made).strip(),
                () -> OneObject.show(made, report),
                new JsonWriter(128).object().field("client-id", Made.text(made, "client-id")),
                "the secret");
    }

    /** {@code photon app create}. */
    @Command(
            name = "create",
            header = "Create an application.",
            description =
                    "Prints its client-id and its secret, this once. It takes a login: a password, or the token of the daemon"
                            + " of this machine.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon app create shop --description 'places orders' --roles emit --streams orders --out shop.json",
                "  photon app create report --for ann --roles reader"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:created",
                "2:bad input",
                "3:no such user",
                "4:too many",
                "5:not allowed",
                "6:daemon unreachable"
            })
    static final class Create extends ClientCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = ParamDocs.LABEL)
        String name;

        @Option(names = "--description", paramLabel = "TEXT", description = ParamDocs.DESCRIPTION)
        @Nullable String about;

        @Option(names = "--website", paramLabel = "URL", description = ParamDocs.WEBSITE)
        @Nullable String website;

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
            Asked asked = TokenQuestions.APP_CREATE
                    .ask()
                    .with(Params.LABEL, name)
                    .with(Params.DESCRIPTION, about)
                    .with(Params.WEBSITE, website);
            return give(client.ask(granted.in(asked)), place, report);
        }
    }

    /** {@code photon app list}. */
    @Command(
            name = "list",
            header = "List applications.",
            description =
                    "Lists applications, never their secrets: yours, or those of all users if you manage users. The last"
                            + " use is recorded about once an hour.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon app list", "  photon app list --for ann -o raw"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:listed", "5:not allowed", "6:daemon unreachable"})
    static final class ListThem extends ClientCommand {

        @Option(names = "--for", paramLabel = "USER", description = "only those of this user")
        @Nullable String user;

        @Override
        protected int run(PhotonClient client, Report report) {
            return HandedOut.APPLICATIONS.list(
                    client.ask(TokenQuestions.APPS.ask().with(Params.USERNAME, user)), report);
        }
    }

    /** {@code photon app show}. */
    @Command(
            name = "show",
            header = "Show an application.",
            description =
                    "Shows for whom it acts, what it may do at most, and when it was made and used; never its secret.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon app show 5f0c6b1e-2d6b-4a53-8a6c-1f7d6a3c9b22",
                "  photon app show 5f0c6b1e-2d6b-4a53-8a6c-1f7d6a3c9b22 -o json | jq -r .username"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:shown", "3:no such application", "5:not allowed", "6:daemon unreachable"})
    static final class Show extends ClientCommand {

        @Parameters(index = "0", paramLabel = "CLIENT-ID", description = ID)
        String id;

        @Override
        protected int run(PhotonClient client, Report report) {
            return HandedOut.APPLICATIONS.show(find(client, id), report);
        }
    }

    private static Result<byte[]> find(PhotonClient client, String id) {
        return client.ask(TokenQuestions.APP_SHOW.ask().with(Params.CLIENT_ID, id));
    }

    /** {@code photon app rotate}. */
    @Command(
            name = "rotate",
            header = "Give an application another secret.",
            description = "Prints the new secret, this once. The one before is refused from then on, and what is under"
                    + " way with it ends.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon app rotate 5f0c6b1e-2d6b-4a53-8a6c-1f7d6a3c9b22 --out shop.json",
                "  photon app rotate 5f0c6b1e-2d6b-4a53-8a6c-1f7d6a3c9b22 -o json | jq -r '.[\"client-secret\"]'"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "3:no such application", "5:not allowed", "6:daemon unreachable"})
    static final class Rotate extends ClientCommand {

        @Parameters(index = "0", paramLabel = "CLIENT-ID", description = ID)
        String id;

        @Mixin
        SecretOutput place;

        @Override
        protected int run(PhotonClient client, Report report) {
            Optional<Failure> refused = place.refuse();
            return refused.isPresent()
                    ? report.fail(refused.get())
                    : give(client.ask(TokenQuestions.APP_ROTATE.ask().with(Params.CLIENT_ID, id)), place, report);
        }
    }

    /** {@code photon app delete}. */
    @Command(
            name = "delete",
            header = "Delete applications.",
            description = "They no longer come in, and what is under way with them ends. On a terminal it asks for each"
                    + " client-id; elsewhere it needs --yes.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon app delete 5f0c6b1e-2d6b-4a53-8a6c-1f7d6a3c9b22",
                "  photon app delete 5f0c6b1e-2d6b-4a53-8a6c-1f7d6a3c9b22 --yes"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:deleted",
                "2:not confirmed",
                "3:no such application",
                "5:not allowed",
                "6:daemon unreachable"
            })
    static final class Delete extends DeletingCommand {

        @Parameters(arity = "1..*", paramLabel = "CLIENT-ID", description = ID)
        List<String> ids;

        @Override
        protected List<String> names() {
            return ids;
        }

        @Override
        protected String thing(String id, byte[] found) {
            return "application '" + JsonFields.text(found, "name") + "' of " + JsonFields.text(found, "username");
        }

        @Override
        protected Result<byte[]> find(PhotonClient client, String id) {
            return AppCommand.find(client, id);
        }

        @Override
        protected Result<byte[]> delete(PhotonClient client, String id) {
            return client.ask(TokenQuestions.APP_DELETE.ask().with(Params.CLIENT_ID, id));
        }

        @Override
        protected String deleted(String id, byte[] answer) {
            return "application " + id;
        }
    }
}
