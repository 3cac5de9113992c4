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
import org.jspecify.annotations.Nullable;

/** Which keys do what, in the page one came from. */
final class HelpPage extends TopPage {

    private final Scroll lines = new Scroll();

    HelpPage(TopPage about, boolean readOnly) {
        List<List<JsonLines.Piece>> all = new ArrayList<>();
        heading(all, "IN THIS VIEW (" + about.title() + ")");
        for (int i = 0; i + 1 < about.keys().size(); i += 2) {
            line(all, about.keys().get(i), about.keys().get(i + 1));
        }
        if (about.opens()) {
            line(all, "Enter", "open the selected row");
        }
        for (Action action : readOnly ? List.<Action>of() : about.actions()) {
            line(all, String.valueOf(action.key()), action.label() + " (asks first)");
        }
        if (about.sheet() != null && about.sheet().sorts()) {
            line(all, "s  S", "sort by the next column, the other way round");
        }
        if (about.sheet() != null) {
            line(all, "/", "rows that match an expression; ! inverts it");
        }
        heading(all, "EVERYWHERE");
        line(all, "1 … 8  Tab  Shift-Tab", "the views below, the next, the one before");
        line(all, "↑ ↓ j k PgUp PgDn", "move; → opens, ← goes back");
        line(all, "g G  Home End", "to the first, to the last");
        line(all, "Esc q", "back; from a view q leaves");
        line(all, ":", "a command: streams PREFIX, stream NAME, at -5m …");
        line(all, "space", "freeze the picture, and go on");
        line(all, "[  ]  0", "back and forward through the last 15 minutes, to now");
        line(all, "+  -", "read more often, less often");
        line(all, "c", "the photon command that does the same; y copies it");
        line(all, "y", "copy the selected value (OSC 52)");
        if (about.exports()) {
            line(all, "x", "write this view to a file, as JSON or CSV");
        }
        line(all, "?  F1", "this help");
        line(all, "Ctrl-U", "while you type: takes away what is typed");
        line(all, "Ctrl-C  Ctrl-Z", "leave; stop until fg");
        lines.lines(all);
    }

    private static void heading(List<List<JsonLines.Piece>> all, String text) {
        if (!all.isEmpty()) {
            all.add(List.of());
        }
        all.add(List.of(new JsonLines.Piece(text, Tone.ACCENT)));
    }

    private static void line(List<List<JsonLines.Piece>> all, String key, String meaning) {
        String pad = " ".repeat(Math.max(1, 24 - Glyphs.columns(key)));
        all.add(List.of(new JsonLines.Piece("  " + key + pad, Tone.STRONG), new JsonLines.Piece(meaning, Tone.PLAIN)));
    }

    @Override
    public String title() {
        return "help";
    }

    @Override
    public String command() {
        return "photon help top";
    }

    @Override
    boolean exports() {
        return false;
    }

    @Override
    public @Nullable List<Exported> exported() {
        return null;
    }

    @Override
    public boolean key(Key key) {
        return lines.key(key);
    }

    @Override
    public void paint(Frame frame, int top, int bottom, Moment moment) {
        lines.paint(frame, 1, frame.width() - 2, top, bottom);
    }
}
