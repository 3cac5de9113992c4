// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import java.util.List;

/** Lines that may be more than there is room for. One thread. */
public final class Scroll {

    private List<List<JsonLines.Piece>> lines = List.of();
    private int first;
    private int shown = 1;

    public void lines(List<List<JsonLines.Piece>> next) {
        lines = next;
    }

    public boolean key(Key key) {
        int step = switch (key.kind()) {
            case UP -> -1;
            case DOWN -> 1;
            case PAGE_UP -> -shown;
            case PAGE_DOWN -> shown;
            case HOME -> -lines.size();
            case END -> lines.size();
            case CHAR ->
                switch (key.letter()) {
                    case 'j' -> 1;
                    case 'k' -> -1;
                    case 'g' -> -lines.size();
                    case 'G' -> lines.size();
                    default -> 0;
                };
            default -> 0;
        };
        first += step;
        return step != 0;
    }

    /** Paints into a part of a frame. */
    public void paint(Frame frame, int x, int room, int top, int bottom) {
        shown = Math.max(1, bottom - top);
        first = Math.max(0, Math.min(first, lines.size() - shown));
        for (int y = top; y < bottom && first + y - top < lines.size(); y++) {
            int at = x;
            for (JsonLines.Piece piece : lines.get(first + y - top)) {
                at = frame.put(at, y, x + room - at, piece.text(), piece.tone());
            }
        }
        if (first + shown < lines.size()) {
            frame.right(x, bottom - 1, room, " … " + (lines.size() - first - shown) + " more lines ", Tone.DIM);
        }
    }
}
