// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole daemon at a glance: how fast it is, who is busy, what is wrong, and below that the newest events. */
final class OverviewPage extends TopPage {

    private final StreamTable busiest = new StreamTable("BUSIEST STREAMS", false);

    private final Speeds speeds = new Speeds();
    private final NewestEvents newest = new NewestEvents();

    @Override
    List<String> keys() {
        return List.of("t", "charts over 15 minutes, or over one again");
    }

    @Override
    List<String> shortKeys() {
        return List.of("t 15 min");
    }

    @Override
    public boolean showsSpeeds() {
        return true;
    }

    @Override
    public boolean key(Key key) {
        if (key.is('t')) {
            speeds.toggle();
            return true;
        }
        return false;
    }

    @Override
    public String title() {
        return "overview";
    }

    @Override
    public String command() {
        return "photon top --once -o json";
    }

    @Override
    public Sheet<?> sheet() {
        return busiest.sheet();
    }

    @Override
    public @Nullable TopPage enter() {
        return busiest.enter();
    }

    @Override
    public void look(Moment moment) {
        busiest.at(moment);
        Reading now = moment.now();
        if (now != null) {
            busiest.sheet()
                    .rows(
                            now.streams().stream()
                                    .sorted(Comparator.comparing(busiest::rate)
                                            .thenComparing(ListedStream::last)
                                            .reversed())
                                    .toList(),
                            now.atMs());
        }
    }

    @Override
    public List<Need> needs(Moment moment) {
        return newest.needs(moment);
    }

    @Override
    public void answered(Need need, Result<byte[]> answer) {
        newest.answered(answer);
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        busiest.at(moment);
        int y = speeds.paint(frame, top, moment);
        List<Line> projections = projections(moment);
        int room = Math.max(2, (bottom - y) / 3);
        List<EventRow> events = newest.upTo(moment, room - projections.size());
        int forProjections = Math.min(projections.size() + events.size(), room);
        int end = bottom - forProjections - 1;
        busiest.paint(frame, y, end);
        frame.rule(end);
        for (int i = 0; i < forProjections; i++) {
            if (i < projections.size()) {
                Line line = projections.get(i);
                frame.put(1, end + 1 + i, frame.width() - 2, line.text(), line.tone());
            } else {
                NewestEvents.paint(frame, end + 1 + i, events.get(i - projections.size()), moment.nowMs());
            }
        }
    }

    private record Line(String text, Tone tone) {}

    /** Those that are not well, and how many there are. */
    private static List<Line> projections(Moment moment) {
        List<Line> lines = new ArrayList<>();
        FlatJson facts = moment.facts();
        StringBuilder head = new StringBuilder("PROJECTIONS");
        for (String state : List.of("running", "catching-up", "paused", "failed")) {
            double count = facts.number("projections." + state);
            if (count > 0) {
                head.append("   ").append(ShortNumbers.count(count)).append(' ').append(state.replace('-', ' '));
            }
        }
        lines.add(new Line(head.toString(), facts.number("projections.failed") > 0 ? Tone.BAD : Tone.ACCENT));
        store(facts, lines);
        double lagMs = facts.number("store.mirror-lag-ms");
        if (lagMs > 2_000) {
            lines.add(new Line("! the SQL copy is " + ShortNumbers.span((long) lagMs) + " behind", Tone.BEHIND));
        }
        problems(moment, lines);
        Reading now = moment.now();
        if (now != null) {
            now.projections().stream()
                    .filter(row -> row.urgency() < 3)
                    .sorted(Comparator.comparing(ProjectionRow::urgency).thenComparing(ProjectionRow::name))
                    .forEach(row -> lines.add(new Line(
                            row.sign() + " " + row.name() + "   " + row.status().replace('-', ' ')
                                    + (row.isFailed() ? ": " : " ") + row.remark(),
                            row.tone())));
        }
        return lines;
    }

    /** What is wrong with a server that the events are in, and why it may lose what was answered. */
    private static void store(FlatJson facts, List<Line> lines) {
        facts.all("store.").forEach((name, value) -> {
            if (name.endsWith("-trouble")) {
                lines.add(new Line("✗ " + value, Tone.BAD));
            } else if (name.equals("store.durability-reason")) {
                lines.add(new Line("! answered events can be lost: " + value, Tone.BEHIND));
            }
        });
    }

    /** What the daemon had to say in the time that is kept, and where to read it. */
    private static void problems(Moment moment, List<Line> lines) {
        double errors = moment.rise("problems.errors");
        double warnings = moment.rise("problems.warnings");
        double refused = moment.rise("problems.refused-logins");
        StringBuilder said = new StringBuilder();
        counted(said, errors, "error");
        counted(said, warnings, "warning");
        counted(said, refused, "refused login");
        if (!said.isEmpty()) {
            lines.add(new Line(
                    (errors > 0 ? "✗ " : "! ") + said + " of late; 8 shows more", errors > 0 ? Tone.BAD : Tone.BEHIND));
        }
        double slow = moment.facts().number("log.slow-subscribers");
        if (slow > 0) {
            lines.add(new Line("! " + Units.counted(Math.round(slow), "slow reader") + "; 4 shows more", Tone.BEHIND));
        }
    }

    private static void counted(StringBuilder said, double count, String what) {
        if (count > 0) {
            said.append(said.isEmpty() ? "" : ", ").append(Units.counted(Math.round(count), what));
        }
    }
}
