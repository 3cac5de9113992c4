// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

/** Colours for a terminal, or none at all. What is coloured can be read without colours, too. */
public final class Paint {

    static final Paint NONE = new Paint(false);

    private final boolean on;

    Paint(boolean on) {
        this.on = on;
    }

    /** Whether the terminal understands escape sequences. */
    boolean isOn() {
        return on;
    }

    private String with(String code, String text) {
        return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    public String bold(String text) {
        return with("1", text);
    }

    public String dim(String text) {
        return with("2", text);
    }

    public String red(String text) {
        return with("31", text);
    }

    public String green(String text) {
        return with("32", text);
    }

    public String yellow(String text) {
        return with("33", text);
    }

    String magenta(String text) {
        return with("35", text);
    }

    public String cyan(String text) {
        return with("36", text);
    }

    /** How something is, e.g. a projection: what needs a person is seen first. */
    public String state(String state) {
        return switch (state) {
            case "running" -> green(state);
            case "failed" -> red(state);
            case "paused", "stopped" -> yellow(state);
            default -> state;
        };
    }
}
