package io.photon.cli.top;

import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One projection: how it is, its value, its code. */
final class ProjectionPage extends Page {

    private final String name;
    private final Scroll body = new Scroll();
    private boolean showsCode;
    private byte[] descriptor;
    private long askedAtMs = -1;
    private String problem;

    ProjectionPage(String name) {
        this.name = name;
    }

    @Override
    String title() {
        return name;
    }

    @Override
    String command() {
        return "photon projection query " + Shell.word(name) + (showsCode ? " --full" : "");
    }

    @Override
    List<String> keys() {
        return List.of("v", "the code, or the value again");
    }

    @Override
    List<Action> actions() {
        return ProjectionsPage.actions(name);
    }

    @Override
    String copied() {
        byte[] value = descriptor == null ? null : JsonFields.field(descriptor, "current-value");
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    boolean key(Key key) {
        if (key.is('v')) {
            showsCode = !showsCode;
            arrange();
            return true;
        }
        return body.key(key);
    }

    /** A new value with each reading. */
    @Override
    List<Need> needs(Moment moment) {
        Reading now = moment.now();
        long at = now == null ? 0 : now.atMs();
        if (at == askedAtMs) {
            return List.of();
        }
        askedAtMs = at;
        return List.of(new Need(Need.Kind.PROJECTION, name, 0));
    }

    @Override
    void answered(Need need, Result<byte[]> answer) {
        if (answer instanceof Result.Ok<byte[]> ok) {
            descriptor = ok.value();
            problem = null;
            arrange();
        } else {
            problem = ((Result.Err<byte[]>) answer).failure().message();
        }
    }

    private void arrange() {
        if (descriptor == null) {
            return;
        }
        if (showsCode) {
            body.lines(code(JsonFields.text(descriptor, "reduction")));
        } else {
            byte[] value = JsonFields.field(descriptor, "current-value");
            body.lines(JsonLines.of(value == null ? "null".getBytes(StandardCharsets.US_ASCII) : value));
        }
    }

    private List<List<JsonLines.Piece>> code(String text) {
        long failing = FlatJson.read(descriptor).whole("last-error.line");
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
    void paint(Frame frame, int top, int bottom, Moment moment) {
        ProjectionRow row =
                moment.now() == null ? null : moment.now().projectionsByName().get(name);
        int x = frame.put(1, top, name, Tone.STRONG);
        if (row != null) {
            x = frame.put(x + 3, top, row.sign() + " " + row.status(), row.tone());
            x = frame.put(x + 3, top, row.language() + " over " + row.stream(), Tone.PLAIN);
            x = frame.put(x + 3, top, Numbers.count(row.processed()) + " events", Tone.PLAIN);
            frame.put(x + 3, top, "at " + row.position(), Tone.DIM);
            frame.put(1, top + 1, row.remark(), row.tone());
        } else {
            frame.put(x + 3, top, "is not there (any more)", Tone.BAD);
        }
        double[] processed = moment.projectionRates(name, frame.width() - 30);
        frame.put(1, top + 2, "events/s", Tone.DIM);
        frame.put(10, top + 2, Charts.spark(processed, Math.max(8, frame.width() - 30)), Tone.GOOD);
        frame.right(frame.width() - 12, top + 2, 11, Numbers.brief(Charts.top(processed)) + " top", Tone.DIM);
        frame.rule(top + 3);
        if (problem != null) {
            frame.put(1, top + 4, problem, Tone.BAD);
        } else if (descriptor == null) {
            frame.put(1, top + 4, "reading …", Tone.DIM);
        } else {
            body.paint(frame, 1, frame.width() - 2, top + 4, bottom);
        }
    }
}
