// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.Column;
import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counters of one part of the daemon in words, with what they rose by a second. */
final class FactsPage extends TopPage {

    /**
     * A group of counters.
     *
     * @param prefix of their names
     * @param hasNames whether what follows it are names as they were given, not words of ours
     */
    record Group(String heading, String prefix, boolean hasNames) {

        Group(String heading, String prefix) {
            this(heading, prefix, false);
        }
    }

    /**
     * A line.
     *
     * @param fact the counter's name, or the heading of a group
     * @param told its value as the daemon told it, null of a heading
     */
    private record Row(String fact, @Nullable String told, double rise, String name, String value, String change) {

        static Row heading(String text) {
            return new Row(text, null, 0, text, "", "");
        }

        boolean isHeading() {
            return told == null;
        }

        @Nullable Exported exported() {
            if (told == null) {
                return null;
            }
            Exported row = new Exported().with("name", fact);
            boolean isPlain = told.matches("-?[0-9]+(\\.[0-9]+)?|true|false");
            return (isPlain ? row.json("value", told) : row.with("value", told)).with("per-second", rise);
        }
    }

    private final String title;
    private final String path;
    private final String none;
    private final List<Group> groups;
    private final Sheet<Row> sheet = new Sheet<>(
            Row::fact,
            Row::exported,
            List.of( // in the order of the groups, which another order would take apart
                    Column.text("", 34, 0, Row::name)
                            .wide(36)
                            .toned(row -> row.isHeading() ? Tone.ACCENT : Tone.PLAIN)
                            .ordered(null),
                    Column.<Row>figure("VALUE", 22, 0, Row::value, row -> 0.0)
                            .wide(44)
                            .ordered(null),
                    Column.<Row>text("A SECOND", 0, 1, Row::change)
                            .toned(row -> Tone.GOOD)
                            .ordered(null)));

    /** @param path in jq, of what it shows most of in {@code stats} @param none what is shown when there are no such counters */
    FactsPage(String title, String path, String none, List<Group> groups) {
        this.title = title;
        this.path = path;
        this.none = none;
        this.groups = groups;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String command() {
        return "photon top --once -o json | jq .stats" + path;
    }

    @Override
    public Sheet<?> sheet() {
        return sheet;
    }

    @Override
    boolean opens() {
        return false;
    }

    @Override
    public @Nullable String copied() {
        Row row = sheet.selection();
        return row == null || row.isHeading() ? null : row.value();
    }

    @Override
    public void look(Moment moment) {
        List<Row> rows = new ArrayList<>();
        for (Group group : groups) {
            Map<String, String> facts = moment.facts().all(group.prefix());
            facts.keySet().removeIf(name -> isOfAnother(name, group));
            if (!facts.isEmpty()) {
                rows.add(Row.heading(group.heading()));
            }
            facts.forEach((name, value) -> {
                String rest = name.substring(group.prefix().length());
                rows.add(
                        group.hasNames()
                                ? new Row(name, value, 0, "  " + rest, value, "")
                                : new Row(
                                        name,
                                        value,
                                        isGauge(name) ? 0 : moment.rate(name),
                                        "  " + label(rest),
                                        written(name, value),
                                        change(moment, name)));
            });
        }
        Reading now = moment.now();
        sheet.rows(rows, now == null ? -1 : now.atMs());
    }

    /** Whether a fact belongs to a group whose prefix says more. */
    private boolean isOfAnother(String name, Group group) {
        return groups.stream()
                .anyMatch(
                        other -> other.prefix().length() > group.prefix().length() && name.startsWith(other.prefix()));
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
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
