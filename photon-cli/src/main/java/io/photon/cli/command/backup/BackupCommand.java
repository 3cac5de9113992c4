// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.backup;

import io.photon.backup.format.Anchor;
import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.Interruption;
import io.photon.cli.input.BackupInput;
import io.photon.cli.input.BaseBackup;
import io.photon.cli.input.Moments;
import io.photon.cli.output.DataFile;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import io.photon.cli.output.lines.BackupCheck;
import io.photon.cli.output.lines.Gaps;
import io.photon.cli.output.lines.TrailingError;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon backup}. */
@Command(
        name = "backup",
        header = "Back up the whole store while it runs.",
        description = {
            "Writes every event that is stored when it begins, one JSON object a line, and a last line, the trailer, with"
                    + " their number and SHA-256; checks the events against the trailer. With --file the file appears under"
                    + " its name only when it is complete and on the disk. A file that is already there keeps its owner and"
                    + " mode, a symbolic link stays one, and a pipe or a device is written to."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon backup --file photon.backup",
            "  photon backup --compress zstd > photon.backup.zst",
            "  photon backup --since photon.backup --file photon.backup.1"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete and checked",
            "2:bad input",
            "3:no such file",
            "4:--since FILE is of another store",
            "5:not allowed",
            "6:daemon unreachable, connection lost, or no space left",
            "7:the events, or --since FILE, do not agree with their trailer; or the store is damaged, and nothing was written"
                    + " (with --skip-damaged: the backup was written without what is damaged)",
            "130:interrupted"
        })
public final class BackupCommand extends ClientCommand {

    @Option(names = "--from", paramLabel = "WHEN", description = "only from this order-id or time on (incremental)")
    @Nullable String from;

    @Option(
            names = "--since",
            paramLabel = "FILE",
            description =
                    "only what came after this backup of the same store, full or incremental; FILE is checked, - for stdin")
    @Nullable Path since;

    @Option(
            names = "--skip-damaged",
            description = "leave out what is damaged; the trailer names it, and the command ends with 7")
    boolean skipDamaged;

    @Option(
            names = "--compress",
            paramLabel = "HOW",
            defaultValue = "none",
            description = "zstd or gzip; restore and verify unpack both")
    DataFile.Packing packing;

    @Option(names = "--file", paramLabel = "FILE", description = "write to a file instead of standard output")
    @Nullable Path file;

    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        boolean toTerminal = file == null && report.console().isOutTerminal();
        if (toTerminal && packing != DataFile.Packing.none) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT, "a packed backup is nothing for a terminal", "redirect it, or use --file FILE"));
        }
        if (since != null) {
            return goOn(client, since, report);
        }
        Result<Long> start =
                from == null ? Result.ok(0L) : Moments.read(from, System.currentTimeMillis(), report::note);
        if (start instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        return copy(client, report, start.value(), Optional.empty());
    }

    private int goOn(PhotonClient client, Path since, Report report) throws IOException {
        if (from != null) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT, "both --since and --from are given", "--since FILE knows where to go on"));
        }
        if (file != null && Files.exists(file) && Files.exists(since) && Files.isSameFile(file, since)) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT,
                    "--file " + file + " is the backup that --since goes on from: it would be lost",
                    "name another file; a chain in one file: photon backup --since " + since + " >> " + since));
        }
        Result<BaseBackup> base;
        try (Progress progress = report.progress("bytes", BackupInput.totalBytes(List.of(since)))) {
            base = BaseBackup.read(since, report.console().in(), n -> progress.at(n, n));
            progress.clear();
        }
        Result<Long> start = base.then(found -> found.next(client));
        if (start instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        long next = start.value();
        report.detail(next == 0 ? since + " is empty: everything is new" : since + " ends at " + (next - 1));
        return copy(client, report, next, base.value().anchor());
    }

    private int copy(PhotonClient client, Report report, long start, Optional<Anchor> known) throws IOException {
        try (DataFile target = DataFile.open(file, packing, report.console());
                Progress progress = report.progress("events", 0)) {
            if (progress.isBar()) {
                progress.expectItems(total(client));
            }
            progress.begin("copying from " + connection.shown());
            if (connection.isMuon()) {
                report.note("over AMQP what you may not read is left out: __security__, unless a --token allows it");
            }
            BackupCheck check = new BackupCheck(target.out(), known);
            TrailingError told = new TrailingError(check);
            Lines lines = new Lines(told);
            try (Interruption interruption = Interruption.watch(
                    client,
                    report,
                    () -> "stopped at " + check.last() + " after " + check.events() + " events; "
                            + (target.isAllOrNothing()
                                    ? file + " was not written; run it again"
                                    : "what was written is incomplete; run it again"))) {
                Result<Long> result = client.backup(start, skipDamaged, (bytes, offset, length) -> {
                    lines.write(bytes, offset, length);
                    progress.at(lines.lines(), lines.bytes());
                });
                lines.end(result);
                target.out().flush();
                return interruption.orElse(() -> conclude(result, told, check, target, progress, report));
            }
        }
    }

    /** How many events there are, for the estimate alone; 0 when that cannot be told. */
    private static long total(PhotonClient client) {
        return client.stream(StreamNames.ALL) instanceof Result.Ok<byte[]> all
                ? JsonFields.number(all.value(), "total-events")
                : 0;
    }

    private static int conclude(
            Result<Long> result,
            TrailingError told,
            BackupCheck check,
            DataFile target,
            Progress progress,
            Report report) {
        progress.clear();
        if (result instanceof Result.Err<Long> err) {
            return report.fail(told.or(err.failure()));
        }
        int[] code = {ExitCode.OK};
        int concluded = report.conclude(result.then(bytes -> check.verdict()), trailer -> {
            target.keep();
            progress.end("copied " + Units.counted(trailer.events(), "event")
                    + (trailer.last().isEmpty()
                            ? ""
                            : (trailer.events() == 0 ? ": nothing is new since " : " up to ")
                                    + trailer.last().getAsLong()));
            for (Gap gap : trailer.gaps()) {
                report.note("warning: left out: " + gap.text());
            }
            code[0] = trailer.gaps().isEmpty() ? ExitCode.OK : incomplete(trailer.gaps(), report);
        });
        return concluded == ExitCode.OK ? code[0] : concluded;
    }

    private static int incomplete(List<Gap> gaps, Report report) {
        Failure skipped = Gaps.skipped(gaps.size(), gaps.get(0));
        return report.fail(new Failure(
                skipped.kind(),
                "the backup is written and not complete: " + skipped.message(),
                "it is restored with --allow-incomplete; see all damage with: photon verify --live"));
    }
}
