// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.user;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.UserQuestions;
import picocli.CommandLine.Command;

/** {@code photon whoami}. */
@Command(
        name = "whoami",
        header = "Show who you are to a daemon, and what you may do.",
        description =
                "Shows the name, how you have logged in and until when, what you may do with all streams, and what is"
                        + " granted with which.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon whoami", "  photon whoami --user ann", "  photon whoami -o json | jq .granted"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "5:not known", "6:daemon unreachable"})
public final class WhoAmICommand extends ClientCommand {
    @Override
    protected int run(PhotonClient client, Report report) {
        return Entries.person(client.ask(UserQuestions.WHO_AM_I.ask()), report, WhoAmICommand::line);
    }

    private static String line(byte[] answer) {
        String user = Entries.text(answer, "of-user");
        long until = JsonFields.number(answer, "until");
        String everywhere = Entries.words(answer, "everywhere");
        return Entries.text(answer, "username") + (user.isEmpty() ? "" : ", for " + user) + ", by "
                + Entries.text(answer, "logged-in-by") + (until == 0 ? "" : " until " + Times.text(until))
                + (everywhere.isEmpty() ? "" : "; with all streams: " + everywhere)
                + (Entries.text(answer, "limited").equals("true") ? "; this login may less than what is granted" : "");
    }
}
