// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.event;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.Interruption;
import io.photon.cli.output.DataFile;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.question.ParamDocs;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon streams export}. */
@Command(
        name = "export",
        header = "Write a stream to a file, to be imported elsewhere.",
        description =
                "Writes the events of one stream up to now as gzip of one EDN map a line (a .pev file), as clients of Photon 0.9"
                        + " know it. With --file the file appears under its name only when it is whole. As lines of JSON:"
                        + " photon replay STREAM --type cold.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon streams export orders --file orders.pev",
            "  photon streams export orders | photon streams import orders --url http://other:3000"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "2:usage",
            "3:no such stream",
            "5:not allowed",
            "6:daemon unreachable, or no space left"
        })
final class StreamExport extends ClientCommand {

    @Parameters(index = "0", paramLabel = "STREAM", description = ParamDocs.STREAM)
    String stream;

    @Option(names = "--file", paramLabel = "FILE", description = "write to a file instead of standard output")
    @Nullable Path file;

    @Override
    protected boolean isStreaming() {
        return true;
    }

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        if (file == null && report.console().isOutTerminal()) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT, "a packed file is nothing for a terminal", "redirect it, or use --file FILE"));
        }
        try (DataFile target = DataFile.open(file, DataFile.Packing.none, report.console());
                Progress progress = report.progress("bytes", 0)) {
            progress.begin("exporting '" + stream + "' from " + connection.shown());
            long[] written = {0};
            try (Interruption interruption =
                    Interruption.watch(client, report, () -> "stopped; what was written is incomplete; run it again")) {
                Result<Long> result = client.export(stream, (bytes, offset, length) -> {
                    target.out().write(bytes, offset, length);
                    written[0] += length;
                    progress.at(written[0], written[0]);
                });
                target.out().flush();
                progress.clear();
                return interruption.orElse(() -> report.conclude(result, bytes -> target.keep()));
            }
        }
    }
}
