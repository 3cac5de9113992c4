// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Locale;

/**
 * Where a secret is kept; never the secret itself. Immutable.
 *
 * @param place what kind of place
 * @param text the path of a file, the name of an environment variable, or a command line
 */
public record Secret(Place place, String text) {

    /** The kinds of places. */
    public enum Place {
        FILE,
        ENV,
        COMMAND;

        /** As it ends the name of an option and of a line in the file: {@code token-file}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What keeps this from being used, or the secret's place itself. @param name as messages name it */
    Result<Secret> check(String name) {
        return switch (place) {
            case FILE ->
                text.startsWith("/")
                        ? Result.ok(this)
                        : bad(name, "'" + text + "' is not an absolute path", "begin it with /");
            case ENV ->
                text.matches("[A-Za-z_][A-Za-z0-9_]*")
                        ? Result.ok(this)
                        : bad(
                                name,
                                "what is given is not the name of a variable", // nor shown: it may be the secret
                                "give the name of an environment variable, not the secret: " + name + " PROD_TOKEN");
            case COMMAND -> CommandWords.split(text).map(words -> this);
        };
    }

    private static Result<Secret> bad(String name, String why, String hint) {
        return Result.err(Kind.BAD_INPUT, name + ": " + why, hint);
    }

    /** As lists show it, e.g. {@code file /etc/photon/token}. */
    public String shown() {
        return place.word() + " " + text;
    }
}
