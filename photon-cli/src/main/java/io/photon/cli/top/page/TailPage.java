// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.layout.Column;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** New events as they come, the newest on top. Events too fast to be read are only counted. */
final class TailPage extends TopPage {

    private static final int KEPT = 500;
    private static final double NOW = Double.POSITIVE_INFINITY;

    private final Deque<EventRow> events = new ArrayDeque<>();
    private long nowMs;
    private long passed;
    private boolean following = true;
    /** The last event that is shown. */
    private double upTo = NOW;

    private final Sheet<EventRow> sheet = new Sheet<>(
            row -> Long.toString(row.orderId()),
            EventRow::exported,
            List.of(
                    Column.text("TIME (UTC)", 12, 0, (EventRow row) -> row.time(nowMs)),
                    Column.text("STREAM", 18, 0, EventRow::stream),
                    Column.text("TYPE", 16, 1, EventRow::type),
                    Column.text("PAYLOAD", 0, 0, EventRow::payload)));

    @Override
    public String title() {
        return "tail";
    }

    @Override
    public String command() {
        return "photon replay __all__ --type hot";
    }

    @Override
    public Sheet<?> sheet() {
        return sheet;
    }

    @Override
    List<String> keys() {
        return List.of("g", "to the newest event, and follows again");
    }

    @Override
    public @Nullable TopPage enter() {
        return sheet.selection() == null ? null : new EventPage(sheet.selection());
    }

    /** New events, oldest first, and how many were left out in between. */
    void arrived(List<EventRow> fresh, long leftOut) {
        passed += leftOut;
        for (EventRow row : fresh) {
            events.addFirst(row);
            if (events.size() > KEPT) {
                events.removeLast();
            }
        }
        if (upTo == NOW) {
            show();
        }
    }

    private void show() {
        following = sheet.selection() == null || sheet.shownRows().indexOf(sheet.selection()) == 0;
        sheet.rows(events.stream().filter(row -> row.orderId() <= upTo).toList());
        if (following) {
            sheet.key(Key.of(Key.Kind.HOME));
        }
    }

    /** Of the past it shows the events that there were then. */
    @Override
    public void look(Moment moment) {
        double next = moment.back() == 0 ? NOW : moment.facts().number("head");
        if (next != upTo) {
            upTo = next;
            show();
        }
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        nowMs = moment.nowMs();
        String left = passed == 0 ? "" : "   " + ShortNumbers.count(passed) + " passed unseen";
        String state = upTo != NOW
                ? "events up to then"
                : following ? "following" : "stopped at the selection; g follows again";
        frame.put(1, top, state + left, Tone.DIM);
        sheet.paint(frame, top + 1, bottom);
    }
}
