// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.projection;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.input.Moments;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.cli.output.view.JsonView;
import io.photon.cli.output.view.ProjectionList;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.ParamDocs;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon projection query}. */
@Command(
        name = "query",
        header = "Show the value of a projection, now or at any time.",
        description = {
            "Prints the current value, or one field of it; with --full the whole descriptor: status, position, figures, the"
                    + " last error. With --at the value as it was after all events up to a position or a time, with --diff"
                    + " how the value at the second differs from that at the first (JSON Patch, RFC 6902)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon projection query stock",
            "  photon projection query stock sku1 --at -1h",
            "  photon projection query stock --diff -1h",
            "  photon projection query stock --diff -2h -1h",
            "  photon projection query stock --full -o json | jq .status"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown",
            "2:bad input",
            "3:no such projection, or no such field",
            "5:not allowed",
            "6:daemon unreachable"
        })
final class ProjectionQuery extends ClientCommand {

    /** Later than every event: one that stands still answers at once to who waits for it. */
    private static final long NEVER_REACHED = 999_999_999_999_999_999L;

    @Parameters(index = "0", paramLabel = "PROJECTION", description = ParamDocs.PROJECTION)
    String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = ParamDocs.KEY)
    @Nullable String key;

    @Option(names = "--at", paramLabel = "WHEN", description = "an order-id or a time (see: photon help times)")
    @Nullable String at;

    @Option(
            names = "--diff",
            arity = "1..2",
            paramLabel = "WHEN",
            description = "one order-id or time, or two: how the value changed between them, or from it until now")
    String @Nullable [] diff;

    @Option(names = "--full", description = "the whole descriptor")
    boolean full;

    /** A large value takes as long as it takes; folding back to a time, too. */
    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Override
    protected int run(PhotonClient client, Report report) {
        int asked = (full ? 1 : 0) + (at != null ? 1 : 0) + (diff != null ? 1 : 0);
        if (asked > 1 || key != null && (full || diff != null)) {
            return report.fail(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "--full, --at, --diff and KEY do not go together",
                    "KEY goes with --at only"));
        }
        long nowMs = System.currentTimeMillis();
        JsonView view = new JsonView(report);
        String[] moments = diff;
        if (moments != null) {
            return view.showPatch(Moments.read(moments[0], nowMs, report::note)
                    .then(from -> Moments.read(moments.length > 1 ? moments[1] : "now", nowMs, report::note)
                            .then(to -> client.projectionDiff(name, from, to))));
        }
        if (full) {
            return view.show(client.projection(name, view));
        }
        Result<Optional<Long>> moment = at == null
                ? Result.ok(Optional.empty())
                : Moments.read(at, nowMs, report::note).map(Optional::of);
        int code = view.show(moment.then(position -> client.projectionValue(name, key, position.orElse(null), view)));
        if (code == ExitCode.OK && at == null) {
            noteIfFailed(client, report);
        }
        return code;
    }

    /** The last good value of a projection that has failed looks like any other. */
    private void noteIfFailed(PhotonClient client, Report report) {
        if (!(client.awaitProjection(name, NEVER_REACHED, 1) instanceof Result.Err<byte[]> err)
                || err.failure().kind() != Failure.Kind.CONFLICT) {
            return; // it goes on, as nearly all do
        }
        Result<byte[]> now = client.projections().then(all -> ProjectionList.one(all, name));
        if (now instanceof Result.Ok<byte[]> ok && "failed".equals(JsonFields.text(ok.value(), "status"))) {
            report.note("projection '" + name + "' has failed, and this is its value before that; see why with: photon"
                    + " projection query '" + name + "' --full");
        }
    }
}
