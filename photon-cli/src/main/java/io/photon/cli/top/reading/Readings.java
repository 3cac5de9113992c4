// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readings of the last quarter of an hour, oldest first. One thread. */
public final class Readings {

    public static final long KEPT_MS = 15 * 60_000;

    /** Readings older than this are kept a second apart, however often there were some. */
    private static final long DENSE_MS = 60_000;

    private static final long SPARSE_MS = 950;

    private final List<Reading> all = new ArrayList<>();
    /** Of each reading against the one before. */
    private final List<RisingRates> rates = new ArrayList<>();

    public void add(Reading reading) {
        rates.add(RisingRates.of(reading, back(0)));
        all.add(reading);
        int old = 0;
        while (all.get(old).atMs() < reading.atMs() - KEPT_MS) {
            old++;
        }
        all.subList(0, old).clear();
        rates.subList(0, old).clear();
        thin(reading.atMs() - DENSE_MS);
    }

    /** Leaves out readings up to a time that follow the one before within a second. */
    private void thin(long upToMs) {
        int aged = at(upToMs);
        for (int i = 1; i <= aged; ) {
            if (all.get(i).atMs() - all.get(i - 1).atMs() < SPARSE_MS) {
                all.remove(i);
                rates.remove(i);
                aged--;
            } else {
                i++;
            }
        }
    }

    /** The place of the newest reading that is not after a time; below zero when there is none. */
    private int at(long timeMs) {
        int place = all.size() - 1;
        while (place >= 0 && all.get(place).atMs() > timeMs) {
            place--;
        }
        return place;
    }

    /** How many readings before the newest the one stands that was the newest at a time; the oldest when none was. */
    public int backAt(long timeMs) {
        return all.isEmpty() ? 0 : all.size() - 1 - Math.max(0, at(timeMs));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    public int size() {
        return all.size();
    }

    /** The reading that many before the newest; null when there is none. */
    public @Nullable Reading back(int readings) {
        int index = all.size() - 1 - readings;
        return index < 0 ? null : all.get(index);
    }

    /** How fast all rose from the reading before to that one. */
    RisingRates rates(int readings) {
        int index = rates.size() - 1 - readings;
        return index < 0 ? RisingRates.NONE : rates.get(index);
    }

    /**
     * A figure over the time up to a reading, in equal steps, oldest first. A reading speaks for the time since the one
     * before it; where several fall into a step the highest counts, so that no peak is lost. NaN where nothing was read.
     *
     * @param back which reading is the last
     */
    double[] series(int back, long spanMs, int steps, Figure figure) {
        double[] series = new double[steps];
        Arrays.fill(series, Double.NaN);
        int last = all.size() - 1 - back;
        if (last < 1) {
            return series;
        }
        long end = all.get(last).atMs();
        double stepMs = (double) spanMs / steps;
        for (int i = last; i >= 1 && all.get(i).atMs() > end - spanMs; i--) {
            double value = figure.of(all.get(i), all.get(i - 1));
            int to = step(all.get(i).atMs(), end, stepMs, steps);
            int from = Math.min(to, step(all.get(i - 1).atMs(), end, stepMs, steps) + 1);
            for (int step = Math.max(0, from); step <= to; step++) {
                series[step] = Double.isNaN(series[step]) ? value : Math.max(series[step], value);
            }
        }
        return series;
    }

    /** In which step a time is; below zero for one before them all. */
    private static int step(long atMs, long end, double stepMs, int steps) {
        return steps - 1 - (int) Math.floor((end - atMs) / stepMs);
    }

    /** A figure of a reading and the one before. */
    interface Figure {
        double of(Reading now, Reading before);
    }
}
