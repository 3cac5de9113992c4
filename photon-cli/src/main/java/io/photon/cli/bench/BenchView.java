// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Report;
import io.photon.cli.output.TerminalSafe;
import io.photon.cli.output.Units;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.StringJoiner;

/** Shows a result. */
public final class BenchView {

    private static final int STEPS_A_HALF = 5;

    private final Report report;

    public BenchView(Report report) {
        this.report = report;
    }

    public void show(BenchResult result, BenchFormat format) {
        switch (format) {
            case table -> table(result);
            case json -> {
                byte[] json = result.json().getBytes(StandardCharsets.UTF_8);
                report.showJson(json, 0, json.length);
            }
            case csv -> csv(result);
            case hgrm -> hgrm(result);
        }
    }

    private void hgrm(BenchResult result) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
            result.latencies().outputPercentileDistribution(out, STEPS_A_HALF, 1e6);
        }
        report.out().write(text.toByteArray());
    }

    private void csv(BenchResult result) {
        report.out().line("second,events_per_second,mb_per_second,p50_ms,p90_ms,p99_ms,p99.9_ms,max_ms,errors");
        for (Sample sample : result.figures().samples()) {
            StringJoiner line = new StringJoiner(",");
            line.add(Integer.toString(sample.second()));
            for (double value : new double[] {
                sample.eventsPerSecond(),
                sample.megabytesPerSecond(),
                sample.p50(),
                sample.p90(),
                sample.p99(),
                sample.p999(),
                sample.max()
            }) {
                line.add(Double.isNaN(value) ? "" : JsonFacts.decimal(value));
            }
            report.out().line(line.add(Long.toString(sample.errors())).toString());
        }
    }

    private void table(BenchResult result) {
        BenchPlan plan = result.plan();
        fact("load", load(plan));
        fact("loop", loop(plan, result.unsent()));
        fact(
                "daemon",
                result.daemon() + ", photon " + result.stat("version") + ", " + result.stat("backend") + ", "
                        + result.stat("durability"));
        fact(
                "measured",
                Units.duration(result.figures().seconds()) + " after " + Units.duration(plan.warmupMs() / 1e3)
                        + " of warm-up" + (result.complete() ? "" : ", stopped early"));
        fact(
                "client",
                String.format(
                        Locale.ROOT,
                        "took %.2f of %d cores of this machine",
                        result.coresUsed(),
                        Runtime.getRuntime().availableProcessors()));
        fact(
                "events",
                String.format(
                        Locale.ROOT,
                        "%s, %s events/s, %.1f MB/s",
                        Units.grouped(result.events()),
                        Units.grouped(Math.round(result.eventsPerSecond())),
                        result.megabytesPerSecond()));
        result.facts().forEach(fact -> fact(fact.name(), fact.words()));
        fact(
                "latency",
                "of " + result.latencyOf() + "; "
                        + Units.grouped(result.latencies().getTotalCount()) + " measured");
        Percentiles.NAMED.forEach(
                (name, percentile) -> fact("  " + name, ms(Sample.ms(result.latencies(), percentile))));
        fact("  max", ms(result.latencies().getMaxValue() / 1e6));
        fact("errors", result.errorWords());
    }

    private static String load(BenchPlan plan) {
        StringBuilder text = new StringBuilder(plan.load().name())
                .append(", ")
                .append(Units.counted(plan.clients(), plan.load() == BenchPlan.Load.live ? "reader" : "client"));
        if (plan.writers() > 0) {
            text.append(", ").append(Units.counted(plan.writers(), "writer"));
        }
        if (plan.events() > 0) {
            text.append(", ").append(Units.counted(plan.events(), "event")).append(" stored before");
        }
        text.append(", ").append(Units.counted(plan.sizeBytes(), "byte")).append(" an event");
        if (plan.batch() > 1) {
            text.append(", ").append(Units.grouped(plan.batch())).append(" events a batch");
        }
        return text.append(plan.language() == null ? "" : ", " + plan.language())
                .toString();
    }

    private static String loop(BenchPlan plan, long unsent) {
        if (!plan.isOpenLoop()) {
            return "closed: a client asks again when it has its answer, so a stall shows in few latencies"
                    + (plan.load() == BenchPlan.Load.emit ? "; --rate shows it in all" : "");
        }
        return String.format(
                        Locale.ROOT,
                        "open: %s events/s, latencies from the intended times",
                        Units.grouped(Math.round(plan.rate())))
                + (unsent == 0
                        ? ""
                        : "; NOT REACHED: " + Units.counted(unsent, "request")
                                + " due and never sent, whose latencies are missing");
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%10.3f ms", value);
    }

    private void fact(String name, String value) {
        report.out().line(String.format(Locale.ROOT, "%-13s", name) + TerminalSafe.text(value));
    }
}
