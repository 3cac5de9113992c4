// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.backup;

import io.photon.cli.command.ConfirmOption;
import io.photon.cli.command.Interruption;
import io.photon.cli.input.BackupInput;
import io.photon.cli.input.Moments;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.client.RestoreOptions;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code photon restore}. */
@Command(
        name = "restore",
        header = "Restore backups: the same events, positions and times.",
        description = {
            "Keeps order-ids and times, and restores all events or none. Events that are already there are skipped; any"
                    + " other event at or below the store's head is a conflict. Several files are a chain: a full backup"
                    + " and the incremental ones after it, in order. Files packed with gzip or zstd are unpacked."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon restore photon.backup",
            "  photon backup | photon restore --url http://other:3000",
            "  photon restore --until 2026-01-31T12:00:00Z full.zst monday.zst tuesday.zst"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:restored",
            "2:bad input",
            "4:conflict with what is stored; nothing was changed",
            "5:not allowed",
            "6:daemon unreachable, or out of space",
            "7:a backup is damaged or incomplete; nothing was changed"
        })
public final class RestoreCommand extends BackupsCommand {

    @Option(names = "--dry-run", description = "check everything, change nothing")
    boolean dryRun;

    @Mixin
    ConfirmOption confirm;

    @Option(names = "--until", paramLabel = "WHEN", description = "only up to this order-id or time, inclusive")
    @Nullable String until;

    @Option(names = "--as-new", description = "append as new events, with new order-ids and times")
    boolean asNew;

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        if (files.isEmpty() && report.console().isInTerminal()) {
            return report.fail(
                    Failure.of(Kind.BAD_INPUT, "no backup is given", "name a FILE, or: photon restore < FILE"));
        }
        Result<Long> end = until == null
                ? Result.ok(Long.MAX_VALUE)
                : Moments.read(until, System.currentTimeMillis(), report::note);
        if (end instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        Result<Boolean> sure = dryRun ? Result.ok(true) : confirm.check(connection, report);
        if (sure instanceof Result.Err<Boolean> err) {
            return report.fail(err.failure());
        }
        long last = end.value();
        BackupInput input = new BackupInput(files, report.console().in());
        try (Progress progress = report.progress("bytes", BackupInput.totalBytes(files))) {
            progress.begin((dryRun ? "checking against " : "restoring into ") + connection.shown());
            try (Interruption interruption = Interruption.watch(
                    client,
                    report,
                    () -> asNew && !dryRun
                            ? "stopped; what was appended until then stays"
                            : "stopped; nothing was changed; run it again")) {
                Result<byte[]> result = client.restore(
                        input.observed(n -> progress.at(n, n)),
                        new RestoreOptions(dryRun, last, asNew, allowIncomplete));
                progress.clear();
                return interruption.orElse(
                        () -> input.damage() != null ? report.fail(input.damage()) : report.show(result));
            }
        }
    }
}
