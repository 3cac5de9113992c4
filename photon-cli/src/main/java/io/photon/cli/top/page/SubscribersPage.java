// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.Column;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.result.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who reads events, how far each is, how fast; or what the doors count. */
final class SubscribersPage extends TopPage {

    private final Live live = new Live(new Need(Need.Kind.SUBSCRIBERS, "", 0));
    private final FactsPage counters = new FactsPage(
            "subscribers",
            ".log",
            "this daemon counts nothing of that",
            List.of(
                    new FactsPage.Group("LOG AND ITS READERS", "log."),
                    new FactsPage.Group("HTTP", "http."),
                    new FactsPage.Group("BYTES ON THEIR WAY", "memory.")));
    private final Sheet<SubscriberRow> sheet = new Sheet<>(
            row -> Long.toString(row.id()),
            SubscriberRow::exported,
            List.of(
                    Column.text("WHO", 0, 0, SubscriberRow::who),
                    Column.text("DOOR", 5, 2, SubscriberRow::door),
                    Column.text("STREAM", 14, 0, SubscriberRow::stream),
                    Column.text("TYPE", 8, 3, SubscriberRow::type),
                    Column.<SubscriberRow>text("SINCE", 10, 4, row -> ShortNumbers.span(nowMs() - row.sinceMs()))
                            .notSearched(),
                    Column.text("POSITION", 16, 5, row -> Long.toString(row.position())),
                    Column.<SubscriberRow>figure(
                                    "EVENTS/s", 8, 1, row -> ShortNumbers.brief(row.rate()), SubscriberRow::rate)
                            .toned(row -> row.rate() > 0 ? Tone.GOOD : Tone.DIM),
                    Column.figure("LAG", 8, 0, SubscriberRow::shownLag, SubscriberRow::weight),
                    Column.text("STATE", 12, 0, SubscriberRow::state).toned(SubscriberRow::tone)));
    private Map<Long, SubscriberRow> before = Map.of();
    private FlatJson totals = FlatJson.NONE;
    private long readAtMs;
    private long nowMs;
    private boolean showsCounters;

    private long nowMs() {
        return nowMs;
    }

    @Override
    public String title() {
        return "subscribers";
    }

    @Override
    public String command() {
        return showsCounters ? counters.command() : "photon top --once -o json | jq .readers";
    }

    @Override
    List<String> keys() {
        return List.of("v", "what the doors count, or the readers again");
    }

    @Override
    List<String> shortKeys() {
        return List.of(showsCounters ? "v readers" : "v counters");
    }

    @Override
    public Sheet<?> sheet() {
        return showsCounters ? counters.sheet() : sheet;
    }

    @Override
    public @Nullable String copied() {
        return showsCounters ? counters.copied() : sheet.selection() == null ? null : position(sheet.selection());
    }

    private static String position(SubscriberRow row) {
        return Long.toString(row.position());
    }

    @Override
    public boolean key(Key key) {
        if (key.is('v')) {
            showsCounters = !showsCounters;
            return true;
        }
        return false;
    }

    @Override
    boolean opens() {
        return !showsCounters && super.opens();
    }

    /** The events of the stream that the selected one reads. */
    @Override
    public @Nullable TopPage enter() {
        return showsCounters || sheet.selection() == null ? null : new EventsPage(sheet.selection().stream(), 0);
    }

    @Override
    public void look(Moment moment) {
        nowMs = moment.nowMs();
        counters.look(moment);
    }

    @Override
    public List<Need> needs(Moment moment) {
        return live.needs(moment);
    }

    @Override
    public void answered(Need need, Result<byte[]> answer) {
        byte[] json = live.answered(answer);
        if (json == null) {
            return;
        }
        totals = FlatJson.read(json);
        List<SubscriberRow> rows = SubscriberRow.read(json, before, (nowMs - readAtMs) / 1_000.0);
        Map<Long, SubscriberRow> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.id(), row));
        before = byId;
        readAtMs = nowMs;
        sheet.rows(rows, nowMs);
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        nowMs = moment.nowMs();
        if (showsCounters) {
            counters.paint(frame, top, bottom, moment);
            return;
        }
        if (live.remark() != null) {
            frame.put(1, top, live.remark(), live.isProblem() ? Tone.BAD : Tone.DIM);
            if (live.isProblem()) {
                counters.paint(frame, top + 1, bottom, moment); // what everybody may see
            }
            return;
        }
        long total = totals.whole("total");
        String shown = total > sheet.sizeOfAll() ? "   the " + sheet.sizeOfAll() + " furthest from the head" : "";
        int x = frame.put(1, top, Units.counted(total, "reader") + shown + Live.age(moment), Tone.DIM);
        long slow = totals.whole("slow");
        frame.put(x + 3, top, slow == 0 ? "" : ShortNumbers.count(slow) + " slow", Tone.BEHIND);
        sheet.paint(frame, top + 1, bottom);
    }
}
