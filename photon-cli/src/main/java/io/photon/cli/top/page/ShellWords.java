// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.names.DollarQuotes;
import java.util.regex.Pattern;

/** Words of a command line as a shell takes them. Pure. */
final class ShellWords {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    /** What follows it is no option, whatever it begins with. */
    private static final String NO_MORE_OPTIONS = " -- ";

    private ShellWords() {}

    /** A word, quoted where it must be; without anything that the screen shows in another way than a shell reads it. */
    static String word(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        return DollarQuotes.isPrintable(text)
                ? "'" + text.replace("'", "'\\''") + "'"
                : "$'" + DollarQuotes.escaped(text) + "'";
    }

    /**
     * A command about something that has a name.
     *
     * @param words how it begins
     * @param options what stands after the name, unless that looks like an option itself; may be empty
     */
    static String command(String words, String name, String options) {
        String more = options.isEmpty() ? "" : " " + options;
        return name.startsWith("-") ? words + more + NO_MORE_OPTIONS + word(name) : words + " " + word(name) + more;
    }

    /** A blank, an option and its value, which may look like an option itself. */
    static String option(String option, String value) {
        return " " + option + (value.startsWith("-") ? "=" : " ") + word(value);
    }
}
