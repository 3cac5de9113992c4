package io.photon.cli.top;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All streams: how many events, how fast, since when. */
final class StreamsPage extends Page {

    private static final int TREND = 16;

    private Map<String, double[]> trends = Map.of();
    private Map<String, Double> rates = Map.of();
    private long nowMs;
    private final Sheet<StreamRow> sheet = new Sheet<>(
            StreamRow::name,
            List.of(
                    Column.text("STREAM", 0, 0, StreamRow::name),
                    Column.<StreamRow>figure("EVENTS/s", 9, 1, row -> Numbers.count(rate(row)), this::rate)
                            .toned(row -> rate(row) > 0 ? Tone.GOOD : Tone.DIM),
                    Column.figure("EVENTS", 13, 0, row -> Numbers.count(row.events()), row -> (double) row.events()),
                    Column.<StreamRow>text("LAST", 11, 2, row -> Numbers.ago(Numbers.timeOf(row.last()), nowMs))
                            .ordered(Comparator.comparing(StreamRow::last).reversed()),
                    Column.<StreamRow>text("FIRST", 11, 4, row -> Numbers.ago(Numbers.timeOf(row.first()), nowMs))
                            .ordered(Comparator.comparing(StreamRow::first)),
                    Column.<StreamRow>text("TREND", TREND, 3, row -> Charts.spark(trend(row), TREND))
                            .toned(row -> Tone.DIM)
                            .ordered(null)));

    private boolean isAll = true;

    private double rate(StreamRow row) {
        return rates.getOrDefault(row.name(), 0.0);
    }

    private double[] trend(StreamRow row) {
        return trends.getOrDefault(row.name(), new double[0]);
    }

    @Override
    String title() {
        return "streams";
    }

    @Override
    String command() {
        return "photon streams list";
    }

    @Override
    Sheet<?> sheet() {
        return sheet;
    }

    @Override
    Page enter() {
        return sheet.selection() == null
                ? null
                : new EventsPage(sheet.selection().name(), 0);
    }

    @Override
    String copied() {
        return sheet.selection() == null ? null : sheet.selection().name();
    }

    @Override
    List<Action> actions() {
        StreamRow row = sheet.selection();
        return row == null
                ? List.of()
                : List.of(new Action(
                        'D',
                        "delete the stream's events, for good",
                        "photon streams delete " + Shell.word(row.name()) + " --yes",
                        new Need(Need.Kind.DELETE_STREAM, row.name(), 0)));
    }

    /** Rates of the streams at a moment, by name. */
    static Map<String, Double> rates(Moment moment) {
        Reading now = moment.now();
        Reading before = moment.before();
        Map<String, Double> rates = new HashMap<>();
        if (now == null || before == null) {
            return rates;
        }
        Map<String, StreamRow> earlier = before.streamsByName();
        double seconds = Math.max(0.001, (now.atMs() - before.atMs()) / 1_000.0);
        for (StreamRow row : now.streams()) {
            StreamRow then = earlier.get(row.name());
            long rise = row.events() - (then == null ? (before.isAllStreams() ? 0 : row.events()) : then.events());
            rates.put(row.name(), Math.max(0, rise) / seconds);
        }
        return rates;
    }

    @Override
    void look(Moment moment) {
        nowMs = moment.nowMs();
        rates = rates(moment);
        trends = trends(moment, TREND);
        Reading now = moment.now();
        if (now != null) {
            isAll = now.isAllStreams();
            sheet.rows(now.streams());
        }
    }

    @Override
    void paint(Frame frame, int top, int bottom, Moment moment) {
        nowMs = moment.nowMs();
        int last = isAll ? bottom : bottom - 1;
        sheet.paint(frame, top, last);
        if (!isAll) {
            frame.put(1, last, "the first " + sheet.sizeOfAll() + " by name; :streams PREFIX shows others", Tone.DIM);
        }
    }

    /** How fast each stream grew, a figure a reading. */
    static Map<String, double[]> trends(Moment moment, int readings) {
        Map<String, double[]> trends = new HashMap<>();
        for (int i = 0; i < readings; i++) {
            Moment then = new Moment(
                    moment.url(), moment.readings(), moment.back() + readings - 1 - i, moment.nowMs(), null, 0);
            int at = i;
            rates(then).forEach((name, rate) -> trends.computeIfAbsent(name, n -> new double[readings])[at] = rate);
        }
        return trends;
    }
}
