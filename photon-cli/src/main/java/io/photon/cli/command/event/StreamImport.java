// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.event;

import static java.util.Objects.requireNonNullElse;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.Interruption;
import io.photon.cli.input.EventInput;
import io.photon.cli.input.InputFile;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.ParamDocs;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon streams import}. */
@Command(
        name = "import",
        header = "Store the events of a file as a stream of their own.",
        description = {
            "Stores all events of a file as new ones in one stream that was not there, all or nothing: they get new order-ids and"
                    + " times. FILE is a .pev file, lines of JSON, or one JSON array; which one is noticed. When the name is"
                    + " taken, NAME-0, NAME-1 … are tried; the answer says which it is.",
            "To bring back events with their order-ids and times, use photon restore."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon streams import orders orders.pev",
            "  photon replay orders --type cold --until 2026-01-31T12:00:00Z | photon streams import orders-january",
            "  photon streams import trial events.json --partial"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:imported",
            "2:bad input; nothing was stored",
            "5:not allowed",
            "6:daemon unreachable, or out of space",
            "8:with --partial, only what stands before the first bad line was stored"
        })
final class StreamImport extends ClientCommand {

    @Parameters(index = "0", paramLabel = "STREAM", description = "the name of the new stream")
    String stream;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "the events; without, or -, standard input")
    @Nullable Path file;

    @Option(names = "--partial", description = ParamDocs.PARTIAL)
    boolean partial;

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        boolean fromInput = file == null || file.toString().equals("-");
        if (fromInput && report.console().isInTerminal()) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT, "no events are given", "name a FILE, or: photon streams import STREAM < FILE"));
        }
        if (!fromInput && !Files.isReadable(file)) {
            return report.fail(Failure.of(Kind.NOT_FOUND, "no readable file " + file, "name a file of events"));
        }
        long size = fromInput ? 0 : Files.size(file);
        try (InputStream source = fromInput ? report.console().in() : InputFile.open(Objects.requireNonNull(file));
                Progress progress = report.progress("bytes", size)) {
            progress.begin("importing into " + connection.shown());
            BufferedInputStream bytes = new BufferedInputStream(counted(source, n -> progress.at(n, n)));
            boolean packed = isGzip(bytes);
            try (Interruption interruption =
                    Interruption.watch(client, report, () -> "stopped; nothing was stored; run it again")) {
                Result<byte[]> result =
                        client.newStream(stream, packed ? bytes : new EventInput(bytes), packed, partial);
                progress.clear();
                return interruption.orElse(() -> told(result, report));
            }
        }
    }

    private static int told(Result<byte[]> result, Report report) {
        int code = report.done(
                result,
                answer -> "imported " + Units.counted(JsonFields.number(answer, "events"), "event") + " into stream '"
                        + JsonFields.text(answer, "stream-name") + "'");
        if (result.isOk() && "PARTIAL".equals(JsonFields.text(result.value(), "status"))) {
            byte[] answer = result.value();
            return report.fail(
                    Failure.of(
                            Kind.of(JsonFields.text(answer, "code"), Kind.BAD_INPUT),
                            requireNonNullElse(JsonFields.text(answer, "error"), "it was imported in part"),
                            "what stands before it is stored; correct the rest, then emit it into the stream"),
                    ExitCode.PARTIAL);
        }
        return code;
    }

    private static boolean isGzip(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        return gzip;
    }

    private static InputStream counted(InputStream source, LongConsumer progress) {
        return new FilterInputStream(source) {
            private long read;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = super.read(bytes, offset, length);
                read += Math.max(0, n);
                progress.accept(read);
                return n;
            }
        };
    }
}
