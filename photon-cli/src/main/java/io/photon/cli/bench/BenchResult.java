// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Units;
import io.photon.codec.JsonFields;
import java.util.List;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;

/**
 * The outcome of a run, with all that one must know to hold it against another.
 *
 * @param complete whether it was measured for as long as was asked
 * @param startedMs when it began, ms since 1970
 * @param version of this Photon
 * @param daemon how messages name it
 * @param stats what the daemon said of itself, JSON
 * @param lateness of the timer, in ns
 * @param coresUsed by this process on average, NaN when it is not known
 * @param unsent requests that were due and not sent
 * @param latencyOf what a latency is the time of
 * @param facts what only this load knows
 */
public record BenchResult(
        BenchPlan plan,
        boolean complete,
        long startedMs,
        String version,
        String daemon,
        byte[] stats,
        Figures figures,
        Histogram lateness,
        double coresUsed,
        long unsent,
        String latencyOf,
        List<Workload.Fact> facts) {

    long events() {
        return figures.events();
    }

    double eventsPerSecond() {
        return figures.events() / figures.seconds();
    }

    /** In units of 1,000,000 bytes. */
    double megabytesPerSecond() {
        return figures.bytes() / 1e6 / figures.seconds();
    }

    Histogram latencies() {
        return figures.latencies();
    }

    /** How many requests failed, and events did not come. */
    public long errorCount() {
        return figures.errors().values().stream().mapToLong(n -> n).sum();
    }

    /** What went wrong and how often, e.g. {@code 3 timed-out}; {@code none} when nothing did. */
    public String errorWords() {
        StringJoiner words = new StringJoiner(", ");
        words.setEmptyValue("none");
        figures.errors().forEach((kind, count) -> words.add(Units.grouped(count) + " " + kind));
        return words.toString();
    }

    /** What the daemon said of itself; empty when it did not. */
    String stat(String name) {
        String text = JsonFields.text(stats, name);
        return text == null ? "" : text;
    }

    /** All of it as JSON; {@link PastResult} reads it again. */
    String json() {
        JsonFacts json = new JsonFacts()
                .put("bench", plan.load().name())
                .put("complete", complete)
                .put("started", Units.time(startedMs))
                .raw("settings", plan.json())
                .raw("client", clientJson())
                .raw("daemon", daemonJson())
                .decimal("seconds", figures.seconds())
                .put("events", figures.events())
                .put("bytes", figures.bytes())
                .decimal("events-per-second", eventsPerSecond())
                .decimal("mb-per-second", megabytesPerSecond())
                .putOrNull("latency-of", latencyOf)
                .raw("latency-ms", latencyJson());
        JsonFacts errors = new JsonFacts();
        figures.errors().forEach(errors::put);
        json.raw("errors", errors.toString()).put("unsent", unsent);
        facts.forEach(fact -> json.raw(fact.name(), fact.json()));
        StringJoiner samples = new StringJoiner(",", "[", "]");
        figures.samples().forEach(sample -> samples.add(sample.json()));
        return json.raw("samples", samples.toString()).toString();
    }

    private String latencyJson() {
        Histogram latencies = figures.latencies();
        JsonFacts json =
                new JsonFacts().put("count", latencies.getTotalCount()).decimal("mean", latencies.getMean() / 1e6);
        Percentiles.NAMED.forEach((name, percentile) -> json.decimal(name, Sample.ms(latencies, percentile)));
        return json.decimal("max", latencies.getMaxValue() / 1e6).toString();
    }

    private String clientJson() {
        Runtime runtime = Runtime.getRuntime();
        JsonFacts json = new JsonFacts()
                .put("version", version)
                .put("java", System.getProperty("java.version"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("cores", runtime.availableProcessors())
                .decimal("cores-used", coresUsed)
                .put("heap-max-bytes", runtime.maxMemory());
        if (lateness.getTotalCount() > 0) {
            json.decimal("timer-late-ms-p50", Sample.ms(lateness, 50))
                    .decimal("timer-late-ms-p99", Sample.ms(lateness, 99));
        }
        return json.toString();
    }

    private String daemonJson() {
        return new JsonFacts()
                .put("url", daemon)
                .putOrNull("version", stat("version"))
                .putOrNull("backend", stat("backend"))
                .putOrNull("durability", stat("durability"))
                .raw("heap-max-bytes", stat("heap-max-bytes").isEmpty() ? "null" : stat("heap-max-bytes"))
                .toString();
    }
}
