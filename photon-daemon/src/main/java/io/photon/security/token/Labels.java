// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.result.Failure;
import java.util.Optional;

/** What people write about applications and tokens: short texts that nothing can be hidden in. */
final class Labels {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 1_000;

    private Labels() {}

    /** What is wrong with a name. */
    static Optional<Failure> refuse(String name) {
        return name.isBlank()
                ? bad("the name is empty", "give it a name, by which you know it again")
                : refuse("the name", name, LONGEST_NAME);
    }

    /** What is wrong with what is said about an application. */
    static Optional<Failure> refuse(String name, String description, String website) {
        return refuse(name)
                .or(() -> refuse("the description", description, LONGEST_TEXT))
                .or(() -> refuse("the website", website, LONGEST_TEXT));
    }

    private static Optional<Failure> refuse(String what, String text, int longest) {
        if (text.length() > longest) {
            return bad(what + " has " + text.length() + " letters", "write at most " + longest);
        }
        return text.codePoints().anyMatch(Labels::isHidden)
                ? bad(what + " holds a letter that cannot be seen", "leave out control characters")
                : Optional.empty();
    }

    private static boolean isHidden(int letter) {
        int type = Character.getType(letter);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static Optional<Failure> bad(String what, String hint) {
        return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, what, hint));
    }
}
