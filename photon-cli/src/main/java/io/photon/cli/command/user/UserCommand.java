// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.user;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.command.ConfirmOption;
import io.photon.cli.command.DeletingCommand;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.ParamDocs;
import io.photon.question.Params;
import io.photon.question.Question;
import io.photon.question.UserQuestions;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon user}. */
@Command(
        name = "user",
        header = "Create, list, disable and delete users; set passwords.",
        description =
                "A user logs in with a name and a password, and may do what is granted, see photon grant. Users are"
                        + " managed by the administrator, by users with the role admin, and by the owner of the daemon's machine.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon user create ann", "  photon grant add ann reader 'order-**'", "  photon user list"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {
            UserCommand.Create.class,
            UserCommand.ListThem.class,
            UserCommand.Show.class,
            UserCommand.Password.class,
            UserCommand.Disable.class,
            UserCommand.Enable.class,
            UserCommand.Delete.class
        })
public final class UserCommand extends CommandGroup {

    /** {@code photon user create}. */
    @Command(
            name = "create",
            header = "Create a user, who has no rights yet.",
            description =
                    "Asks for a password, twice. With --no-password the user comes in by tokens and applications only. A"
                            + " name has 1 to 64 letters, digits and . _ @ + -; a password at least 8 characters.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon user create ann",
                "  photon user create shop --new-password-file shop.password",
                "  photon user create importer --no-password"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:created",
                "2:a name or a password that cannot be",
                "4:there is one of that name",
                "5:not allowed",
                "6:daemon unreachable"
            })
    static final class Create extends ClientCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = ParamDocs.USER)
        String name;

        @Mixin
        NewPassword password;

        @Option(names = "--no-password", description = "without a password")
        boolean none;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            if (none && password.isGiven()) {
                return report.fail(Failure.of(
                        Kind.BAD_INPUT, "--no-password and --new-password-file exclude each other", "leave one out"));
            }
            Result<String> given = none ? Result.ok("") : password.read(name, report);
            Result<byte[]> answer = given.then(text -> client.ask(UserQuestions.USER_CREATE
                    .ask()
                    .with(Params.USER, name)
                    .with(Params.FIRST_PASSWORD, none ? null : text)));
            return report.done(
                    answer, done -> "created user " + name + "; grant what is needed with: photon grant add " + name);
        }
    }

    /** {@code photon user list}. */
    @Command(
            name = "list",
            header = "List users.",
            description = "Lists the users besides the administrator, with how many grants each has.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon user list", "  photon user list -o raw"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:listed", "5:not allowed", "6:daemon unreachable"})
    static final class ListThem extends ClientCommand {
        @Override
        protected int run(PhotonClient client, Report report) {
            return Entries.users(client.ask(UserQuestions.USERS.ask()), report);
        }
    }

    /** {@code photon user show}. */
    @Command(
            name = "show",
            header = "Show a user with all grants.",
            description =
                    "Shows when the user was created and by whom, when the password was set, and what is granted.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon user show ann", "  photon user show ann -o json | jq .granted"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:shown", "3:no such user", "5:not allowed", "6:daemon unreachable"})
    static final class Show extends ClientCommand {

        @Parameters(index = "0", paramLabel = "USER", description = ParamDocs.USER)
        String name;

        @Override
        protected int run(PhotonClient client, Report report) {
            return Entries.person(
                    client.ask(UserQuestions.USER_SHOW.ask().with(Params.USER, name)), report, Show::line);
        }

        private static String line(byte[] user) {
            boolean enabled = Entries.text(user, "enabled").equals("true");
            long password = JsonFields.number(user, "password-set");
            return Entries.text(user, "username") + ", " + (enabled ? "enabled" : "disabled") + "; created "
                    + Times.text(JsonFields.number(user, "created")) + " by " + Entries.text(user, "created-by") + "; "
                    + (password == 0 ? "no password" : "password set " + Times.text(password)) + "; "
                    + Units.counted(JsonFields.number(user, "grants"), "grant");
        }
    }

    /** {@code photon user password}. */
    @Command(
            name = "password",
            header = "Set the password of a user.",
            description = {
                "Asks for the new password, twice. Who has logged in with the one before is logged out, and what they read"
                        + " ends.",
                "Users without the role admin set their own: they log in with --user, and give the present one again with"
                        + " --own."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon user password ann",
                "  photon user password ann --new-password-file - <new.txt",
                "  photon user password ann --user ann --own"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:set",
                "2:a password that cannot be",
                "3:no such user",
                "5:not allowed, or the present one is another",
                "6:daemon unreachable"
            })
    static final class Password extends ClientCommand {

        @Parameters(index = "0", paramLabel = "USER", description = ParamDocs.USER)
        String name;

        @Option(
                names = "--own",
                description = "it is your own: the present one is asked for, or read from --password-file")
        boolean own;

        @Mixin
        NewPassword password;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            Result<Optional<String>> present =
                    own ? connection.presentPassword(report).map(Optional::of) : Result.ok(Optional.empty());
            Result<String> given = present.isOk() ? password.read(name, report) : Result.err(present.failure());
            Result<byte[]> answer = given.then(text -> client.ask(UserQuestions.USER_PASSWORD
                    .ask()
                    .with(Params.USER, name)
                    .with(Params.NEW_PASSWORD, text)
                    .with(Params.PRESENT_PASSWORD, present.value().orElse(null))));
            return report.done(answer, done -> "set the password of user " + name);
        }
    }

    /** What changes one user and needs nothing but the name. */
    abstract static class Change extends ClientCommand {

        @Parameters(index = "0", paramLabel = "USER", description = ParamDocs.USER)
        String name;

        Result<byte[]> ask(PhotonClient client, Question question) {
            return client.ask(question.ask().with(Params.USER, name));
        }
    }

    /** {@code photon user disable}. */
    @Command(
            name = "disable",
            header = "Disable a user: it cannot log in until it is enabled.",
            description = "What the user reads ends at once. Grants stay, for when the user is enabled again.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon user disable ann", "  photon user disable ann --url http://store:3000"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:disabled", "3:no such user", "5:not allowed", "6:daemon unreachable"})
    static final class Disable extends Change {

        @Mixin
        ConfirmOption confirm;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            Result<byte[]> answer =
                    confirm.check(connection, report).then(sure -> ask(client, UserQuestions.USER_DISABLE));
            return report.done(answer, done -> "disabled user " + name);
        }
    }

    /** {@code photon user enable}. */
    @Command(
            name = "enable",
            header = "Enable a user again.",
            description = "The user logs in as before, and may what is granted.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon user enable ann", "  photon user enable ann --url http://store:3000"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:enabled", "3:no such user", "5:not allowed", "6:daemon unreachable"})
    static final class Enable extends Change {
        @Override
        protected int run(PhotonClient client, Report report) {
            return report.done(ask(client, UserQuestions.USER_ENABLE), done -> "enabled user " + name);
        }
    }

    /** {@code photon user delete}. */
    @Command(
            name = "delete",
            header = "Delete users with their grants.",
            description = "They no longer come in, and what they read ends; the events they have appended stay. On a"
                    + " terminal it asks for each name; elsewhere it needs --yes.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon user delete ann --dry-run", "  photon user delete ann --yes"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:deleted", "2:not confirmed", "3:no such user", "5:not allowed", "6:daemon unreachable"})
    static final class Delete extends DeletingCommand {

        @Parameters(index = "0", arity = "1..*", paramLabel = "USER", description = ParamDocs.USER)
        List<String> names;

        @Override
        protected List<String> names() {
            return names;
        }

        @Override
        protected String thing(String name, byte[] found) {
            return "user '" + name + "' with " + Units.counted(JsonFields.number(found, "grants"), "grant");
        }

        @Override
        protected Result<byte[]> find(PhotonClient client, String name) {
            return client.ask(UserQuestions.USER_SHOW.ask().with(Params.USER, name));
        }

        @Override
        protected Result<byte[]> delete(PhotonClient client, String name) {
            return client.ask(UserQuestions.USER_DELETE.ask().with(Params.USER, name));
        }

        @Override
        protected String deleted(String name, byte[] answer) {
            return "user '" + name + "'";
        }
    }
}
