// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    /** @param rates of its seconds, each twice */
    private static PastResult result(String bench, int clients, double... rates) {
        StringJoiner samples = new StringJoiner(",", "[", "]");
        for (int i = 0; i < 2 * rates.length; i++) {
            double rate = rates[i / 2];
            samples.add("{\"second\":1,\"events-per-second\":" + rate + ",\"p50\":" + 1_000 / rate + ",\"p99\":5.0}");
        }
        String json = "{\"bench\":\"" + bench + "\",\"complete\":true,\"settings\":{\"clients\":" + clients
                + "},\"latency-ms\":{\"p99.9\":8.0,\"p99.99\":9.0,\"max\":10.0},\"samples\":" + samples + "}";
        return (PastResult) assertInstanceOf(Result.Ok.class, PastResult.of(json.getBytes(StandardCharsets.UTF_8), "x"))
                .value();
    }

    private static Comparison compared(PastResult a, PastResult b) {
        return (Comparison)
                assertInstanceOf(Result.Ok.class, Comparison.of(a, b)).value();
    }

    private static Comparison.Verdict verdict(Comparison comparison, String name) {
        return comparison.lines().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    @Test
    void whatIsClearlySlowerIsWorseInThroughputAndLatency() {
        Comparison slower =
                compared(result("emit", 8, 1_000, 1_010, 990, 1_005, 995), result("emit", 8, 800, 810, 790, 805, 795));
        assertEquals(Comparison.Verdict.worse, verdict(slower, "events-per-second"));
        assertEquals(Comparison.Verdict.worse, verdict(slower, "p50"));
        assertTrue(slower.isWorse());
    }

    @Test
    void whatIsClearlyFasterIsBetter() {
        Comparison faster =
                compared(result("emit", 8, 800, 810, 790, 805, 795), result("emit", 8, 1_000, 1_010, 990, 1_005, 995));
        assertEquals(Comparison.Verdict.better, verdict(faster, "events-per-second"));
        assertEquals(Comparison.Verdict.better, verdict(faster, "p50"));
        assertFalse(faster.isWorse());
    }

    @Test
    void aDifferenceWithinTheSpreadIsNoneAndOneOddSecondDoesNotMakeOne() {
        Comparison same = compared(
                result("emit", 8, 1_000, 1_200, 900, 1_100, 950), result("emit", 8, 980, 1_150, 1, 1_080, 940));
        assertEquals(Comparison.Verdict.same, verdict(same, "events-per-second"));
        assertEquals(Comparison.Verdict.same, verdict(same, "p99"), "all equal");
        assertFalse(same.isWorse());
    }

    @Test
    void ofFewSecondsAndOfWhatARunHasOnceNothingIsClaimed() {
        Comparison few =
                compared(result("emit", 8, 1_000, 1_000, 1_000, 1_000), result("emit", 8, 10, 10, 10, 10, 10, 10));
        assertEquals(Comparison.Verdict.unknown, verdict(few, "events-per-second"));
        assertEquals(Comparison.Verdict.unjudged, verdict(few, "max"));
        assertFalse(few.isWorse());
    }

    @Test
    void settingsThatDifferAreNamed() {
        assertEquals(
                List.of("settings.clients: 8, 64"),
                compared(result("emit", 8, 1), result("emit", 64, 1)).differences());
    }

    @Test
    void differentLoadsAndOtherFilesAreRefused() {
        assertInstanceOf(Result.Err.class, Comparison.of(result("emit", 8, 1), result("live", 8, 1)));
        assertInstanceOf(Result.Err.class, PastResult.of("{\"order-id\":1}".getBytes(StandardCharsets.UTF_8), "x"));
        assertInstanceOf(Result.Err.class, PastResult.of("junk".getBytes(StandardCharsets.UTF_8), "x"));
    }

    @Test
    void theMiddleHalfLiesBetweenTheQuartiles() {
        Spread spread = Spread.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0));
        assertEquals(new Spread(2, 3, 4, 5), spread);
    }
}
