// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.page.Action;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;

/** Whether an action is to be done: Enter does it, on a production daemon after its context's name. One thread. */
final class Confirmation {

    /** What a key answered. */
    enum Answer {
        YES,
        NO,
        WRONG_NAME,
        COPY,
        STILL_OPEN
    }

    private final Action action;
    private final ShownDaemon target;
    private final StringBuilder typed = new StringBuilder();

    Confirmation(Action action, ShownDaemon target) {
        this.action = action;
        this.target = target;
    }

    Action action() {
        return action;
    }

    /** The command line that does the same. */
    String command() {
        boolean needsName = target.production() && action.need().kind().isDestructive();
        return action.command(needsName ? "--confirm " + target.context() : "");
    }

    Answer key(Key key) {
        if (!target.production()) {
            return key.is('y') ? Answer.COPY : key.kind() == Key.Kind.ENTER ? Answer.YES : Answer.NO;
        }
        return switch (key.kind()) {
            case ENTER -> typed.toString().equals(target.context()) ? Answer.YES : Answer.WRONG_NAME;
            case CHAR -> {
                typed.append(key.letter());
                yield Answer.STILL_OPEN;
            }
            case BACKSPACE -> {
                typed.setLength(Math.max(0, typed.length() - 1));
                yield Answer.STILL_OPEN;
            }
            case CLEAR -> {
                typed.setLength(0);
                yield Answer.STILL_OPEN;
            }
            default -> Answer.NO;
        };
    }

    void paint(Frame frame, int y) {
        frame.put(1, y, "$ " + command(), Tone.STRONG);
        if (!target.production()) {
            frame.put(1, y + 1, "Enter runs it · y copies it · Esc leaves", Tone.BEHIND);
            return;
        }
        int x = frame.put(1, y + 1, "production: type " + target.context() + " and Enter, or Esc: ", Tone.BAD);
        x = frame.put(x, y + 1, typed.toString(), Tone.STRONG);
        frame.put(x, y + 1, "█", Tone.ACCENT);
    }
}
