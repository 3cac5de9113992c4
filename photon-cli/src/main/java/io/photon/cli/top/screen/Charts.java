// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

/** Series of figures as pictures made of characters. Pure. */
public final class Charts {

    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    /** Dots of a braille character from the bottom up, left and right. */
    private static final int[][] DOTS = {{0x40, 0x04, 0x02, 0x01}, {0x80, 0x20, 0x10, 0x08}};

    private Charts() {}

    /** The highest figure, at least 1. */
    public static double top(double[] values) {
        double top = 1;
        for (double value : values) {
            top = value > top ? value : top; // NaN is not
        }
        return top;
    }

    /** A scale's end that is a round number: 1, 2 or 5 times a power of ten. */
    public static double round(double top) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, top))));
        for (double step : new double[] {1, 2, 5}) {
            if (top <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    /** The last figures as one row of blocks, oldest first, as wide as asked for. */
    public static String spark(double[] values, int width) {
        double top = top(values);
        StringBuilder row = new StringBuilder();
        for (int x = 0; x < width; x++) {
            double value = at(values, width, x);
            row.append(Double.isNaN(value) ? ' ' : BLOCKS.charAt((int) Math.min(7, Math.floor(value / top * 7.99))));
        }
        return row.toString();
    }

    /** The same over several rows of braille dots, two figures a column; the first row is the uppermost. */
    public static String[] braille(double[] values, double top, int width, int rows) {
        String[] picture = new String[rows];
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < width; x++) {
                int dots = 0;
                for (int half = 0; half < 2; half++) {
                    double value = at(values, width * 2, x * 2 + half);
                    int filled = Double.isNaN(value) ? 0 : dots(value, top, rows * 4);
                    for (int dot = 0; dot < Math.min(4, filled - (rows - 1 - row) * 4); dot++) {
                        dots |= DOTS[half][dot];
                    }
                }
                line.append((char) (0x2800 + dots));
            }
            picture[row] = line.toString();
        }
        return picture;
    }

    /** Something is at least one dot, all is all. */
    private static int dots(double value, double top, int most) {
        return value <= 0 ? 0 : (int) Math.max(1, Math.min(most, Math.round(value / top * most)));
    }

    /** The figure of a column when the newest stands in the last one; NaN before the first. */
    private static double at(double[] values, int width, int x) {
        int index = values.length - width + x;
        return index < 0 ? Double.NaN : values[index];
    }

    private static final String HEAT = "·░▒▓█";

    /** From how many ms a latency has the next degree of {@link #HEAT}. */
    private static final double[] DEGREES_MS = {1, 5, 20, 100};

    /** What {@link #heat} means, in words. */
    public static final String HEAT_LEGEND = "·<1 ░<5 ▒<20 ▓<100 █ ms";

    /** How hot latencies are, a character each, oldest first; a blank where there was none. @param micros in µs */
    public static String heat(double[] micros, int width) {
        StringBuilder row = new StringBuilder();
        for (int x = 0; x < width; x++) {
            double value = at(micros, width, x);
            row.append(Double.isNaN(value) || value <= 0 ? ' ' : HEAT.charAt(degree(value)));
        }
        return row.toString();
    }

    /** 0 to 4, the higher the slower. */
    static int degree(double micros) {
        int degree = 0;
        while (degree < DEGREES_MS.length && micros >= DEGREES_MS[degree] * 1_000) {
            degree++;
        }
        return degree;
    }

    /** How far something has come. */
    public static String bar(double share, int width) {
        int eighths = (int) Math.round(Math.max(0, Math.min(1, share)) * width * 8);
        String full = "█".repeat(eighths / 8);
        return eighths % 8 == 0 ? full : full + " ▏▎▍▌▋▊▉".charAt(eighths % 8);
    }
}
