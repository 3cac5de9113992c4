// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.time.Instant;

/** Numbers, sizes, times and rates as a person reads them. */
public final class Units {

    private static final long DAY_MS = 86_400_000;
    private static final String[] TIMES = {"s", "min", "h", "day"};
    private static final long[] TIME_MS = {1_000, 60_000, 3_600_000, DAY_MS};

    private Units() {}

    /** A count with its thousands apart. */
    public static String grouped(long count) {
        String digits = Long.toString(count);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0 && digits.charAt(i - 1) != '-') {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return text.toString();
    }

    /** A count and what is counted, e.g. {@code 1 event}, {@code 2,000 events}. */
    public static String counted(long count, String one) {
        return grouped(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** Bytes in the unit that reads best. */
    public static String size(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int u = 0;
        while (value >= 1_024 && u < units.length - 1) {
            value /= 1_024;
            u++;
        }
        return u == 0 ? bytes + " B" : tenths(value) + " " + units[u];
    }

    /** Seconds as a person would say them. */
    public static String duration(double seconds) {
        long whole = (long) seconds;
        if (whole < 60) {
            return tenths(seconds) + " s";
        }
        return whole < 3_600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3_600 + " h " + whole / 60 % 60 + " min";
    }

    /** How many there were in a time on average, in the unit of time that reads best; empty when that says nothing. */
    public static String rate(long count, long ms) {
        if (count < 2 || ms < 1) {
            return "";
        }
        int u = unit(count, ms);
        double rate = rate(count, ms, u);
        return (rate < 100 ? tenths(rate) : grouped(Math.round(rate))) + "/" + TIMES[u];
    }

    /** How many bytes that was, in the same unit of time; empty when that says nothing. @param bytes of all of them */
    public static String byteRate(long bytes, long count, long ms) {
        if (count < 2 || ms < 1) {
            return "";
        }
        int u = unit(count, ms);
        return size(Math.round((double) bytes / count * rate(count, ms, u))) + "/" + TIMES[u];
    }

    /** The shortest in which there was one. */
    private static int unit(long count, long ms) {
        int u = 0;
        while (rate(count, ms, u) < 1 && u < TIMES.length - 1) {
            u++;
        }
        return u;
    }

    private static double rate(long count, long ms, int unit) {
        return (double) (count - 1) * TIME_MS[unit] / ms; // there is one interval fewer than events
    }

    /** How long ago something was, in one unit. */
    public static String age(long ms) {
        long seconds = ms / 1_000;
        if (seconds < 0) {
            return "ahead of this clock";
        }
        if (seconds < 120) {
            return seconds + " s ago";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min ago";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h ago" : seconds / 86_400 + " days ago";
    }

    /** Ms since 1970 as RFC 3339 in UTC, always with ms. */
    public static String time(long millis) {
        String text = Instant.ofEpochMilli(millis).toString();
        return text.length() == 20 ? text.substring(0, 19) + ".000Z" : text;
    }

    /** The same to the second, for where a line has little room. */
    public static String timeToTheSecond(long millis) {
        return time(Math.floorDiv(millis, 1_000) * 1_000).replace(".000Z", "Z");
    }

    /** One decimal, without the cost of a formatter. */
    private static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }
}
