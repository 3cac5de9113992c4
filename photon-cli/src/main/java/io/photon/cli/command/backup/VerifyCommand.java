// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.backup;

import io.photon.cli.input.BackupFiles;
import io.photon.cli.input.BackupInput;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.cli.output.lines.VerifyLines;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon verify}. */
@Command(
        name = "verify",
        header = "Check backups, or a running store, without changing anything.",
        description = {
            "Of backups: every line, their order, number and SHA-256; needs no daemon. Several files are a chain. A backup"
                    + " made with --skip-damaged is whole and not complete: 7, or with --allow-incomplete 0 and what it"
                    + " lacks under \"gaps\". With --live: everything the daemon has stored, against its checksums."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon verify photon.backup",
            "  photon backup | photon verify",
            "  photon verify --live",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:whole", "2:bad input", "3:no such file", "6:daemon unreachable", "7:damaged or incomplete"})
public final class VerifyCommand extends BackupsCommand {

    @Option(names = "--live", description = "check the running store instead")
    boolean live;

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        if (live) {
            return files.isEmpty()
                    ? store(client, report)
                    : report.fail(Failure.of(Kind.BAD_INPUT, "both --live and files are given", "give one of them"));
        }
        if (files.isEmpty() && report.console().isInTerminal()) {
            return report.fail(Failure.of(Kind.BAD_INPUT, "nothing to check is given", "name a FILE, or use --live"));
        }
        try (Progress progress = report.progress("bytes", BackupInput.totalBytes(files))) {
            Result<byte[]> found =
                    BackupFiles.verify(files, report.console().in(), allowIncomplete, n -> progress.at(n, n));
            progress.clear();
            return report.show(found);
        }
    }

    private static int store(PhotonClient client, Report report) {
        try (Progress progress = report.progress("events", 0)) {
            VerifyLines told = new VerifyLines(report, progress);
            Lines lines = new Lines(told);
            Result<Long> result = client.verify(lines);
            lines.end(result);
            progress.clear();
            return report.show(result.then(n -> told.verdict()));
        }
    }
}
