// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

/**
 * A key that was pressed.
 *
 * @param letter the character of a {@code CHAR}; for others a blank
 */
public record Key(Kind kind, char letter) {

    public enum Kind {
        CHAR,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ESCAPE,
        BACKSPACE,
        /** Ctrl-U: takes away all that is typed. */
        CLEAR,
        TAB,
        BACK_TAB,
        /** F1. */
        HELP,
        /** Ctrl-C, or there is no more input. */
        LEAVE,
        /** Ctrl-Z. */
        SUSPEND
    }

    public static Key of(Kind kind) {
        return new Key(kind, ' ');
    }

    public static Key of(char letter) {
        return new Key(Kind.CHAR, letter);
    }

    public boolean is(char other) {
        return kind == Kind.CHAR && letter == other;
    }
}
