// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.Column;
import io.photon.cli.top.layout.Sheet;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a stream, newest first, page by page. */
final class EventsPage extends TopPage {

    private final String stream;
    private final long upTo;
    private final Sheet<EventRow> sheet;
    private final List<EventRow> events = new ArrayList<>();
    private long nowMs;
    private long asked = -1;
    private long askedAtMs;
    private @Nullable String problem;
    private boolean isWhole;
    /** Whether the newest are to be read anew. */
    private boolean isRenewed;

    private boolean isBehind;
    private @Nullable ListedStream facts;

    /** @param upTo where to begin, 0 for the newest */
    EventsPage(String stream, long upTo) {
        this.stream = stream;
        this.upTo = upTo;
        this.sheet = new Sheet<>(
                row -> Long.toString(row.orderId()),
                EventRow::exported,
                List.of(
                        Column.text("ORDER-ID", 17, 1, row -> Long.toString(row.orderId())),
                        Column.text("TIME (UTC)", 19, 2, (EventRow row) -> row.time(nowMs)),
                        Column.text("TYPE", 18, 0, EventRow::type),
                        Column.text("PAYLOAD", 0, 0, EventRow::payload)));
    }

    @Override
    public String title() {
        return stream;
    }

    @Override
    public String command() {
        String options = "--type cold --backwards --limit 100" + (upTo == 0 ? "" : " --to " + upTo);
        return ShellWords.command("photon replay", stream, options);
    }

    @Override
    public Sheet<?> sheet() {
        return sheet;
    }

    @Override
    public @Nullable TopPage enter() {
        EventRow row = sheet.selection();
        return row == null ? null : new EventPage(row);
    }

    @Override
    List<String> keys() {
        return List.of("g", "to the newest event, and reads those that came since");
    }

    @Override
    public boolean key(Key key) {
        isRenewed = isBehind && (key.is('g') || key.kind() == Key.Kind.HOME);
        return false; // the selection goes there as well
    }

    /** Whether there are newer events than the newest that is shown. */
    private boolean isBehind(Moment moment) {
        double last = stream.equals("__all__") ? moment.facts().number("head") : facts == null ? 0 : facts.last();
        return upTo == 0 && !events.isEmpty() && last > events.get(0).orderId();
    }

    @Override
    public List<Need> needs(Moment moment) {
        Reading now = moment.now();
        long readAtMs = now == null ? 0 : now.atMs();
        if (problem != null && readAtMs > askedAtMs) {
            asked = -1; // the daemon answers again
        }
        boolean atTheEnd = !events.isEmpty() && !isWhole && sheet.selection() == events.get(events.size() - 1);
        long up = events.isEmpty() || isRenewed
                ? upTo
                : atTheEnd ? events.get(events.size() - 1).orderId() - 1 : -1;
        if (up < 0 || up == asked && !isRenewed) {
            return List.of();
        }
        isRenewed = false;
        asked = up;
        askedAtMs = readAtMs;
        return List.of(new Need(Need.Kind.EVENTS, stream, up));
    }

    @Override
    public void answered(Need need, Result<byte[]> answer) {
        if (answer instanceof Result.Err<byte[]> err) {
            problem = err.failure().message();
            return;
        }
        problem = null;
        boolean isFromTheTop = need.at() == upTo;
        if (isFromTheTop) {
            events.clear();
        }
        int before = events.size();
        events.addAll(EventRow.all(answer.value()));
        isWhole = events.size() == before;
        sheet.rows(List.copyOf(events));
        if (isFromTheTop) {
            sheet.key(Key.of(Key.Kind.HOME));
        }
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        nowMs = moment.nowMs();
        Reading now = moment.now();
        facts = now == null ? facts : now.streamsByName().getOrDefault(stream, facts);
        int x = frame.put(1, top, stream, Tone.STRONG);
        if (facts != null) {
            x = frame.put(x + 3, top, Units.counted(facts.events(), "event"), Tone.PLAIN);
            x = frame.put(x + 3, top, "first " + ShortNumbers.ago(ShortNumbers.timeOf(facts.first()), nowMs), Tone.DIM);
            frame.put(x + 3, top, "last " + ShortNumbers.ago(ShortNumbers.timeOf(facts.last()), nowMs), Tone.DIM);
        }
        frame.rule(top + 1);
        isBehind = isBehind(moment);
        if (isBehind) {
            frame.right(1, top + 1, frame.width() - 2, " g: newer events ", Tone.BEHIND);
        }
        if (problem != null) {
            frame.put(1, top + 2, problem, Tone.BAD);
        } else if (events.isEmpty() && !isWhole) {
            frame.put(1, top + 2, "reading …", Tone.DIM);
        } else {
            sheet.paint(frame, top + 2, bottom);
        }
    }
}
