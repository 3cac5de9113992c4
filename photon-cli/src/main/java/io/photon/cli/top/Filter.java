// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are shown: a regular expression, {@code !} before it inverts. What is no expression is looked for as it
 * stands.
 *
 * @param typed as it was typed
 * @param problem why it is no regular expression, null when it is one
 */
record Filter(
        String typed,
        Pattern pattern,
        boolean inverted,
        @Nullable String problem) {

    static final Filter NONE = new Filter("", Pattern.compile(""), false, null);

    static Filter of(String typed) {
        boolean inverted = typed.startsWith("!");
        String expression = inverted ? typed.substring(1) : typed;
        if (expression.isEmpty()) {
            return new Filter(typed, NONE.pattern, false, null);
        }
        try {
            return new Filter(typed, compile(expression, 0), inverted, null);
        } catch (PatternSyntaxException e) {
            return new Filter(typed, compile(expression, Pattern.LITERAL), inverted, e.getDescription());
        }
    }

    private static Pattern compile(String expression, int flags) {
        return Pattern.compile(expression, flags | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    boolean isNone() {
        return pattern.pattern().isEmpty();
    }

    boolean shows(String text) {
        return isNone() || pattern.matcher(text).find() != inverted;
    }
}
