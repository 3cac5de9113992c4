// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.muon;

import io.photon.cli.command.IdleWatch;
import io.photon.cli.command.Interruption;
import io.photon.cli.command.ReaderWatch;
import io.photon.cli.input.Durations;
import io.photon.cli.input.MuonTarget;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.cli.output.view.StreamItems;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon stream}. */
@Command(
        name = "stream",
        header = "Subscribe to a stream of a Muon service.",
        description = {
            "Prints the items of a stream, one JSON value a line, until it completes. The stream is a URL,"
                    + " stream://SERVICE/PATH, or the service's name and the path; its arguments are JSON, or stand"
                    + " after a question mark.",
            "The broker is --url or MUON_URL, else amqp://localhost. To play events, photon replay is more comfortable."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon stream stream://photon/stream '{\"stream-name\":\"orders\",\"stream-type\":\"cold\"}'",
            "  photon stream photon /projection/totals --limit 3"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete",
            "2:bad input",
            "3:no such service or stream",
            "5:the broker refused us",
            "6:no broker, or the connection broke",
            "124:no answer in time",
            "130:interrupted",
            "141:the reader of the output left (silent)"
        })
public final class StreamCommand extends MuonCommand {

    @Parameters(
            arity = "1..3",
            paramLabel = "URL [JSON]",
            description = "stream://SERVICE/PATH, or SERVICE /PATH; then arguments as JSON")
    List<String> words;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "at most N items")
    @Nullable Long limit;

    @Option(names = "--idle", paramLabel = "DURATION", description = "end when nothing has arrived for this long")
    @Nullable String idle;

    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Override
    protected int run(MuonNetwork network, Report report) {
        if (limit != null && limit < 1) {
            return report.fail(Failure.of(Kind.BAD_INPUT, "--limit is " + limit, "use 1 or more"));
        }
        Result<Long> idleMs = idle == null ? Result.ok(0L) : Durations.span(idle);
        if (idleMs instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        Result<MuonTarget> read = MuonTarget.read(words, "stream");
        Result<String> args = read.then(MuonTarget::arguments);
        if (args instanceof Result.Err<String> err) {
            return report.fail(err.failure());
        }
        MuonTarget target = read.value();
        return play(network, report, target, args.value(), idleMs.value());
    }

    private int play(MuonNetwork network, Report report, MuonTarget target, String args, long idleMs) {
        StreamItems shown = new StreamItems(report);
        long most = limit == null ? Long.MAX_VALUE : limit;
        try (Interruption interruption = Interruption.watch(network::cancel, report, shown::whereItStopped);
                IdleWatch watch = IdleWatch.of(network::cancel, idleMs, shown);
                ReaderWatch reader = ReaderWatch.of(network::cancel, report)) {
            MuonNetwork.Items items = new MuonNetwork.Items() {
                @Override
                public boolean item(byte[] json) {
                    watch.write(json, 0, json.length);
                    return shown.count() < most;
                }

                @Override
                public void pause() {
                    watch.pause();
                }
            };
            Result<Long> result = network.stream(target.service(), target.path(), args, items);
            shown.pause();
            return interruption.orElse(() ->
                    reader.isGone() ? ExitCode.BROKEN_PIPE : watch.hasEnded() ? ExitCode.OK : shown.conclude(result));
        }
    }
}
