// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.PrettyJson;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Shows one JSON value of any kind and size: laid out for a person, else byte for byte as it arrives. Give it to the
 * client as the sink, and then the client's result to {@link #show}.
 */
public final class JsonView implements ByteSink {

    /** Of a text without its quotes; more than that is passed on as it is. */
    private static final int MOST_HELD = 4 << 20;

    private final Report report;
    private final DataOut out;
    private final @Nullable PrettyJson pretty;
    private @Nullable ByteArrayOutputStream held;
    private byte lastByte;

    public JsonView(Report report) {
        this.report = report;
        this.out = report.out();
        boolean forPeople = report.isPretty() || report.one() == Format.table;
        this.pretty = forPeople ? new PrettyJson(out, report.paint()) : null;
        this.held = report.one() == Format.raw ? new ByteArrayOutputStream(1_024) : null;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        lastByte = bytes[offset + length - 1];
        if (pretty != null) {
            pretty.write(bytes, offset, length);
            return;
        }
        if (held != null && held.size() + length > MOST_HELD) {
            out.write(held.toByteArray());
            held = null;
        }
        if (held == null) {
            out.write(bytes, offset, length);
        } else {
            held.write(bytes, offset, length);
        }
    }

    /** Shows what has arrived, or why nothing has. */
    public int show(Result<Long> arrived) {
        if (arrived instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        if (pretty != null) {
            pretty.end();
        } else if (held == null) {
            if (lastByte != '\n') {
                out.write('\n');
            }
        } else {
            byte[] json = held.toByteArray();
            int from = JsonFields.space(json, 0, json.length);
            out.line(JsonFields.text(json, from, Math.max(from, JsonFields.valueEnd(json, from, json.length))));
        }
        return ExitCode.OK;
    }

    /** Shows JSON Patch operations: a row each, a line each, or the array. */
    public int showPatch(Result<byte[]> answer) {
        if (answer instanceof Result.Err<byte[]> err) {
            return report.fail(err.failure());
        }
        byte[] json = answer.value();
        switch (report.many()) {
            case json -> {
                write(json, 0, json.length);
                return show(Result.ok((long) json.length));
            }
            case ndjson, raw ->
                JsonFields.forEach(json, 0, json.length, (b, n, m, from, to) -> {
                    out.write(b, from, to - from);
                    out.write('\n');
                });
            case table -> {
                Table table = report.table("OP", "PATH", "VALUE");
                JsonFields.forEach(
                        json,
                        0,
                        json.length,
                        (b, n, m, from, to) -> table.row(
                                text(b, from, to, "op"), text(b, from, to, "path"), raw(b, from, to, "value")));
                table.flush();
            }
        }
        return ExitCode.OK;
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null ? "" : JsonFields.text(json, range[0], range[1]);
    }

    private static String raw(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null ? "" : new String(json, range[0], range[1] - range[0], StandardCharsets.UTF_8);
    }
}
