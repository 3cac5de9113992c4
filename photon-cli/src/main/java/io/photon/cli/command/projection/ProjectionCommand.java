// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.projection;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.CommandGroup;
import io.photon.cli.command.ConfirmOption;
import io.photon.cli.command.WatchOption;
import io.photon.cli.output.Report;
import io.photon.cli.output.view.ProjectionList;
import io.photon.client.PhotonClient;
import io.photon.question.ParamDocs;
import io.photon.result.Result;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon projection}. */
@Command(
        name = "projection",
        header = "Fold streams into values that stay up to date.",
        description = "A projection is a reduction (previous-value, event) -> next-value over a stream or __all__, over"
                + " history first and then live. It survives restarts, and its value can be asked for at any position.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon projection create count --language javascript -e 'function(prev, next) { return prev + 1 }'"
                    + " --initial 0",
            "  photon projection query count",
            "  photon projection query count --at -1h"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        subcommands = {
            ProjectionCreate.class,
            ProjectionCommand.ListThem.class,
            ProjectionQuery.class,
            ProjectionWatch.class,
            ProjectionCommand.Reset.class,
            ProjectionCommand.Pause.class,
            ProjectionCommand.Resume.class,
            ProjectionDelete.class,
            ProjectionBisect.class
        })
public final class ProjectionCommand extends CommandGroup {

    /** {@code photon projection list}. */
    @Command(
            name = "list",
            header = "List projections.",
            description = "Lists all projections, Photon's own included, with how they are and how far they are.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  photon projection list",
                "  photon projection list --watch",
                "  photon projection list -o ndjson | jq 'select(.status == \"failed\")'"
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:listed", "5:not allowed", "6:daemon unreachable"})
    static final class ListThem extends ClientCommand {

        @Option(names = "--prefix", paramLabel = "TEXT", description = ParamDocs.PREFIX)
        @Nullable String prefix;

        @Mixin
        WatchOption watch;

        @Override
        protected int run(PhotonClient client, Report report) throws InterruptedException {
            return watch.run(report, turn -> new ProjectionList(turn, prefix).show(client.projections()));
        }
    }

    /** What changes one projection and needs nothing but its name. */
    abstract static class Change extends ClientCommand {

        @Parameters(index = "0", paramLabel = "PROJECTION", description = ParamDocs.PROJECTION)
        String name;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            return report.done(change(client), done -> sentence());
        }

        Result<byte[]> change(PhotonClient client) {
            return client.changeProjection(name, spec.name());
        }

        /** What is so from now on. */
        abstract String sentence();
    }

    /** {@code photon projection reset}. */
    @Command(
            name = "reset",
            header = "Start a projection over from the first event.",
            description = "Its value is the initial value again, and everything stored is folded once more. It runs"
                    + " afterwards, also if it had failed.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon projection reset count", "  photon projection reset count --url http://store:3000"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:it starts over", "3:no such projection", "5:not allowed", "6:daemon unreachable"})
    static final class Reset extends Change {

        @Mixin
        ConfirmOption confirm;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            Result<Boolean> sure = confirm.check(connection, report);
            return sure instanceof Result.Err<Boolean> err ? report.fail(err.failure()) : super.run(client, report);
        }

        @Override
        String sentence() {
            return "projection " + name + " starts over";
        }
    }

    /** {@code photon projection pause}. */
    @Command(
            name = "pause",
            header = "Pause a projection.",
            description = "It keeps its value and its position, across restarts too, until it is resumed.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon projection pause count", "  photon projection pause count --url http://store:3000"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:paused", "3:no such projection", "5:not allowed", "6:daemon unreachable"})
    static final class Pause extends Change {
        @Override
        String sentence() {
            return "projection " + name + " is paused; go on with: photon projection resume " + name;
        }
    }

    /** {@code photon projection resume}. */
    @Command(
            name = "resume",
            header = "Resume a paused or failed projection.",
            description = "One that was paused folds what has arrived since. One that has failed tries the event"
                    + " again at which it failed; with --skip it goes on after that event.",
            footerHeading = "%nExamples:%n",
            footer = {"  photon projection resume count", "  photon projection resume count --skip"},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:it goes on",
                "3:no such projection",
                "4:--skip, and it has not failed at an event",
                "5:not allowed",
                "6:daemon unreachable"
            })
    static final class Resume extends Change {

        @Option(
                names = "--skip",
                description = "leave out the one event at which it has failed, now and whenever it is folded again")
        boolean skip;

        @Mixin
        ConfirmOption confirm;

        @Override
        protected int run(PhotonClient client, Report report) throws IOException {
            Result<Boolean> sure = skip ? confirm.check(connection, report) : Result.ok(true);
            return sure instanceof Result.Err<Boolean> err ? report.fail(err.failure()) : super.run(client, report);
        }

        @Override
        Result<byte[]> change(PhotonClient client) {
            return skip ? client.skipEvent(name) : super.change(client);
        }

        @Override
        String sentence() {
            return "projection " + name + " goes on" + (skip ? " after the event at which it had failed" : "");
        }
    }
}
