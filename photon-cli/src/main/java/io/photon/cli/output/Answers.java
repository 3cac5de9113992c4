package io.photon.cli.output;

import io.photon.client.ByteSink;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** The answers to a stream of events: shown in order, refusals counted and named on stderr. Takes whole lines. */
public final class Answers implements ByteSink {

    /** How many refusals are named one by one. */
    private static final int NAMED = 20;

    private static final byte[] ERROR = "{\"error\"".getBytes(StandardCharsets.US_ASCII);

    private final Report report;
    private final Progress progress;
    private final LongSupplier sentBytes;
    private final DataOut out;
    private final Format format;
    private final Table table;
    private long stored;
    private long refused;
    private String code;
    private boolean oneCode = true;
    private Failure broken;

    /** @param sentBytes how much of the input has been read, for the progress bar */
    public Answers(Report report, Progress progress, LongSupplier sentBytes) {
        this.report = report;
        this.progress = progress;
        this.sentBytes = sentBytes;
        this.out = report.out();
        this.format = report.many();
        this.table = format == Format.table ? report.table("ORDER-ID", "TIME", "DURABILITY") : null;
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        boolean asTheyAre = format == Format.json || format == Format.ndjson;
        if (asTheyAre) {
            out.write(lines, offset, length);
        }
        Lines.forEach(lines, offset, length, (block, from, to) -> answer(block, from, to, asTheyAre));
        progress.at(stored + refused, sentBytes.getAsLong());
    }

    private void answer(byte[] line, int from, int to, boolean shown) {
        if (to - from > ERROR.length && Arrays.equals(line, from, from + ERROR.length, ERROR, 0, ERROR.length)) {
            refusal(Arrays.copyOfRange(line, from, to));
            return;
        }
        stored++;
        if (!shown) {
            byte[] json = Arrays.copyOfRange(line, from, to);
            String id = JsonFields.text(json, "order-id");
            if (format == Format.raw) {
                out.line(id);
            } else {
                table.row(id, OneObject.value("event-time", text(json, "event-time")), text(json, "durability"));
            }
        }
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
        if (table != null) {
            table.flush();
        }
        out.flush();
    }

    private String events() {
        return Progress.grouped(stored) + (stored == 1 ? " event" : " events");
    }

    /** How many were answered, well or not. */
    public long total() {
        return stored + refused;
    }

    /** The exit code: 0, 8 when some were refused; when all were, what they were refused for. */
    public int conclude(Result<Long> request) {
        progress.clear();
        if (refused > NAMED) {
            report.note(Progress.grouped(refused - NAMED) + " more lines refused");
        }
        if (request instanceof Result.Err<Long> err) {
            if (stored > 0) {
                report.note("stored before: " + events());
            }
            return report.fail(broken != null ? broken : err.failure());
        }
        if (broken != null) {
            return report.fail(broken);
        }
        if (refused == 0) {
            progress.end("stored " + events());
            return ExitCode.OK;
        }
        progress.end("stored " + Progress.grouped(stored) + " events, refused " + Progress.grouped(refused));
        if (stored > 0) {
            return ExitCode.PARTIAL;
        }
        return oneCode ? ExitCode.of(Failure.of(Failure.Kind.of(code, Failure.Kind.BAD_INPUT), "")) : ExitCode.USAGE;
    }
}
