// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Readings;
import io.photon.cli.top.screen.Charts;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Tone;

/** Charts and figures of how fast the daemon is, over a minute or a quarter of an hour. One thread. */
final class Speeds {

    private static final long MINUTE_MS = 60_000;

    /** With more rows than that there is room for more charts. */
    private static final int TALL = 30;

    /** With more rows than that charts are higher. */
    private static final int VERY_TALL = 48;

    /** With fewer rows than that there are only figures, and more room for what is below. */
    private static final int LOW = 18;

    private static final int LATENCY_ROOM = 27;

    /** The least that the scale of latencies ends with, in µs. */
    private static final double LEAST_LATENCY = 1_000;

    private long spanMs = MINUTE_MS;

    /** The other span. */
    void toggle() {
        spanMs = spanMs == MINUTE_MS ? Readings.KEPT_MS : MINUTE_MS;
    }

    /** Paints from a row on. @return the row below */
    int paint(Frame frame, int top, Moment moment) {
        FlatJson facts = moment.facts();
        int half = frame.width() / 2;
        int chart = half - 9;
        int rows = frame.height() >= VERY_TALL ? 4 : frame.height() < LOW ? 0 : 2;
        head(frame, 1, top, "appends/s", ShortNumbers.rate(moment.rate("log.appended")), Tone.STRONG);
        double p99 = facts.number("log.ack-micros-p99");
        String acks =
                "p50 " + ShortNumbers.millis(facts.number("log.ack-micros-p50")) + "   p99 " + ShortNumbers.millis(p99);
        head(frame, half + 1, top, "ack ms", acks, slowness(p99));
        if (rows == 0) {
            return below(frame, top + 1, moment);
        }
        chart(frame, 1, top + 1, chart, rows, moment.rates("log.appended", spanMs, chart * 2), ShortNumbers::brief);
        double[] latencies = moment.values("log.ack-micros-p99", spanMs, chart * 2);
        double most = Charts.round(Math.max(LEAST_LATENCY, Charts.top(latencies)));
        chart(frame, half + 1, top + 1, chart, rows, latencies, most, ShortNumbers::millis);
        int y = scale(frame, top + 1 + rows, half, chart);
        if (frame.height() >= TALL) {
            double replayed = moment.rate("log.replayed");
            head(frame, 1, y, "replayed/s", ShortNumbers.rate(replayed), Tone.STRONG);
            chart(frame, 1, y + 1, chart, rows, moment.rates("log.replayed", spanMs, chart * 2), ShortNumbers::brief);
            String heap = Units.size(Math.round(facts.number("heap-used-bytes"))) + " of "
                    + Units.size(Math.round(facts.number("heap-max-bytes")));
            head(frame, half + 1, y, "heap", heap, Tone.STRONG);
            double[] used = moment.values("heap-used-bytes", spanMs, chart * 2);
            double heapMost = Math.max(1, facts.number("heap-max-bytes"));
            chart(frame, half + 1, y + 1, chart, rows, used, heapMost, bytes -> Math.round(bytes / 1_048_576) + " MiB");
            y = heat(frame, scale(frame, y + 1 + rows, half, chart), moment);
        }
        return below(frame, y, moment);
    }

    private static int below(Frame frame, int y, Moment moment) {
        figures(frame, y, moment);
        frame.rule(y + 1);
        return y + 2;
    }

    private static void head(Frame frame, int x, int y, String name, String figure, Tone tone) {
        int next = frame.put(x, y, name, Tone.ACCENT);
        frame.put(next + 2, y, figure, tone);
    }

    private interface Written {
        String of(double number);
    }

    private static void chart(Frame frame, int x, int y, int width, int rows, double[] values, Written written) {
        chart(frame, x, y, width, rows, values, Charts.round(Charts.top(values)), written);
    }

    private static void chart(
            Frame frame, int x, int y, int width, int rows, double[] values, double top, Written written) {
        String[] picture = Charts.braille(values, top, width, rows);
        for (int row = 0; row < rows; row++) {
            frame.put(x, y + row, width, picture[row], Tone.GOOD);
        }
        frame.put(x + width + 1, y, 7, written.of(top), Tone.DIM);
        frame.put(x + width + 1, y + rows - 1, 7, "0", Tone.DIM);
    }

    /** The line below a pair of charts. @return the row below it */
    private int scale(Frame frame, int y, int half, int chart) {
        for (int x : new int[] {1, half + 1}) {
            frame.put(x, y, chart, span(), Tone.DIM);
            frame.right(x, y, chart, "now", Tone.DIM);
        }
        return y + 1;
    }

    private String span() {
        return spanMs == MINUTE_MS ? "60 s  (t: 15 min)" : "15 min  (t: 60 s)";
    }

    /** How slow answers were, as a strip over the whole width. @return the row below it */
    private int heat(Frame frame, int y, Moment moment) {
        int width = frame.width() - 12 - LATENCY_ROOM;
        double[] latencies = moment.values("log.ack-micros-p99", spanMs, width);
        frame.put(1, y, "ack p99", Tone.ACCENT);
        String strip = Charts.heat(latencies, width);
        for (int i = 0; i < width; i++) {
            frame.put(10 + i, y, strip.substring(i, i + 1), slowness(latencies[i]));
        }
        frame.put(12 + width, y, Charts.HEAT_LEGEND, Tone.DIM);
        return y + 1;
    }

    private static Tone slowness(double micros) {
        return micros > 1_000_000 ? Tone.BAD : micros > 100_000 ? Tone.BEHIND : Tone.PLAIN;
    }

    private static void figures(Frame frame, int y, Moment moment) {
        FlatJson facts = moment.facts();
        int x = frame.put(1, y, "batches/s " + ShortNumbers.rate(moment.rate("log.batches")), Tone.PLAIN);
        if (frame.height() < TALL) { // else it has a chart
            x = frame.put(x + 3, y, "replayed/s " + ShortNumbers.brief(moment.rate("log.replayed")), Tone.PLAIN);
        }
        x = frame.put(x + 3, y, "readers " + ShortNumbers.count(facts.number("log.subscribers")), Tone.PLAIN);
        double slow = facts.number("log.slow-subscribers");
        x = slow > 0 ? frame.put(x + 1, y, "(" + ShortNumbers.count(slow) + " slow)", Tone.BEHIND) : x;
        x = frame.put(x + 3, y, "queue " + ShortNumbers.count(facts.number("log.queued-events")), Tone.PLAIN);
        double refused = moment.rate("log.refused");
        frame.put(x + 3, y, "refused/s " + ShortNumbers.brief(refused), refused > 0 ? Tone.BAD : Tone.DIM);
    }
}
