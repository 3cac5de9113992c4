// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The figures of one run. */
final class Report {

    /** What a figure must be. */
    enum Must {
        AT_LEAST(">="),
        AT_MOST("<="),
        NOTHING("");

        private final String sign;

        Must(String sign) {
            this.sign = sign;
        }
    }

    /** @param judged the number held against the target: the ratio when there is a floor, else the value */
    private record Row(
            String name,
            double value,
            String unit,
            @Nullable Double floor,
            double judged,
            Must must,
            double target) {
        boolean ok() {
            return switch (must) {
                case AT_LEAST -> judged >= target;
                case AT_MOST -> judged <= target;
                case NOTHING -> true;
            };
        }
    }

    private final List<Row> rows = new ArrayList<>();

    /** A figure as a multiple of another one of the same run. */
    void ratio(String name, double value, String unit, double floor, Must must, double target) {
        add(new Row(name, value, unit, floor, value / floor, must, target));
    }

    /** A figure of its own. */
    void value(String name, double value, String unit, Must must, double target) {
        add(new Row(name, value, unit, null, value, must, target));
    }

    /** A figure without a target. */
    void note(String name, double value, String unit) {
        value(name, value, unit, Must.NOTHING, 0);
    }

    private void add(Row row) {
        rows.add(row);
        System.err.println(line(row));
    }

    String table() {
        StringBuilder table = new StringBuilder(header());
        rows.forEach(row -> table.append(line(row)).append('\n'));
        return table.toString();
    }

    private static String header() {
        return String.format(
                Locale.ROOT,
                "%-58s %14s %-9s %10s %8s %12s %s%n",
                "what",
                "value",
                "unit",
                "beside",
                "ratio",
                "target",
                "ok");
    }

    private static String line(Row row) {
        return String.format(
                Locale.ROOT,
                "%-58s %,14.1f %-9s %10s %8s %12s %s",
                row.name,
                row.value,
                row.unit,
                row.floor == null ? "" : String.format(Locale.ROOT, "%,.0f", row.floor),
                row.floor == null ? "" : String.format(Locale.ROOT, "%.2f", row.judged),
                row.must == Must.NOTHING ? "" : row.must.sign + " " + String.format(Locale.ROOT, "%,.1f", row.target),
                row.must == Must.NOTHING ? "" : row.ok() ? "ok" : "MISSED");
    }

    String json() {
        StringBuilder json = new StringBuilder("{\"figures\":[");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            json.append(i == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"beside\":%s,\"ratio\":%s,\"target\":%s,\"ok\":%s}",
                            row.name,
                            row.value,
                            row.unit,
                            row.floor == null ? "null" : String.format(Locale.ROOT, "%.3f", row.floor),
                            row.floor == null ? "null" : String.format(Locale.ROOT, "%.3f", row.judged),
                            row.must == Must.NOTHING ? "null" : "\"" + row.must.sign + " " + row.target + "\"",
                            row.must == Must.NOTHING ? "null" : String.valueOf(row.ok())));
        }
        return json.append("]}").toString();
    }
}
