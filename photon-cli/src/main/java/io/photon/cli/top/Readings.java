package io.photon.cli.top;

import java.util.ArrayList;
import java.util.List;

/** The readings of the last quarter of an hour, oldest first. One thread. */
final class Readings {

    static final long KEPT_MS = 15 * 60_000;

    /** With a reading a second, and streams of that many of them. */
    private static final int MOST = 900;

    private final List<Reading> all = new ArrayList<>();
    /** Of each reading against the one before. */
    private final List<Rates> rates = new ArrayList<>();

    void add(Reading reading) {
        rates.add(Rates.of(reading, back(0)));
        all.add(reading);
        int old = 0;
        while (all.size() - old > MOST || all.get(old).atMs() < reading.atMs() - KEPT_MS) {
            old++;
        }
        all.subList(0, old).clear();
        rates.subList(0, old).clear();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** The reading that many before the newest; null when there is none. */
    Reading back(int readings) {
        int index = all.size() - 1 - readings;
        return index < 0 ? null : all.get(index);
    }

    /** How fast all rose from the reading before to that one. */
    Rates rates(int readings) {
        int index = rates.size() - 1 - readings;
        return index < 0 ? Rates.NONE : rates.get(index);
    }

    /** A figure of each reading up to one, the newest last. */
    double[] series(int back, int most, Figure figure) {
        int last = all.size() - 1 - back;
        int first = Math.max(1, last - most + 1);
        if (last < first) {
            return new double[0];
        }
        double[] series = new double[last - first + 1];
        for (int i = first; i <= last; i++) {
            series[i - first] = figure.of(all.get(i), all.get(i - 1));
        }
        return series;
    }

    /** A figure of a reading and the one before. */
    interface Figure {
        double of(Reading now, Reading before);
    }
}
