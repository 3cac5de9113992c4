// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.layout.Filter;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;

/** A line that is being typed at the bottom. One thread. */
final class Prompt {

    enum Of {
        FILTER,
        PALETTE,
        /** A file to write to. */
        FILE,
        /** Something that a page asked for. */
        PAGE
    }

    private static final int LONGEST = 500;

    private final Of of;
    private final String sign;
    private final StringBuilder text = new StringBuilder();

    /** @param sign what stands before it */
    Prompt(Of of, String sign, String text) {
        this.of = of;
        this.sign = sign;
        this.text.append(text);
    }

    Of of() {
        return of;
    }

    String text() {
        return text.toString();
    }

    void text(String next) {
        text.setLength(0);
        text.append(next);
    }

    /** Takes a key of typing. @return false when there was nothing to take away */
    boolean key(Key key) {
        if (key.kind() == Key.Kind.BACKSPACE) {
            if (text.length() == 0) {
                return false;
            }
            text.setLength(text.offsetByCodePoints(text.length(), -1));
        } else if (key.kind() == Key.Kind.CLEAR) {
            text.setLength(0);
        } else if (key.kind() == Key.Kind.CHAR && text.length() < LONGEST) {
            text.append(key.letter());
        }
        return true;
    }

    /** What is to be said about what has been typed so far. */
    String remark() {
        return switch (of) {
            case FILTER -> {
                String problem = Filter.of(text()).problem();
                yield problem == null ? "" : "no regular expression (" + problem + "), taken as text";
            }
            case FILE -> "Tab: JSON or CSV";
            case PALETTE, PAGE -> "";
        };
    }

    void paint(Frame frame, int y, String remark) {
        int x = frame.put(1, y, sign, Tone.ACCENT);
        x = frame.put(x, y, text.toString(), Tone.STRONG);
        x = frame.put(x, y, "█", Tone.ACCENT);
        frame.put(x + 2, y, remark, Tone.DIM);
    }
}
