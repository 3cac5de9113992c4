package io.photon.cli.output;

import io.photon.codec.JsonFields;
import io.photon.result.Result;

/** Shows streams page by page, so that a million of them need no memory. */
public final class StreamList {

    private static final int PAGE = 1_000;

    /** Asks for a page. */
    @FunctionalInterface
    public interface Pages {
        /** {@code {"streams":[…]}} behind a name (null for the start), at most {@code limit}. */
        Result<byte[]> after(String name, int limit);
    }

    private final Report report;
    private final long limit;
    private final DataOut out;
    private final Format format;
    private Table table;
    private long shown;
    private String last;
    private int inPage;

    public StreamList(Report report, long limit) {
        this.report = report;
        this.limit = limit;
        this.out = report.out();
        this.format = report.many();
    }

    /** Shows everything behind a name (null for all), to the exit code. */
    public int show(String after, Pages pages) {
        last = after;
        if (format == Format.table) {
            table = report.table("STREAM", "EVENTS", "FIRST", "LAST").right(1);
        }
        boolean begun = false;
        do {
            int wanted = (int) Math.min(PAGE, limit - shown);
            Result<byte[]> page = wanted < 1 ? Result.ok(new byte[0]) : pages.after(last, wanted);
            if (page instanceof Result.Err<byte[]> err) {
                return report.fail(err.failure());
            }
            if (!begun && format == Format.json) {
                out.print("{\"streams\":[");
            }
            begun = true;
            inPage = 0;
            byte[] json = ((Result.Ok<byte[]>) page).value();
            int[] streams = JsonFields.find(json, 0, json.length, "streams");
            if (streams != null) {
                JsonFields.forEach(json, streams[0], streams[1], (b, n, m, from, to) -> item(b, from, to));
            }
        } while (inPage == PAGE && shown < limit);
        if (format == Format.json) {
            out.line("]}");
        } else if (table != null) {
            table.flush();
        }
        return ExitCode.OK;
    }

    private void item(byte[] json, int from, int to) {
        inPage++;
        last = text(json, from, to, "stream-name");
        switch (format) {
            case json -> {
                if (shown > 0) {
                    out.write(',');
                }
                out.write(json, from, to - from);
            }
            case ndjson -> {
                out.write(json, from, to - from);
                out.write('\n');
            }
            case raw -> out.line(last);
            case table ->
                table.row(
                        last,
                        text(json, from, to, "total-events"),
                        text(json, from, to, "first-order-id"),
                        text(json, from, to, "last-order-id"));
        }
        shown++;
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null ? "" : JsonFields.text(json, range[0], range[1]);
    }
}
