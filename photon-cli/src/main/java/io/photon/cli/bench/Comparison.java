// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.codec.JsonFields;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Two results side by side. A figure that was taken each second differs when the middle halves of the seconds of both
 * runs, from the first quartile to the third, have no value in common. That asks for no distribution, and a few odd
 * seconds do not count; it says nothing of how runs vary among themselves. Of figures that a run has only once, no
 * more than the ratio is told.
 */
public final class Comparison {

    /** What is said of a figure of B. */
    enum Verdict {
        better("better"),
        worse("worse"),
        same("within the spread"),
        unknown("too few seconds"),
        unjudged("one value a run");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    /**
     * One figure.
     *
     * @param spreadA null for a figure that a run has only once, then {@code spreadB} is, too
     */
    record Line(
            String name,
            double a,
            double b,
            @Nullable Spread spreadA,
            @Nullable Spread spreadB,
            Verdict verdict) {

        double ratio() {
            return b / a;
        }
    }

    private final PastResult a;
    private final PastResult b;
    private final List<Line> lines = new ArrayList<>();

    private Comparison(PastResult a, PastResult b) {
        this.a = a;
        this.b = b;
        judged("events-per-second", true);
        judged("p50", false);
        judged("p99", false);
        once("p99.9");
        once("p99.99");
        once("max");
    }

    /** Compares what two files hold; BAD_INPUT when that cannot be compared. */
    public static Result<Comparison> of(Path fileA, Path fileB) throws IOException {
        Result<PastResult> readA = PastResult.read(fileA);
        Result<PastResult> readB = PastResult.read(fileB);
        return readA.then(a -> readB.then(b -> of(a, b)));
    }

    static Result<Comparison> of(PastResult a, PastResult b) {
        return a.load().equals(b.load())
                ? Result.ok(new Comparison(a, b))
                : Result.err(
                        Kind.BAD_INPUT,
                        "one is of bench " + a.load() + ", the other of bench " + b.load(),
                        "compare two results of the same load");
    }

    private void judged(String name, boolean moreIsBetter) {
        Spread spreadA = Spread.of(a.seconds(name));
        Spread spreadB = Spread.of(b.seconds(name));
        Verdict verdict;
        if (!spreadA.isEnough() || !spreadB.isEnough()) {
            verdict = Verdict.unknown;
        } else if (!spreadA.isApartFrom(spreadB)) {
            verdict = Verdict.same;
        } else {
            verdict = spreadB.median() > spreadA.median() == moreIsBetter ? Verdict.better : Verdict.worse;
        }
        lines.add(new Line(name, spreadA.median(), spreadB.median(), spreadA, spreadB, verdict));
    }

    private void once(String name) {
        lines.add(new Line(name, a.latency(name), b.latency(name), null, null, Verdict.unjudged));
    }

    List<Line> lines() {
        return lines;
    }

    /** Whether some figure of B is worse beyond the spread. */
    public boolean isWorse() {
        return lines.stream().anyMatch(line -> line.verdict() == Verdict.worse);
    }

    /** What was not the same in both, e.g. {@code settings.clients: 8, 64}. */
    public List<String> differences() {
        Map<String, String> ofA = a.conditions();
        Map<String, String> ofB = b.conditions();
        List<String> differences = new ArrayList<>();
        ofA.forEach((name, value) -> {
            String other = ofB.getOrDefault(name, "not told");
            if (!value.equals(other)) {
                differences.add(name + ": " + value + ", " + other);
            }
        });
        if (!a.isComplete() || !b.isComplete()) {
            differences.add("complete: " + a.isComplete() + ", " + b.isComplete());
        }
        return differences;
    }

    /** Shows it as a table. */
    public void table(Report report) {
        Table table = report.table("FIGURE", "A", "B", "B/A", "A: MIDDLE HALF", "B: MIDDLE HALF", "B IS")
                .right(1, 2, 3)
                .fixed(0, 4, 5);
        for (Line line : lines) {
            table.row(
                    line.name() + (line.name().startsWith("events") ? "" : " ms"),
                    figure(line.a()),
                    figure(line.b()),
                    figure(line.ratio()),
                    range(line.spreadA()),
                    range(line.spreadB()),
                    line.verdict().words);
        }
        table.flush();
    }

    private static String range(@Nullable Spread spread) {
        return spread == null ? "" : figure(spread.low()) + " to " + figure(spread.high());
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value < 1_000 ? "%.3f" : "%,.0f", value);
    }

    /** All of it as JSON. */
    public byte[] json() {
        StringJoiner figures = new StringJoiner(",", "[", "]");
        for (Line line : lines) {
            JsonFacts json = new JsonFacts()
                    .put("figure", line.name())
                    .decimal("a", line.a())
                    .decimal("b", line.b())
                    .decimal("ratio", line.ratio());
            if (line.spreadA() != null && line.spreadB() != null) {
                json.raw("middle-half-a", line.spreadA().json())
                        .raw("middle-half-b", line.spreadB().json());
            }
            figures.add(json.put("verdict", line.verdict().words).toString());
        }
        StringJoiner differences = new StringJoiner(",", "[", "]");
        differences().forEach(text -> differences.add(JsonFields.quote(text)));
        return new JsonFacts()
                .put("bench", a.load())
                .put("worse", isWorse())
                .raw("differences", differences.toString())
                .raw("figures", figures.toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
