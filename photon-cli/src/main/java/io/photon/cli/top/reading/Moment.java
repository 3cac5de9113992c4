// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import org.jspecify.annotations.Nullable;

/**
 * What a picture shows: the readings, and which of them is meant.
 *
 * @param back how many readings before the newest; 0 for now
 * @param nowMs the time by which ages are told
 * @param lost why there is no newer reading, null when all is well
 * @param lostMs for how long
 */
public record Moment(
        ShownDaemon target,
        Readings readings,
        int back,
        long nowMs,
        @Nullable String lost,
        long lostMs) {

    /** A moment of which nothing is known. */
    public static Moment none() {
        return new Moment(ShownDaemon.of(""), new Readings(), 0, 0, null, 0);
    }

    /** Null before the first. */
    public @Nullable Reading now() {
        return readings.back(back);
    }

    @Nullable Reading before() {
        return readings.back(back + 1);
    }

    public FlatJson facts() {
        Reading now = now();
        return now == null ? FlatJson.NONE : now.facts();
    }

    public double rate(String counter) {
        Reading now = now();
        return now == null ? 0 : now.rate(before(), counter);
    }

    /** How fast a counter rose, in equal steps of a time up to now; NaN where nothing is known. */
    public double[] rates(String counter, long spanMs, int steps) {
        return readings.series(back, spanMs, steps, (reading, before) -> reading.rate(before, counter));
    }

    /** What a gauge stood at. */
    public double[] values(String fact, long spanMs, int steps) {
        return readings.series(
                back, spanMs, steps, (reading, before) -> reading.facts().number(fact));
    }

    /** How much a counter rose since the oldest reading that is kept. */
    public double rise(String counter) {
        Reading now = now();
        Reading oldest = readings.isEmpty() ? null : readings.back(readings.size() - 1);
        if (now == null || oldest == null) {
            return 0;
        }
        return Math.max(0, now.facts().number(counter) - oldest.facts().number(counter));
    }

    public double streamRate(String stream) {
        return readings.rates(back).streams().getOrDefault(stream, 0.0);
    }

    public double projectionRate(String projection) {
        return readings.rates(back).projections().getOrDefault(projection, 0.0);
    }

    /** How fast a projection went, a figure a reading as far back as there are some, the newest last. */
    public double[] projectionRates(String projection, int most) {
        double[] rates = new double[Math.max(0, Math.min(most, readings.size() - 1 - back))];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = readings.rates(back + rates.length - 1 - i).projections().getOrDefault(projection, 0.0);
        }
        return rates;
    }

    /** How fast a stream grew, a figure a reading, the newest last; 0 before the first. */
    public double[] trend(String stream, int most) {
        double[] trend = new double[most];
        for (int i = 0; i < most; i++) {
            trend[i] = readings.rates(back + most - 1 - i).streams().getOrDefault(stream, 0.0);
        }
        return trend;
    }
}
