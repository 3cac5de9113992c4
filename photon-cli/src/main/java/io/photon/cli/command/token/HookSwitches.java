// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.question.HookQuestions;
import io.photon.question.Params;
import io.photon.question.Question;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.SettingType;
import io.photon.settings.SettingTypes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands of {@code photon hook} that change a hook without a new secret. */
final class HookSwitches {

    static final String MAX_BODY =
            "the longest delivery, such as 64KiB, up to 64MiB; none, as without it, for no limit but the"
                    + " daemon's rest.max-line";

    private static final SettingType<Long> SIZE = SettingTypes.size(1, 64 << 20);

    private HookSwitches() {}

    /** The bytes of a size; 0 for {@code none}. @param what names it in a failure */
    static Result<Long> bytes(String what, String size) {
        return size.equals("none")
                ? Result.ok(0L)
                : SIZE.parse(size)
                        .map(Result::ok)
                        .orElseGet(() -> Result.err(
                                Failure.Kind.BAD_INPUT,
                                what + " is '" + size + "'",
                                "give " + SIZE.allowed() + ", or none"));
    }

    /** What both switches share. */
    abstract static class Switch extends ClientCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = HookCommand.NAME)
        String name;

        final int ask(Question question, String done, PhotonClient client, Report report) {
            return report.done(client.ask(question.ask().with(Params.HOOK, name)), answer -> done + " hook " + name);
        }
    }

    /** {@code photon hook enable}. */
    @Command(
            name = "enable",
            header = "Switch a hook on again.",
            description = "What is delivered from then on is stored; its secret is as it was.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon hook enable github", "  photon hook enable github --url http://store:3000"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:enabled", "3:no such hook", "5:not allowed", "6:daemon unreachable"})
    static final class Enable extends Switch {
        @Override
        protected int run(PhotonClient client, Report report) {
            return ask(HookQuestions.HOOK_ENABLE, "enabled", client, report);
        }
    }

    /** {@code photon hook disable}. */
    @Command(
            name = "disable",
            header = "Switch a hook off: nothing is stored until it is enabled.",
            description =
                    "A sender who signs rightly is told that the hook is off, and to try again later (503); others are"
                            + " told the same as always. The hook keeps its secret and its address.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon hook disable github", "  photon hook disable github --url http://store:3000"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:disabled", "3:no such hook", "5:not allowed", "6:daemon unreachable"})
    static final class Disable extends Switch {
        @Override
        protected int run(PhotonClient client, Report report) {
            return ask(HookQuestions.HOOK_DISABLE, "disabled", client, report);
        }
    }

    /** {@code photon hook limit}. */
    @Command(
            name = "limit",
            header = "Set the longest delivery that a hook takes.",
            description = "A longer one that is signed rightly is refused (413) and told this limit. The daemon's"
                    + " rest.max-line holds as well, and for those whose signature is not known yet.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon hook limit github 64KiB", "  photon hook limit github none"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:set", "2:bad input", "3:no such hook", "5:not allowed", "6:daemon unreachable"})
    static final class Limit extends ClientCommand {

        @Parameters(index = "0", paramLabel = "NAME", description = HookCommand.NAME)
        String name;

        @Parameters(index = "1", paramLabel = "SIZE", description = MAX_BODY)
        String size;

        @Override
        protected int run(PhotonClient client, Report report) {
            return report.done(
                    bytes("SIZE", size)
                            .then(most -> client.ask(HookQuestions.HOOK_LIMIT
                                    .ask()
                                    .with(Params.HOOK, name)
                                    .with(Params.HOOK_LIMIT, most))),
                    answer -> size.equals("none")
                            ? "hook " + name + " has no limit of its own"
                            : "hook " + name + " takes " + size + " at most");
        }
    }
}
