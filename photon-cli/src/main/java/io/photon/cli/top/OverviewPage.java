package io.photon.cli.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The whole daemon at a glance: what is wrong first, then how fast it is, then who is busy. */
final class OverviewPage extends Page {

    private final StreamTable busiest = new StreamTable("BUSIEST STREAMS", false, Tone.GOOD);

    @Override
    String title() {
        return "overview";
    }

    @Override
    String command() {
        return "photon top --once -o json";
    }

    @Override
    Sheet<?> sheet() {
        return busiest.sheet();
    }

    @Override
    Page enter() {
        return busiest.enter();
    }

    @Override
    void look(Moment moment) {
        busiest.at(moment);
        Reading now = moment.now();
        if (now != null) {
            busiest.sheet()
                    .rows(now.streams().stream()
                            .sorted(Comparator.comparing(busiest::rate)
                                    .thenComparing(StreamRow::last)
                                    .reversed())
                            .toList());
        }
    }

    @Override
    void paint(Frame frame, int top, int bottom, Moment moment) {
        busiest.at(moment);
        int y = speeds(frame, top, moment);
        List<Line> projections = projections(moment);
        int forProjections = Math.min(projections.size(), Math.max(2, (bottom - y) / 3));
        int end = bottom - forProjections - 1;
        busiest.sheet().paint(frame, y, end);
        frame.rule(end);
        for (int i = 0; i < forProjections; i++) {
            Line line = projections.get(i);
            frame.put(1, end + 1 + i, frame.width() - 2, line.text(), line.tone());
        }
    }

    /** Charts and figures of the last minute. @return the row below */
    private int speeds(Frame frame, int top, Moment moment) {
        FlatJson facts = moment.facts();
        int half = frame.width() / 2;
        int chart = half - 9;
        double[] appends = moment.rates("log.appended", chart * 2);
        frame.put(1, top, "appends/s", Tone.ACCENT);
        frame.put(12, top, Numbers.count(moment.rate("log.appended")), Tone.STRONG);
        chart(frame, 1, top + 1, chart, appends, Numbers::brief);
        double[] acks = moment.values("log.ack-micros-p99", chart * 2);
        frame.put(half + 1, top, "ack ms", Tone.ACCENT);
        frame.put(
                half + 9,
                top,
                "p50 " + Numbers.millis(facts.number("log.ack-micros-p50")) + "   p99 "
                        + Numbers.millis(facts.number("log.ack-micros-p99")),
                slowness(facts.number("log.ack-micros-p99")));
        chart(frame, half + 1, top + 1, chart, acks, Numbers::millis);
        double slow = facts.number("log.slow-subscribers");
        int x = frame.put(1, top + 4, "batches/s " + Numbers.count(moment.rate("log.batches")), Tone.PLAIN);
        x = frame.put(x + 3, top + 4, "subscribers " + Numbers.count(facts.number("log.subscribers")), Tone.PLAIN);
        x = slow > 0 ? frame.put(x + 1, top + 4, "(" + Numbers.count(slow) + " slow)", Tone.BEHIND) : x;
        x = frame.put(x + 3, top + 4, "queue " + Numbers.count(facts.number("log.queued-events")), Tone.PLAIN);
        double refused = moment.rate("log.refused");
        frame.put(x + 3, top + 4, "refused/s " + Numbers.brief(refused), refused > 0 ? Tone.BAD : Tone.DIM);
        frame.rule(top + 5);
        return top + 6;
    }

    private interface Written {
        String of(double number);
    }

    private static void chart(Frame frame, int x, int y, int width, double[] values, Written written) {
        double top = Charts.round(Charts.top(values));
        String[] rows = Charts.braille(values, top, width, 2);
        frame.put(x, y, width, rows[0], Tone.GOOD);
        frame.put(x, y + 1, width, rows[1], Tone.GOOD);
        frame.put(x + width + 1, y, 6, written.of(top), Tone.DIM);
        frame.put(x + width + 1, y + 1, 6, "0", Tone.DIM);
        frame.put(x, y + 2, width, width * 2 + " readings", Tone.DIM);
        frame.right(x, y + 2, width, "now", Tone.DIM);
    }

    private static Tone slowness(double micros) {
        return micros > 1_000_000 ? Tone.BAD : micros > 100_000 ? Tone.BEHIND : Tone.PLAIN;
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
                head.append("   ").append(Numbers.count(count)).append(' ').append(state.replace('-', ' '));
            }
        }
        lines.add(new Line(head.toString(), facts.number("projections.failed") > 0 ? Tone.BAD : Tone.ACCENT));
        double lagMs = facts.number("store.mirror-lag-ms");
        if (lagMs > 2_000) {
            lines.add(new Line("! the SQL copy is " + Numbers.span((long) lagMs) + " behind", Tone.BEHIND));
        }
        if (moment.now() != null) {
            moment.now().projections().stream()
                    .filter(row -> row.urgency() < 3)
                    .sorted(Comparator.comparing(ProjectionRow::urgency).thenComparing(ProjectionRow::name))
                    .forEach(row -> lines.add(new Line(
                            row.sign() + " " + row.name() + "   " + row.status().replace('-', ' ') + " " + row.remark(),
                            row.tone())));
        }
        return lines;
    }
}
