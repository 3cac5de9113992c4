// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.layout.Exported;
import io.photon.cli.top.layout.JsonLines;
import io.photon.cli.top.layout.Scroll;
import io.photon.cli.top.reading.Moment;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Glyphs;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import java.util.ArrayList;
import java.util.List;

/** A long text under a heading, in as many lines as it takes. */
final class TextPage extends TopPage {

    private final String title;
    private final String command;
    private final String heading;
    private final String text;
    private final Exported row;
    private final Scroll body = new Scroll();
    private int width;

    TextPage(String title, String command, String heading, String text, Exported row) {
        this.title = title;
        this.command = command;
        this.heading = heading;
        this.text = text;
        this.row = row;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String command() {
        return command;
    }

    @Override
    public String copied() {
        return text;
    }

    @Override
    public List<Exported> exported() {
        return List.of(row);
    }

    @Override
    public boolean key(Key key) {
        return body.key(key);
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        if (width != frame.width()) {
            width = frame.width();
            body.lines(wrapped(text, width - 2));
        }
        frame.put(1, top, heading, Tone.STRONG);
        frame.rule(top + 1);
        body.paint(frame, 1, frame.width() - 2, top + 2, bottom);
    }

    /** A text in lines that fit. */
    static List<List<JsonLines.Piece>> wrapped(String text, int room) {
        List<List<JsonLines.Piece>> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && Glyphs.columns(line + " " + word) > room) {
                lines.add(List.of(new JsonLines.Piece(line.toString(), Tone.PLAIN)));
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
            while (Glyphs.columns(line.toString()) > room) { // one word longer than a line
                int end = line.offsetByCodePoints(0, Math.min(room / 2, line.codePointCount(0, line.length())));
                lines.add(List.of(new JsonLines.Piece(line.substring(0, end), Tone.PLAIN)));
                line.delete(0, end);
            }
        }
        lines.add(List.of(new JsonLines.Piece(line.toString(), Tone.PLAIN)));
        return lines;
    }
}
