// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.output.JsonFacts;
import java.util.Arrays;
import java.util.List;

/**
 * The middle half of the seconds of a run: from its first quartile to its third, with the median in between.
 *
 * @param seconds how many there were
 */
record Spread(double low, double median, double high, int seconds) {

    /** Of fewer seconds, chance alone takes two middle halves apart too often: of five, every fifth time. */
    static final int FEWEST = 10;

    /** Of values of which none is NaN. */
    static Spread of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75), sorted.length);
    }

    /** Between the two nearest values, as far as it lies between them. */
    private static double quantile(double[] sorted, double part) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = part * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    boolean isEnough() {
        return seconds >= FEWEST;
    }

    /** Whether the two ranges have no value in common. */
    boolean isApartFrom(Spread other) {
        return high < other.low || low > other.high;
    }

    String json() {
        return Arrays.asList(JsonFacts.decimal(low), JsonFacts.decimal(high))
                .toString()
                .replace(" ", "");
    }
}
