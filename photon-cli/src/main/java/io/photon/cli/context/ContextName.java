// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.regex.Pattern;

/** What a context may be called: a name that is also the name of a file, and a word in every shell. */
public final class ContextName {

    /** No file begins with a dot here, so that a name is neither hidden nor a way out of the folder. */
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    private ContextName() {}

    /** Whether a text can be the name of a context. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /** The name itself, or BAD_INPUT with what a name may hold. */
    static Result<String> check(String name) {
        return isValid(name)
                ? Result.ok(name)
                : Result.err(
                        Kind.BAD_INPUT,
                        "'" + name + "' cannot be the name of a context",
                        "use letters, digits, - _ and . , at most 64 of them, and begin with a letter, a digit or _");
    }
}
