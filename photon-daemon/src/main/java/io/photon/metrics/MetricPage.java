// SPDX-License-Identifier: Apache-2.0
package io.photon.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All metrics of one moment. Names are those of Prometheus: {@code photon_…}, in seconds and bytes; the name of a counter
 * is given without its {@code _total}. Not thread-safe.
 */
public final class MetricPage {

    private static final double MICROS = 1e-6;

    private final List<MetricSnapshot> metrics = new ArrayList<>();

    /** One value that goes up and down. */
    public MetricPage gauge(String name, String help, double value) {
        metrics.add(GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new GaugeDataPointSnapshot(value, Labels.EMPTY, null))
                .build());
        return this;
    }

    /** One value for each of some things. @param label tells them apart */
    public MetricPage gauges(String name, String help, String label, Map<String, ? extends Number> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((of, value) ->
                gauge.dataPoint(new GaugeDataPointSnapshot(value.doubleValue(), Labels.of(label, of), null)));
        metrics.add(gauge.build());
        return this;
    }

    /** One value that only rises, from 0 at the start of the process. */
    public MetricPage counter(String name, String help, double value) {
        metrics.add(CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new CounterDataPointSnapshot(value, Labels.EMPTY, null, 0))
                .build());
        return this;
    }

    /** One such value for each of some things. */
    public MetricPage counters(String name, String help, String label, Map<String, ? extends Number> values) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        values.forEach((of, value) ->
                counter.dataPoint(new CounterDataPointSnapshot(value.doubleValue(), Labels.of(label, of), null, 0)));
        metrics.add(counter.build());
        return this;
    }

    /** The same for pairs. @param values by the value of the first label, then by that of the second */
    public MetricPage counters(
            String name,
            String help,
            String label,
            String otherLabel,
            Map<String, ? extends Map<String, ? extends Number>> values) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        values.forEach((of, others) -> others.forEach((other, value) -> counter.dataPoint(
                new CounterDataPointSnapshot(value.doubleValue(), Labels.of(label, of, otherLabel, other), null, 0))));
        metrics.add(counter.build());
        return this;
    }

    /** Facts as labels of a 1. @param name without its {@code _info} */
    public MetricPage info(String name, String help, Map<String, String> facts) {
        metrics.add(InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new InfoDataPointSnapshot(Labels.of(
                        facts.keySet().toArray(String[]::new), facts.values().toArray(String[]::new))))
                .build());
        return this;
    }

    /**
     * How often something took how long.
     *
     * @param boundsMicros upper bounds, rising, µs; the last count has none
     * @param counts one more than bounds, not cumulative
     * @param totalMicros of all together, µs
     */
    public MetricPage times(String name, String help, long[] boundsMicros, long[] counts, long totalMicros) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.length; i++) {
            double bound = i < boundsMicros.length ? boundsMicros[i] / 1e6 : Double.POSITIVE_INFINITY;
            buckets.bucket(bound, counts[i]);
        }
        metrics.add(HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(totalMicros * MICROS)
                        .build())
                .build());
        return this;
    }

    /** How often something was done, and how long that took in all. */
    public MetricPage times(String name, String help, long count, long totalMicros) {
        metrics.add(SummarySnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new SummaryDataPointSnapshot(
                        count, totalMicros * MICROS, Quantiles.EMPTY, Labels.EMPTY, null, 0))
                .build());
        return this;
    }

    /** What the Java machine and the system say of this process: {@code jvm_…} and {@code process_…}. */
    public MetricPage process() {
        JvmReadings.now().forEach(metrics::add);
        return this;
    }

    /** The text of it. */
    public byte[] write(MetricFormat format) {
        return format.write(metrics);
    }
}
