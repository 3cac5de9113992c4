// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Facts;
import io.photon.cli.output.Format;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.client.ByteSink;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Shows descriptors as they arrive, or their values alone. Takes whole lines. */
public final class ProjectionUpdates implements ByteSink {

    private final Report report;
    private final boolean full;
    private final long limit;
    private final Runnable enough;
    private final @Nullable Table table;
    private volatile long shown;
    private byte @Nullable [] error;

    /** @param enough is run when the limit is reached */
    public ProjectionUpdates(Report report, boolean full, long limit, Runnable enough) {
        this.report = report;
        this.full = full;
        this.limit = limit;
        this.enough = enough;
        this.table = report.many() == Format.table && !full
                ? report.table("STATUS", "PROCESSED", "POSITION", "VALUE")
                        .fixed(0, 2)
                        .right(1)
                        .dropping(2)
                        .style(0, report.paint()::state)
                : null;
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        Lines.forEach(lines, offset, length, this::line);
    }

    private void line(byte[] line, int from, int to) {
        if (shown >= limit || line[from] != '{') {
            return;
        }
        if (JsonFields.find(line, from, to, "projection-name") == null) {
            error = Arrays.copyOfRange(line, from, to); // how a daemon says that it must break off
            return;
        }
        int[] value = full ? new int[] {from, to} : JsonFields.find(line, from, to, "current-value");
        if (table != null) {
            int most = value == null ? 0 : Math.min(value[1], value[0] + 4_000);
            table.row(
                    text(line, from, to, "status"),
                    Facts.value("processed", text(line, from, to, "processed")),
                    text(line, from, to, "position"),
                    value == null ? "" : new String(line, value[0], most - value[0], StandardCharsets.UTF_8));
        } else if (value == null) {
            report.out().line("null");
        } else {
            report.showJson(line, value[0], value[1]);
        }
        if (++shown >= limit) {
            pause();
            enough.run();
        }
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null ? "" : JsonFields.text(json, range[0], range[1]);
    }

    @Override
    public void pause() {
        if (table != null) {
            table.flush();
        }
        report.out().flush();
    }

    /** How many were shown. */
    public long shown() {
        return shown;
    }

    /** The exit code, from what the client says. */
    public int conclude(Result<Long> result) {
        if (shown >= limit) {
            return ExitCode.OK;
        }
        if (error != null) {
            return report.fail(FailureJson.read(error, Failure.Kind.INTERNAL));
        }
        if (result instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        return ExitCode.OK;
    }
}
