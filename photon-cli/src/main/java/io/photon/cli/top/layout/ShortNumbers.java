// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.cli.output.Units;
import java.util.Locale;

/** Figures as a person reads them at a glance. Pure. */
public final class ShortNumbers {

    /** Order-ids begin as the time in µs. */
    private static final long FIRST_REAL = 100_000_000_000_000L;

    private ShortNumbers() {}

    /** A count with a comma between thousands. */
    public static String count(double number) {
        return Units.grouped(Math.round(number));
    }

    /** A figure in at most five characters: 940, 12.5k, 310k, 4.1M. */
    public static String brief(double number) {
        if (number < 1_000) {
            return number < 10 && number != Math.rint(number)
                    ? String.format(Locale.ROOT, "%.1f", number)
                    : Long.toString(Math.round(number));
        }
        double scaled = number;
        int unit = -1;
        while (scaled >= 999.5 && unit < 4) {
            scaled /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, scaled < 99.95 ? "%.1f%s" : "%.0f%s", scaled, "kMGTP".charAt(unit));
    }

    /** So many a second: exact, and below ten with one decimal, so that what moves slowly is not told to stand still. */
    public static String rate(double number) {
        return number < 10 ? brief(number) : count(number);
    }

    /** Milliseconds out of microseconds: 0.14, 3.1, 20. */
    public static String millis(double micros) {
        double ms = micros / 1_000;
        return String.format(Locale.ROOT, ms < 1 ? "%.2f" : ms < 10 ? "%.1f" : "%.0f", ms);
    }

    /** How long something lasts: 12 s, 4 min 10 s, 3 h 05 min, 3 d 4 h. */
    public static String span(long ms) {
        long seconds = Math.max(0, ms) / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        return seconds < 86_400
                ? String.format(Locale.ROOT, "%d h %02d min", seconds / 3_600, seconds % 3_600 / 60)
                : seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
    }

    /** How long ago something was; a moment ago is now. */
    public static String ago(long thenMs, long nowMs) {
        long ms = Math.max(0, nowMs - thenMs);
        return ms < 2_000 ? "now" : Units.age(ms);
    }

    /** The time an order-id was given at, about, in ms; 0 for none. */
    public static long timeOf(long orderId) {
        return orderId < FIRST_REAL ? 0 : orderId / 1_000;
    }
}
