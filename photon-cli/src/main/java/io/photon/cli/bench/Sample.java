// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.output.JsonFacts;
import org.HdrHistogram.Histogram;

/**
 * One second of a run. Latencies in ms, NaN when nothing was answered.
 *
 * @param second from 1
 * @param seconds how long it was
 */
record Sample(
        int second,
        double seconds,
        long events,
        long bytes,
        long errors,
        double p50,
        double p90,
        double p99,
        double p999,
        double max) {

    static Sample of(int second, double seconds, long events, long bytes, long errors, Histogram latencies) {
        boolean none = latencies.getTotalCount() == 0;
        return new Sample(
                second,
                seconds,
                events,
                bytes,
                errors,
                none ? Double.NaN : ms(latencies, 50),
                none ? Double.NaN : ms(latencies, 90),
                none ? Double.NaN : ms(latencies, 99),
                none ? Double.NaN : ms(latencies, 99.9),
                none ? Double.NaN : latencies.getMaxValue() / 1e6);
    }

    /** A percentile of latencies kept in ns, in ms. */
    static double ms(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    double eventsPerSecond() {
        return events / seconds;
    }

    /** In units of 1,000,000 bytes. */
    double megabytesPerSecond() {
        return bytes / 1e6 / seconds;
    }

    String json() {
        return new JsonFacts()
                .put("second", second)
                .decimal("events-per-second", eventsPerSecond())
                .decimal("mb-per-second", megabytesPerSecond())
                .decimal("p50", p50)
                .decimal("p90", p90)
                .decimal("p99", p99)
                .decimal("p99.9", p999)
                .decimal("max", max)
                .put("errors", errors)
                .toString();
    }
}
