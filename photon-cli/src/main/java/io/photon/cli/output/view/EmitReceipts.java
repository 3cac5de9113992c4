// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Facts;
import io.photon.cli.output.Format;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.Units;
import io.photon.client.ByteSink;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The answers to a stream of events: shown in order, refusals counted and named on stderr. Takes whole lines. */
public final class EmitReceipts implements ByteSink {

    /** How many refusals are named one by one. */
    private static final int NAMED = 20;

    private static final byte[] ERROR = "{\"error\"".getBytes(StandardCharsets.US_ASCII);

    /** How the answer to an event ends that was there already. */
    private static final byte[] DUPLICATE = "\"duplicate\":true}".getBytes(StandardCharsets.US_ASCII);

    private final Report report;
    private final Progress progress;
    private final LongSupplier sentBytes;
    private final DataOut out;
    private final Format format;
    private final Table table;
    private long stored;
    private long duplicates;
    private long refused;
    private @Nullable String code;
    private boolean oneCode = true;
    private @Nullable Failure broken;

    /** @param sentBytes how much of the input has been read, for the progress bar */
    public EmitReceipts(Report report, Progress progress, LongSupplier sentBytes) {
        this.report = report;
        this.progress = progress;
        this.sentBytes = sentBytes;
        this.out = report.out();
        this.format = report.many();
        this.table = report.table("ORDER-ID", "TIME", "DURABILITY").fixed(0).dropping(1);
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        boolean asTheyAre = format == Format.json || format == Format.ndjson;
        if (asTheyAre) {
            out.write(lines, offset, length);
        }
        Lines.forEach(lines, offset, length, (block, from, to) -> answer(block, from, to, asTheyAre));
        progress.at(total(), sentBytes.getAsLong());
    }

    private void answer(byte[] line, int from, int to, boolean shown) {
        if (to - from > ERROR.length && Arrays.equals(line, from, from + ERROR.length, ERROR, 0, ERROR.length)) {
            refusal(Arrays.copyOfRange(line, from, to));
            return;
        }
        if (isDuplicate(line, from, to)) {
            duplicates++;
        } else {
            stored++;
        }
        if (!shown) {
            byte[] json = Arrays.copyOfRange(line, from, to);
            String id = text(json, "order-id");
            if (format == Format.raw) {
                out.line(id);
            } else {
                table.row(id, Facts.value("event-time", text(json, "event-time")), text(json, "durability"));
            }
        }
    }

    private static boolean isDuplicate(byte[] line, int from, int to) {
        int end = to > from && line[to - 1] == '\r' ? to - 1 : to;
        return end - from > DUPLICATE.length
                && Arrays.equals(line, end - DUPLICATE.length, end, DUPLICATE, 0, DUPLICATE.length);
    }

    private static String text(byte[] json, String name) {
        String text = JsonFields.text(json, name);
        return text == null ? "" : text;
    }

    private void refusal(byte[] json) {
        String itsCode = text(json, "code");
        String line = JsonFields.text(json, "line");
        Failure failure = FailureJson.read(json, Failure.Kind.BAD_INPUT);
        if (line == null) {
            broken = failure; // about no line, so about the whole: nothing is stored from here on
            return;
        }
        oneCode &= refused == 0 || itsCode.equals(code);
        code = itsCode;
        refused++;
        if (refused <= NAMED) {
            boolean placed = failure.message().startsWith("line ");
            progress.clear();
            report.complain(placed ? failure : failure.at("line " + line));
        }
    }

    @Override
    public void pause() {
        out.flush();
    }

    /** No more answers come. */
    public void end() {
        table.flush();
        out.flush();
    }

    /** What became of the events, as far as there is something to say. */
    private String summary() {
        return "stored " + Units.counted(stored, "event")
                + (duplicates == 0 ? "" : ", " + Units.counted(duplicates, "duplicate"))
                + (refused == 0 ? "" : ", refused " + Units.grouped(refused));
    }

    /** How many were answered, well or not. */
    public long total() {
        return stored + duplicates + refused;
    }

    /** The exit code: 0, 8 when some were refused; when all were, what they were refused for. */
    public int conclude(Result<Long> request) {
        progress.clear();
        if (refused > NAMED) {
            report.note(Units.grouped(refused - NAMED) + " more lines refused");
        }
        if (request instanceof Result.Err<Long> err) {
            if (stored + duplicates > 0) {
                report.note("before: " + summary());
            }
            return report.fail(broken != null ? broken : err.failure());
        }
        if (broken != null) {
            return report.fail(broken);
        }
        if (refused == 0) {
            progress.end(summary());
            return ExitCode.OK;
        }
        progress.end(summary());
        if (stored + duplicates > 0) {
            return ExitCode.PARTIAL;
        }
        return oneCode ? ExitCode.of(Failure.of(Failure.Kind.of(code, Failure.Kind.BAD_INPUT), "")) : ExitCode.USAGE;
    }
}
