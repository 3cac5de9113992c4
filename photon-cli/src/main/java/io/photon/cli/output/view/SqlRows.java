// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.Format;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.TerminalSafe;
import io.photon.cli.output.Units;
import io.photon.client.ByteSink;
import io.photon.codec.Csv;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows the answer to a query as it arrives. The last line is held back: it says what the answer is about, or why there is no
 * more of it.
 */
public final class SqlRows implements ByteSink {

    private static final byte[] ERROR = "{\"error\":".getBytes(StandardCharsets.US_ASCII);

    private final Report report;
    private final Format format;
    private final boolean isBare;
    private final ByteSink json;
    private final Lines lines = new Lines(this::block);
    private byte @Nullable [] last;
    private @Nullable Table table;
    private boolean begun;

    /** @param isBare whether the plainest form is values alone, else it is CSV */
    public SqlRows(Report report, boolean isBare) {
        this.report = report;
        this.isBare = isBare;
        this.format = report.many();
        this.json = report.json();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lines.write(bytes, offset, length);
    }

    @Override
    public void pause() {
        lines.pause();
        report.out().flush();
    }

    private void block(byte[] bytes, int offset, int length) {
        Lines.forEach(bytes, offset, length, (all, from, to) -> {
            if (last != null) {
                show(last);
            }
            last = Arrays.copyOfRange(all, from, to);
        });
    }

    private void show(byte[] line) {
        switch (format) {
            case json -> pass(line);
            case ndjson -> {
                report.out().write(line, 0, line.length);
                report.out().write('\n');
            }
            case table -> table(line);
            case raw -> csv(line);
        }
    }

    private void pass(byte[] line) {
        json.write(line, 0, line.length);
        json.write(new byte[] {'\n'}, 0, 1);
    }

    private void table(byte[] line) {
        List<String> names = new ArrayList<>();
        List<@Nullable String> cells = new ArrayList<>();
        read(line, names, cells);
        if (table == null) {
            table = report.table(names.toArray(String[]::new));
            table.right(IntStream.range(0, names.size() - 1)
                    .filter(i -> isNumber(line, names.get(i)))
                    .toArray());
        }
        table.row(cells.stream().map(cell -> cell == null ? "null" : cell).toArray(String[]::new));
    }

    private static boolean isNumber(byte[] line, String name) {
        byte[] value = JsonFields.field(line, name);
        return value != null && value.length > 0 && (value[0] == '-' || value[0] >= '0' && value[0] <= '9');
    }

    private void csv(byte[] line) {
        List<String> names = new ArrayList<>();
        List<@Nullable String> cells = new ArrayList<>();
        read(line, names, cells);
        if (isBare) {
            report.out().line(cells.stream().map(this::bare).collect(Collectors.joining("\t")));
            return;
        }
        if (!begun) {
            csv(names);
        }
        begun = true;
        csv(cells);
    }

    /** A row stays one line and a value one field, so a tab or a line end in a value is a blank. */
    private String bare(@Nullable String cell) {
        String text = cell == null ? "" : cell.replaceAll("[\\t\\r\\n]", " ");
        return report.console().isOutTerminal() ? TerminalSafe.text(text) : text;
    }

    private void csv(List<? extends @Nullable String> cells) {
        boolean terminal = report.console().isOutTerminal();
        report.out()
                .line(Csv.row(cells.stream()
                        .map(cell -> terminal && cell != null ? TerminalSafe.text(cell) : cell)
                        .toList()));
    }

    private static void read(byte[] line, List<String> names, List<@Nullable String> cells) {
        JsonFields.forEach(line, 0, line.length, (json, nameFrom, nameTo, from, to) -> {
            names.add(JsonFields.text(json, nameFrom - 1, nameTo + 1));
            boolean none = to - from == 4 && json[from] == 'n';
            cells.add(none ? null : JsonFields.text(json, from, to));
        });
    }

    /** Everything has come, or what there is. */
    public Result<Boolean> end(Result<Long> answered) {
        lines.end(answered);
        if (!answered.isOk()) {
            finish();
            return Result.err(why(answered.failure()));
        }
        if (last == null) {
            return Result.err(Failure.Kind.INTERNAL, "the answer was empty", "is the URL that of a Photon?");
        }
        if (format == Format.json) {
            pass(last);
            return Result.ok(true);
        }
        byte[] facts = JsonFields.field(last, "photon-sql");
        if (facts == null) {
            finish();
            return Result.err(Failure.Kind.INTERNAL, "the answer has no end", "is the URL that of a Photon?");
        }
        headings(facts);
        finish();
        remark(facts);
        return Result.ok(true);
    }

    private Failure why(Failure seen) {
        return last != null
                        && last.length > ERROR.length
                        && Arrays.equals(last, 0, ERROR.length, ERROR, 0, ERROR.length)
                ? FailureJson.read(last, seen.kind())
                : seen;
    }

    private void finish() {
        if (table != null) {
            table.flush();
        }
        report.out().flush();
    }

    /** Those of an answer without rows. */
    private void headings(byte[] facts) {
        if (begun || table != null) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (byte[] column : JsonFields.entries(facts, "columns")) {
            names.add(JsonFields.text(column, "name"));
        }
        if (format == Format.raw && !isBare) {
            csv(names);
        } else if (format == Format.table && !names.isEmpty()) {
            table = report.table(names.toArray(String[]::new));
            table.across("(no rows)");
        }
    }

    private void remark(byte[] facts) {
        long rows = JsonFields.number(facts, "row-count");
        String upTo = "up to order-id " + JsonFields.text(facts, "up-to");
        if ("true".equals(JsonFields.text(facts, "is-truncated"))) {
            report.note("only the first " + Units.counted(rows, "row")
                    + "; more with --max-rows, or the daemon's sql.max-rows");
        }
        String all = Units.counted(rows, "row") + ", " + upTo + ", in " + JsonFields.text(facts, "elapsed-ms") + " ms";
        if (format == Format.table) {
            report.note(all);
        } else {
            report.detail(all);
        }
    }
}
