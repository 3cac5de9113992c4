// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.Folding;
import io.photon.cli.top.layout.JsonLines;
import io.photon.cli.top.layout.Scroll;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event as JSON, and what caused it and what it caused. */
final class EventPage extends TopPage {

    /** With less room there is one column. */
    private static final int TWO_COLUMNS = 100;

    private static final String LAST = "└▶ ";
    private static final String BRANCH = "├▶ ";
    private static final String PAST = "│  ";
    private static final String NONE = "   ";

    private final EventRow event;
    private final Scroll body = new Scroll();
    private final Folding folding = new Folding();
    private final List<String> family = new ArrayList<>();
    private int thisLine = -1;
    private boolean asked;
    private long askedAtMs;
    private final Action copy;
    private @Nullable String problem;

    EventPage(EventRow event) {
        this.event = event;
        String again = event.again();
        this.copy = new Action(
                'E',
                "emit a copy of it, as a new event",
                "photon emit",
                again,
                "",
                new Need(Need.Kind.EMIT, event.stream(), 0, 0, again));
        arrange();
    }

    private void arrange() {
        body.lines(folding.of(JsonLines.of(event.json()), 0));
    }

    @Override
    public String title() {
        return event.stream() + " " + event.orderId();
    }

    @Override
    public String command() {
        return "photon event trace " + event.orderId();
    }

    @Override
    public String copied() {
        return new String(event.json(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public List<Exported> exported() {
        return List.of(event.exported());
    }

    @Override
    public List<Action> actions() {
        return List.of(copy);
    }

    @Override
    List<String> keys() {
        return Folding.KEYS;
    }

    @Override
    public boolean key(Key key) {
        if (folding.key(key)) {
            arrange();
            return true;
        }
        return body.key(key);
    }

    @Override
    public List<Need> needs(Moment moment) {
        Reading now = moment.now();
        long readAtMs = now == null ? 0 : now.atMs();
        if (asked && (problem == null || readAtMs <= askedAtMs)) {
            return List.of();
        }
        asked = true;
        askedAtMs = readAtMs;
        return List.of(new Need(Need.Kind.TRACE, event.stream(), event.orderId()));
    }

    @Override
    public void answered(Need need, Result<byte[]> answer) {
        if (answer instanceof Result.Err<byte[]> err) {
            problem = err.failure().message();
            return;
        }
        problem = null;
        byte[] json = answer.value();
        List<FlatJson> causes = new ArrayList<>(FlatJson.each(json, "causes"));
        Collections.reverse(causes);
        String indent = "";
        for (FlatJson cause : causes) {
            family.add(line(cause, indent.isEmpty() ? "" : indent.substring(3) + LAST));
            indent += NONE;
        }
        thisLine = family.size();
        String own = indent.isEmpty() ? "" : indent.substring(3) + LAST;
        family.add(line(FlatJson.read(event.json()), own) + "  ◀ this");
        int[] me = JsonFields.find(json, 0, json.length, "event");
        if (me != null) {
            effects(json, me[0], me[1], indent);
        }
    }

    /** A line for each effect, with a branch that goes on to the next one. */
    private void effects(byte[] json, int from, int to, String indent) {
        int[] effects = JsonFields.find(json, from, to, "effects");
        if (effects == null) {
            return;
        }
        List<int[]> places = new ArrayList<>();
        JsonFields.forEach(json, effects[0], effects[1], (b, n, m, start, end) -> places.add(new int[] {start, end}));
        for (int i = 0; i < places.size(); i++) {
            int[] place = places.get(i);
            boolean isLast = i == places.size() - 1;
            family.add(line(FlatJson.read(json, place[0], place[1]), indent + (isLast ? LAST : BRANCH)));
            effects(json, place[0], place[1], indent + (isLast ? NONE : PAST));
        }
    }

    private String line(FlatJson facts, String indent) {
        EventRow row = new EventRow(0, facts.whole("event-time"), "", "", "", new byte[0]);
        return indent + facts.text("event-type") + "  " + facts.text("stream-name") + "  " + row.time(event.timeMs());
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        int x = frame.put(1, top, event.type(), Tone.STRONG);
        x = frame.put(x + 3, top, event.stream(), Tone.PLAIN);
        x = frame.put(x + 3, top, Long.toString(event.orderId()), Tone.PLAIN);
        frame.put(x + 3, top, ShortNumbers.ago(event.timeMs(), moment.nowMs()), Tone.DIM);
        frame.rule(top + 1);
        boolean beside = frame.width() >= TWO_COLUMNS;
        int below = bottom - Math.min(family.size() + 2, (bottom - top) / 2);
        int bodyBottom = beside || family.size() < 2 ? bottom : below;
        int left = beside ? frame.width() / 2 : frame.width() - 1;
        body.paint(frame, 1, left - 2, top + 2, bodyBottom);
        if (beside || family.size() > 1) {
            family(frame, beside ? left : 1, beside ? top + 2 : below, bottom, beside);
        }
    }

    private void family(Frame frame, int x, int top, int bottom, boolean beside) {
        for (int y = top; beside && y < bottom; y++) {
            frame.put(x, y, 1, "│", Tone.DIM);
        }
        int at = x + (beside ? 2 : 0);
        frame.put(at, top, "CAUSES AND EFFECTS", Tone.ACCENT);
        if (problem != null) {
            frame.put(at, top + 1, problem, Tone.BAD);
        } else if (family.isEmpty()) {
            frame.put(at, top + 1, "looking …", Tone.DIM);
        }
        int first = Math.max(0, Math.min(thisLine - 2, family.size() - (bottom - top - 1)));
        int shown = bottom - top - 1;
        for (int i = first; i < family.size() && i - first < shown; i++) {
            frame.put(at, top + 1 + i - first, family.get(i), i == thisLine ? Tone.STRONG : Tone.PLAIN);
        }
        if (first > 0 || first + shown < family.size()) {
            int below = Math.max(0, family.size() - first - shown);
            String hidden = (first > 0 ? " … " + first + " above" : "") + (below > 0 ? " … " + below + " below" : "");
            frame.right(at, top, frame.width() - 1 - at, hidden, Tone.DIM);
        }
    }
}
