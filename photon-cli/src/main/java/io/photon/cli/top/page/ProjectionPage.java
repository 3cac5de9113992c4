// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.output.Units;
import io.photon.cli.top.layout.ChangedLines;
import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.Folding;
import io.photon.cli.top.layout.JsonLines;
import io.photon.cli.top.layout.JsonPatch;
import io.photon.cli.top.layout.Scroll;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.EventRow;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.reading.Need;
import io.photon.cli.top.reading.ProjectionRow;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.screen.Charts;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One projection: how it is, its value now and in the past, its code. */
final class ProjectionPage extends TopPage {

    private final String name;
    private final Scroll body = new Scroll();
    private final Folding folding = new Folding();
    private boolean showsCode;
    private byte @Nullable [] descriptor;
    private List<List<JsonLines.Piece>> earlier = List.of();
    private List<List<JsonLines.Piece>> later = List.of();
    private long askedAtMs = -1;
    private @Nullable String problem;
    private final ProjectionPast history;
    private @Nullable ProjectionRow row;

    ProjectionPage(String name) {
        this.name = name;
        this.history = new ProjectionPast(name);
    }

    @Override
    public String title() {
        return name;
    }

    @Override
    public String command() {
        EventRow event = history.event();
        String at = event == null ? "" : Long.toString(event.orderId());
        String past = history.showsDiff() ? "--diff " + at + " now" : at.isEmpty() ? "" : "--at " + at;
        return ShellWords.command("photon projection query", name, showsCode ? "--full" : past);
    }

    @Override
    List<String> keys() {
        return List.of(
                "v",
                "the code, or the value again",
                ",  .",
                "the value one event earlier, one later",
                "d",
                "in the past: how it differs from now",
                "b",
                "asks for a condition, and finds the first event after which it holds",
                Folding.KEYS.get(0),
                Folding.KEYS.get(1));
    }

    @Override
    List<String> shortKeys() {
        return List.of(showsCode ? "v value" : "v code", ", . past", "d difference", "b bisect");
    }

    @Override
    public List<Action> actions() {
        return ProjectionsPage.actions(name);
    }

