// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.filter.LinearRegex;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are shown: a regular expression, {@code !} before it inverts. What is no expression is looked for as it
 * stands.
 *
 * @param typed as it was typed
 * @param pattern takes time that grows with the text only, so that no expression stops the dashboard; null to look for the text
 * @param text in lower case; empty for all rows
 * @param problem why it is no regular expression, null when it is one
 */
public record Filter(
        String typed,
        @Nullable LinearRegex pattern,
        String text,
        boolean inverted,
        @Nullable String problem) {

    public static final Filter NONE = new Filter("", null, "", false, null);

    public static Filter of(String typed) {
        boolean inverted = typed.startsWith("!");
        String expression = inverted ? typed.substring(1) : typed;
        if (expression.isEmpty()) {
            return new Filter(typed, null, "", false, null);
        }
        String text = expression.toLowerCase(Locale.ROOT);
        try {
            return new Filter(typed, LinearRegex.compile(expression, true, false), text, inverted, null);
        } catch (LinearRegex.Unsupported e) {
            return new Filter(typed, null, text, inverted, e.getMessage());
        }
    }

    public boolean isNone() {
        return text.isEmpty();
    }

    boolean shows(String row) {
        if (isNone()) {
            return true;
        }
        boolean found = pattern != null
                ? pattern.isFoundIn(row)
                : row.toLowerCase(Locale.ROOT).contains(text);
        return found != inverted;
    }
}
