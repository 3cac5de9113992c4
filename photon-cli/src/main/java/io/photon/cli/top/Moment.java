package io.photon.cli.top;

/**
 * What a picture shows: the readings, and which of them is meant.
 *
 * @param back how many readings before the newest; 0 for now
 * @param nowMs the time by which ages are told
 * @param lost why there is no newer reading, null when all is well
 * @param lostMs for how long
 */
record Moment(String url, Readings readings, int back, long nowMs, String lost, long lostMs) {

    /** How many readings a picture of the last minute takes. */
    static final int MINUTE = 60;

    /** Null before the first. */
    Reading now() {
        return readings.back(back);
    }

    Reading before() {
        return readings.back(back + 1);
    }

    FlatJson facts() {
        Reading now = now();
        return now == null ? FlatJson.NONE : now.facts();
    }

    double rate(String counter) {
        Reading now = now();
        return now == null ? 0 : now.rate(before(), counter);
    }

    double[] rates(String counter, int most) {
        return readings.series(back, most, (reading, before) -> reading.rate(before, counter));
    }

    double[] values(String fact, int most) {
        return readings.series(back, most, (reading, before) -> reading.facts().number(fact));
    }
}
