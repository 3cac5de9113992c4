package io.photon.cli.top;

/** A line that is being typed at the bottom. One thread. */
final class Prompt {

    enum Of {
        FILTER("/"),
        PALETTE(":");

        private final String sign;

        Of(String sign) {
            this.sign = sign;
        }
    }

    private static final int LONGEST = 500;

    private final Of of;
    private final StringBuilder text = new StringBuilder();

    Prompt(Of of, String text) {
        this.of = of;
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
        } else if (key.kind() == Key.Kind.CHAR && text.length() < LONGEST) {
            text.append(key.letter());
        }
        return true;
    }

    void paint(Frame frame, int y, String remark) {
        int x = frame.put(1, y, of.sign, Tone.ACCENT);
        x = frame.put(x, y, text.toString(), Tone.STRONG);
        x = frame.put(x, y, "█", Tone.ACCENT);
        frame.put(x + 2, y, remark, Tone.DIM);
    }
}
