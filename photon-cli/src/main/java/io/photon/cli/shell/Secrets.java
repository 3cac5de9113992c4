// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.util.regex.Pattern;

/** Lines that no history may keep. Pure. */
final class Secrets {

    private static final Pattern SECRET = Pattern.compile(
            "--token(?!-file)|--password(?!-file)|--secret|PHOTON_TOKEN|\\.pass\\b|\\.secret\\b"
                    + "|passw(or)?d[\"']?\\s*[:=]|secret[\"']?\\s*[:=]|://[^/\\s@]*:[^/\\s@]+@",
            Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** Whether a line holds a token or a password, as far as it can be told from its shape. */
    static boolean isIn(String line) {
        return SECRET.matcher(line).find();
    }
}
