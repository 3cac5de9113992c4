// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.util.List;
import java.util.Locale;

/**
 * The curves of a growing store as an SVG: a row for each figure, one panel by events and one by streams. The size is
 * on a scale of powers of ten, the figure on one that begins at 0: a flat line is a cost that does not grow.
 */
final class GrowthPicture {

    private static final int PANEL_WIDTH = 380;
    private static final int PANEL_HEIGHT = 110;
    private static final int LEFT = 70;
    private static final int TOP = 60;
    private static final int GAP = 50;

    private GrowthPicture() {}

    static String svg(String left, List<GrowthPoint> byLeft, String right, List<GrowthPoint> byRight, long events) {
        int rows = GrowthPoint.Figure.values().length;
        int width = 2 * (LEFT + PANEL_WIDTH) + 30;
        int height = TOP + rows * (PANEL_HEIGHT + GAP);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n",
                width,
                height,
                width,
                height));
        text(svg, LEFT, 24, "start", "by " + left + ", in 1,000 streams");
        text(
                svg,
                2 * LEFT + PANEL_WIDTH,
                24,
                "start",
                String.format(Locale.ROOT, "by %s, of %,d events", right, events));
        int y = TOP;
        for (GrowthPoint.Figure figure : GrowthPoint.Figure.values()) {
            double most = Math.max(most(byLeft, figure), most(byRight, figure));
            panel(svg, LEFT, y, figure, byLeft, most);
            panel(svg, 2 * LEFT + PANEL_WIDTH, y, figure, byRight, most);
            y += PANEL_HEIGHT + GAP;
        }
        return svg.append("</svg>\n").toString();
    }

    private static double most(List<GrowthPoint> points, GrowthPoint.Figure figure) {
        return points.stream().mapToDouble(point -> point.value(figure)).max().orElse(1);
    }

    private static void panel(
            StringBuilder svg, int x, int y, GrowthPoint.Figure figure, List<GrowthPoint> points, double most) {
        text(svg, x, y - 8, "start", figure.what() + ", " + figure.unit());
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888888\"/>\n",
                x,
                y,
                y + PANEL_HEIGHT,
                x + PANEL_WIDTH));
        text(svg, x - 6, y + 10, "end", number(most));
        text(svg, x - 6, y + PANEL_HEIGHT, "end", "0");
        double from = Math.log10(points.get(0).size());
        double span = Math.max(1, Math.log10(points.get(points.size() - 1).size()) - from);
        StringBuilder line = new StringBuilder();
        for (GrowthPoint point : points) {
            double px = x + 15 + (PANEL_WIDTH - 40) * (Math.log10(point.size()) - from) / span;
            double py = y + PANEL_HEIGHT - (PANEL_HEIGHT - 14) * point.value(figure) / most;
            line.append(String.format(Locale.ROOT, "%s%.1f %.1f", line.length() == 0 ? "M" : "L", px, py));
            svg.append(
                    String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1f6feb\"/>\n", px, py));
            text(svg, (int) px, (int) py - 6, "middle", number(point.value(figure)));
            text(svg, (int) px, y + PANEL_HEIGHT + 15, "middle", size(point.size()));
        }
        svg.append("<path d=\"").append(line).append("\" fill=\"none\" stroke=\"#1f6feb\"/>\n");
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#222222\">%s</text>\n",
                x,
                y,
                anchor,
                text));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static String size(long size) {
        return size < 1_000_000 ? String.format(Locale.ROOT, "%,d", size) : size / 1_000_000 + " M";
    }
}
