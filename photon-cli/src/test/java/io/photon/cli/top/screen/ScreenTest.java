// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a terminal is told of a frame. */
class ScreenTest {

    private final Screen screen = new Screen(Colours.SIXTEEN);

    private String show(Frame frame) {
        return new String(screen.show(frame), StandardCharsets.UTF_8);
    }

    private static Frame frame(String text, Tone tone) {
        Frame frame = new Frame(40, 3);
        frame.put(0, 1, text, tone);
        return frame;
    }

    @Test
    void onlyWhatChangedIsSent() {
        show(frame("appends/s 12,481", Tone.PLAIN));
        assertEquals("", show(frame("appends/s 12,481", Tone.PLAIN)));
        assertEquals("\033[2;16H\033[0m2\033[0m", show(frame("appends/s 12,482", Tone.PLAIN)));
    }

    @Test
    void anotherSizeOrAForgottenScreenIsSentWhole() {
        show(frame("a", Tone.PLAIN));
        Frame wider = new Frame(50, 3);
        wider.put(0, 0, "a", Tone.PLAIN);
        assertTrue(show(wider).contains("\033[2J"));
        screen.forget();
        assertTrue(show(wider).contains("\033[2J"));
    }

    @Test
    void textBehindAWideCharacterIsPlacedByItsColumn() {
        String sent = show(frame("長x", Tone.PLAIN));
        assertTrue(sent.contains("長\033[2;3Hx"), sent);
    }

    @Test
    void aWideCharacterOverANarrowOneIsWrittenAgain() {
        show(frame("長", Tone.PLAIN));
        show(frame("ab", Tone.PLAIN));
        assertTrue(show(frame("長", Tone.PLAIN)).contains("長"));
    }

    @Test
    void whereTheLocaleHasNoUnicodeEverythingKeepsItsColumn() {
        Frame frame = frame("▁▄█⣿⠀ 長い é ●─│ ok", Tone.PLAIN);
        String before = frame.row(1);
        assertTrue(before.contains("長"), before);
        frame.toAscii();
        assertEquals("_=##  ???? ? *-| ok", frame.row(1));
        assertTrue(show(frame).chars().allMatch(c -> c < 0x7f));
    }

    @Test
    void withoutColoursStatesAreToldByBoldAndUnderlined() {
        Screen mono = new Screen(Colours.NONE);
        String sent = new String(mono.show(frame("failed", Tone.BAD)), StandardCharsets.UTF_8);
        assertTrue(sent.contains("\033[0;1;4mfailed"), sent);
        assertFalse(sent.contains("31"), sent);
    }

    @Test
    void onALightBackgroundColoursAreDark() {
        assertEquals(Colours.SIXTEEN, Colours.of(true, false, Map.of("COLORFGBG", "15;0", "TERM", "xterm-256color")));
        assertEquals(Colours.LIGHT, Colours.of(true, false, Map.of("COLORFGBG", "0;default;15", "TERM", "xterm")));
        Colours many = Colours.of(true, true, Map.of("TERM", "xterm-256color"));
        assertEquals(Colours.LIGHT_MANY, many);
        assertEquals(Colours.NONE, Colours.of(false, true, Map.of("COLORTERM", "truecolor")));
        String sent = new String(new Screen(many).show(frame("behind", Tone.BEHIND)), StandardCharsets.UTF_8);
        assertTrue(sent.contains("\033[0;38;5;130mbehind"), sent);
        for (Tone tone : Tone.values()) {
            assertFalse(Colours.LIGHT.codes(tone).matches(".*3[36].*"), "yellow and cyan cannot be read on white");
        }
    }

    @Test
    void nothingInAFrameCanHarmATerminal() {
        String sent = show(frame("\u001b]0;title\u0007\u009b2J\u202e", Tone.PLAIN));
        assertTrue(sent.contains("\\u001b]0;title\\u0007\\u009b2J\\u202e"), sent);
    }
}
