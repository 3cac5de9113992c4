// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.output.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counters of one part of the daemon in words, with what they rose by a second. */
final class FactsPage extends TopPage {

    /**
     * A group of counters.
     *
     * @param prefix of their names
     */
    record Group(String heading, String prefix) {}

    private record Row(String name, String value, String change) {}

    private final String title;
    private final String none;
    private final List<Group> groups;
    private final Sheet<Row> sheet = new Sheet<>(
            Row::name,
            List.of(
                    Column.text("", 36, 0, Row::name),
                    Column.<Row>text("VALUE", 30, 0, Row::value)
                            .toned(row -> row.value().isEmpty() ? Tone.ACCENT : Tone.PLAIN),
                    Column.<Row>text("A SECOND", 0, 1, Row::change).toned(row -> Tone.GOOD)));

    /** @param none what is shown when there are no such counters */
    FactsPage(String title, String none, List<Group> groups) {
        this.title = title;
        this.none = none;
        this.groups = groups;
    }

    @Override
    String title() {
        return title;
    }

    @Override
    String command() {
        return "photon top --once -o json";
    }

    @Override
    Sheet<?> sheet() {
        return sheet;
    }

    @Override
    String copied() {
        return sheet.selection() == null ? null : sheet.selection().value();
    }

    @Override
    void look(Moment moment) {
        List<Row> rows = new ArrayList<>();
        for (Group group : groups) {
            Map<String, String> facts = moment.facts().all(group.prefix());
            if (!facts.isEmpty()) {
                rows.add(new Row(group.heading(), "", ""));
            }
            facts.forEach((name, value) -> rows.add(new Row(
                    "  " + label(name.substring(group.prefix().length())),
                    written(name, value),
                    change(moment, name))));
        }
        sheet.rows(rows);
    }

    @Override
    void paint(Frame frame, int top, int bottom, Moment moment) {
        if (sheet.sizeOfAll() == 0 && moment.now() != null) {
            frame.put(1, top, none, Tone.DIM);
        } else {
            sheet.paint(frame, top, bottom);
        }
    }

    /** A counter's name in words, without the unit that its value has. */
    private static String label(String name) {
        return name.equals("fsync-micros")
                ? "time in fsyncs"
                : name.replaceFirst("-ms$", "")
                        .replaceFirst("-micros(?=$|-)", "")
                        .replace('-', ' ');
    }

    private static String change(Moment moment, String name) {
        double rate = isGauge(name) ? 0 : moment.rate(name);
        return rate == 0 ? "" : "+" + (isBytes(name) ? Units.size(Math.round(rate)) : ShortNumbers.brief(rate));
    }

    /** Positions and times rise, and say nothing by how much. */
    private static boolean isGauge(String name) {
        return name.endsWith("head") || name.endsWith("-ms") || name.endsWith("-micros") || name.contains("micros-p");
    }

    private static boolean isBytes(String name) {
        return name.endsWith("bytes") || name.endsWith("preallocated");
    }

    private static String written(String name, String value) {
        try {
            double number = Double.parseDouble(value);
            if (isBytes(name)) {
                return Units.size(Math.round(number));
            }
            if (name.contains("micros")) {
                return ShortNumbers.millis(number) + " ms";
            }
            if (name.endsWith("-ms")) {
                return number < 10_000 ? Math.round(number) + " ms" : ShortNumbers.span((long) number);
            }
            return name.endsWith("head") || name.endsWith("pid") ? value : ShortNumbers.count(number);
        } catch (NumberFormatException e) {
            return value; // a word
        }
    }
}