    @Override
    public @Nullable String copied() {
        byte[] value = history.isPast()
                ? history.shown()
                : descriptor == null ? null : JsonFields.field(descriptor, "current-value");
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable List<Exported> exported() {
        String value = copied();
        if (value == null) {
            return null;
        }
        Exported shown = new Exported().with("projection-name", name);
        EventRow event = history.event();
        if (event != null) {
            shown.with("position", event.orderId());
        } else if (row != null) {
            shown.with("position", row.position());
        }
        return List.of(shown.json(history.showsDiff() ? "difference" : "value", value));
    }

    @Override
    public boolean key(Key key) {
        if (key.kind() != Key.Kind.CHAR || row == null) {
            return body.key(key);
        }
        switch (key.letter()) {
            case 'v' -> showsCode = !showsCode;
            case ',' -> history.back(row.stream(), row.position());
            case '.' -> history.forward();
            case 'd' -> history.toggleDiff(row.position());
            default -> {
                if (showsCode || !folding.key(key)) {
                    return body.key(key);
                }
            }
        }
        showsCode &= key.letter() == 'v';
        arrange();
        return true;
    }

    @Override
    public @Nullable String asksFor(Key key) {
        return key.is('b') ? "the first event after which (jq, e.g. .total > 100): " : null;
    }

    @Override
    public void typed(String text) {
        if (!text.isBlank() && row != null) {
            history.bisect(row.stream(), text.strip());
        }
    }

    @Override
    public void look(Moment moment) {
        Reading now = moment.now();
        row = now == null ? row : now.projectionsByName().get(name);
    }

    /** A new value with each reading. */
    @Override
    public List<Need> needs(Moment moment) {
        List<Need> needs = new ArrayList<>(history.takeWanted());
        Reading now = moment.now();
        long at = now == null ? 0 : now.atMs();
        if (at != askedAtMs) {
            askedAtMs = at;
            needs.add(new Need(Need.Kind.PROJECTION, name, 0));
        }
        return needs;
    }

    @Override
    public void answered(Need need, Result<byte[]> answer) {
        if (need.kind() != Need.Kind.PROJECTION) {
            history.answered(need, answer);
            arrange();
        } else if (answer instanceof Result.Ok<byte[]> ok) {
            // What has failed is asked for its code, above all.
            showsCode |= descriptor == null && FlatJson.read(ok.value()).whole("last-error.line") > 0;
            descriptor = ok.value();
            byte[] value = JsonFields.field(descriptor, "current-value");
            earlier = later;
            later = JsonLines.of(value == null ? "null".getBytes(StandardCharsets.US_ASCII) : value);
            problem = null;
            arrange();
        } else {
            problem = answer.failure().message();
        }
    }

    private void arrange() {
        if (descriptor == null) {
            return;
        }
        if (showsCode) {
            body.lines(code(descriptor));
        } else if (history.isPast()) {
            body.lines(past(history.shown()));
        } else {
            body.lines(folding.of(ChangedLines.of(earlier, later), ChangedLines.SIGNS));
        }
    }

    private List<List<JsonLines.Piece>> past(byte @Nullable [] shown) {
        if (shown == null) {
            return List.of(List.of(new JsonLines.Piece("folding …", Tone.DIM)));
        }
        return history.showsDiff() ? JsonPatch.lines(shown) : folding.of(JsonLines.of(shown), 0);
    }

    private static List<List<JsonLines.Piece>> code(byte[] projection) {
        String text = JsonFields.text(projection, "reduction");
        long failing = FlatJson.read(projection).whole("last-error.line");
        List<List<JsonLines.Piece>> lines = new ArrayList<>();
        for (String line : (text == null ? "" : text).split("\n", -1)) {
            boolean failed = lines.size() + 1 == failing;
            lines.add(List.of(
                    new JsonLines.Piece(String.format(java.util.Locale.ROOT, "%4d ", lines.size() + 1), Tone.DIM),
                    new JsonLines.Piece(line + (failed ? "   ◀ failed here" : ""), failed ? Tone.BAD : Tone.PLAIN)));
        }
        return lines;
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        look(moment);
        int x = frame.put(1, top, name, Tone.STRONG);
        if (row != null) {
            x = frame.put(x + 3, top, row.sign() + " " + row.status(), row.tone());
            x = frame.put(x + 3, top, row.language() + " over " + row.stream(), Tone.PLAIN);
            x = frame.put(x + 3, top, Units.counted(row.processed(), "event"), Tone.PLAIN);
            frame.put(x + 3, top, "at " + row.position(), Tone.DIM);
            frame.put(1, top + 1, row.remark(), row.tone());
        } else {
            frame.put(x + 3, top, "is not there (any more)", Tone.BAD);
        }
        double[] processed = moment.projectionRates(name, frame.width() - 30);
        frame.put(1, top + 2, "events/s", Tone.DIM);
        frame.put(10, top + 2, Charts.spark(processed, Math.max(8, frame.width() - 30)), Tone.GOOD);
        frame.right(frame.width() - 12, top + 2, 11, ShortNumbers.brief(Charts.top(processed)) + " top", Tone.DIM);
        frame.rule(top + 3);
        int y = top + 4;
        EventRow event = history.event();
        if (event != null && !showsCode) {
            String differs = history.showsDiff() ? "   and how it differs from now" : "";
            int next = frame.put(1, y, "AS OF " + event.orderId() + differs, Tone.BEHIND);
            frame.put(
                    next + 3,
                    y++,
                    event.type() + " in " + event.stream() + ", " + event.time(moment.nowMs()),
                    Tone.PLAIN);
        }
        if (!history.message().isEmpty()) {
            for (List<JsonLines.Piece> line : TextPage.wrapped(history.message(), frame.width() - 2)) {
                if (y < bottom) {
                    frame.put(1, y++, JsonLines.text(line), history.messageTone());
                }
            }
        }
        if (problem != null) {
            frame.put(1, y, problem, Tone.BAD);
        } else if (descriptor == null) {
            frame.put(1, y, "reading …", Tone.DIM);
        } else {
            body.paint(frame, 1, frame.width() - 2, y, bottom);
        }
    }
}
