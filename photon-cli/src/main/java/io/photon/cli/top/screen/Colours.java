// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

import java.util.Map;

/** Which colours there are for what {@link Tone}s say. */
public enum Colours {
    /** Bold, dim and underlined only. */
    NONE,
    /** The sixteen that the user's theme defines. */
    SIXTEEN,
    /** Those of the sixteen that can be read on white. */
    LIGHT,
    /** Darker ones out of 256, for white. */
    LIGHT_MANY;

    /**
     * What fits a terminal.
     *
     * @param on whether there is to be colour at all
     * @param isLight whether the background was said to be light; else it is what {@code COLORFGBG} says
     * @param environment of the process
     */
    public static Colours of(boolean on, boolean isLight, Map<String, String> environment) {
        if (!on) {
            return NONE;
        }
        String background = environment.getOrDefault("COLORFGBG", "").replaceFirst(".*;", "");
        if (!isLight && !background.equals("7") && !background.equals("15")) {
            return SIXTEEN;
        }
        boolean many = environment.getOrDefault("TERM", "").contains("256color")
                || !environment.getOrDefault("COLORTERM", "").isEmpty();
        return many ? LIGHT_MANY : LIGHT;
    }

    /** The attributes of a tone, each after a semicolon. */
    String codes(Tone tone) {
        return switch (tone) {
            case PLAIN -> "";
            case DIM -> ";2";
            case STRONG -> ";1";
            case GOOD -> pick("", ";32", ";32", ";38;5;28");
            case BEHIND -> pick(";1", ";33", ";35", ";38;5;130");
            case BAD -> pick(";1;4", ";1;31", ";1;31", ";1;38;5;160");
            case ACCENT -> pick(";1", ";1;36", ";1;34", ";1;38;5;25");
        };
    }

    private String pick(String none, String sixteen, String light, String many) {
        return switch (this) {
            case NONE -> none;
            case SIXTEEN -> sixteen;
            case LIGHT -> light;
            case LIGHT_MANY -> many;
        };
    }
}
