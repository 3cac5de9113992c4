// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import java.util.regex.Pattern;

/** Words of a command line as a shell takes them. Pure. */
final class ShellWords {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private ShellWords() {}

    /** A word, quoted where it must be. */
    static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
