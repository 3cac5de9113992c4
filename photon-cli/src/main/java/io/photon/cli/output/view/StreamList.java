// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Facts;
import io.photon.cli.output.Format;
import io.photon.cli.output.Lines;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.Units;
import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows streams page by page, so that a million of them need no memory. */
public final class StreamList {

    private static final int PAGE = 1_000;

    /** Asks for a page. */
    @FunctionalInterface
    public interface Pages {
        /** {@code {"streams":[…]}} after a name (null for the start), at most {@code limit}. */
        Result<byte[]> after(@Nullable String name, int limit);
    }

    private final Report report;
    private final long limit;
    private final DataOut out;
    private final ByteSink json;
    private final Format format;
    private final Table table;
    private long shown;
    private @Nullable String last;
    private int inPage;

    public StreamList(Report report, long limit) {
        this.report = report;
        this.limit = limit;
        this.out = report.out();
        this.json = report.json();
        this.format = report.many();
        this.table = report.table("STREAM", "EVENTS", "SIZE", "RATE", "FIRST", "LAST")
                .right(1, 2, 3)
                .fixed(4, 5)
                .dropping(4, 3, 2);
    }

    /** Shows everything after a name (null for all), to the exit code. */
    public int show(@Nullable String after, Pages pages) {
        last = after;
        boolean begun = false;
        do {
            int wanted = (int) Math.min(PAGE, limit - shown);
            Result<byte[]> page = wanted < 1 ? Result.ok(new byte[0]) : pages.after(last, wanted);
            if (page instanceof Result.Err<byte[]> err) {
                return report.fail(err.failure());
            }
            if (!begun && format == Format.json) {
                print("{\"streams\":[");
            }
            begun = true;
            inPage = 0;
            byte[] json = page.value();
            int[] streams = JsonFields.find(json, 0, json.length, "streams");
            if (streams != null) {
                JsonFields.forEach(json, streams[0], streams[1], (b, n, m, from, to) -> item(b, from, to));
            }
        } while (inPage == PAGE && shown < limit);
        if (format == Format.json) {
            print("]}\n");
        }
        table.flush();
        return ExitCode.OK;
    }

    private void item(byte[] json, int from, int to) {
        inPage++;
        last = text(json, from, to, "stream-name");
        switch (format) {
            case json -> {
                print(shown > 0 ? "," : "");
                this.json.write(json, from, to - from);
            }
            case ndjson -> {
                out.write(json, from, to - from);
                out.write('\n');
            }
            case raw -> out.line(last);
            case table -> row(StreamFacts.read(json, from, to));
        }
        shown++;
    }

    private void row(StreamFacts stream) {
        table.row(
                stream.name(), stream.count(), stream.size(), stream.rate(), time(stream.first()), time(stream.last()));
    }

    private static String time(long orderId) {
        return orderId == 0 ? "" : Facts.time(orderId);
    }

    private void print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        json.write(bytes, 0, bytes.length);
    }

    /**
     * Shows one stream, to the exit code.
     *
     * @param sample plays its last events into a sink; asked only where a person reads and the daemon does not tell the size
     */
    public static int showOne(Result<byte[]> answer, Report report, Function<ByteSink, Result<Long>> sample) {
        int code = report.show(answer);
        if (answer instanceof Result.Ok<byte[]> ok && report.one() == Format.table) {
            StreamFacts stream = StreamFacts.read(ok.value(), 0, ok.value().length);
            String last = stream.last() == 0 ? "" : Units.age(System.currentTimeMillis() - stream.last() / 1_000);
            fact(report, "last event", last);
            if (stream.bytes() >= 0) { // which is shown above
                String rate = stream.rate();
                fact(report, "average rate", rate.isEmpty() ? "" : rate + ", " + stream.byteRate(stream.bytes()));
                return code;
            }
            Lines lines = sampled(report, sample);
            if (lines.lines() == 0 || stream.events() < 0) {
                fact(report, "average rate", stream.rate());
                return code;
            }
            boolean isAll = lines.lines() >= stream.events();
            long seen = lines.bytes() + lines.lines(); // with their line ends, as a daemon counts
            long bytes = isAll ? seen : Math.round((double) seen / lines.lines() * stream.events());
            String about = isAll ? "" : "about ";
            if (!stream.rate().isEmpty()) {
                fact(report, "average rate", stream.rate() + ", " + about + stream.byteRate(bytes));
            }
            String by = isAll ? "" : "  (by the last " + Units.counted(lines.lines(), "event") + ")";
            fact(report, "size", about + Units.size(bytes) + by);
        }
        return code;
    }

    /** Its last events. */
    private static Lines sampled(Report report, Function<ByteSink, Result<Long>> sample) {
        Lines lines = new Lines((bytes, offset, length) -> {});
        Result<Long> played = sample.apply(lines);
        lines.end(played);
        if (played instanceof Result.Err<Long> err) {
            report.detail("the size is not known: " + err.failure().message());
        }
        return lines;
    }

    private static void fact(Report report, String name, String value) {
        if (!value.isEmpty()) {
            report.out().line(report.paint().cyan(name) + " ".repeat(Math.max(1, 16 - name.length())) + value);
        }
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null ? "" : JsonFields.text(json, range[0], range[1]);
    }
}
