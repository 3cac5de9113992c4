// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One form of a text and where it stands.
 *
 * @param kind what sort of form
 * @param from where it starts
 * @param to after its last character
 * @param text a string's, character's or keyword's value; the token as written for others; null for collections
 * @param children a collection's forms; what is marked for prefixed ones; never null
 */
record EdnNode(Kind kind, int from, int to, @Nullable String text, List<EdnNode> children) {

    /** The text of what is no collection. */
    String atom() {
        return Objects.requireNonNull(text);
    }

    enum Kind {
        NIL("nil"),
        BOOLEAN("a boolean"),
        NUMBER("a number"),
        STRING("a string"),
        CHARACTER("a character"),
        KEYWORD("a keyword"),
        SYMBOL("a symbol"),
        LIST("a list"),
        VECTOR("a vector"),
        MAP("a map"),
        SET("a set"),
        TAGGED("a tagged value"),
        /** Anything that means something only in code: {@code #(…)}, {@code 'x}, {@code #"…"} and so on. */
        CODE("code");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For messages. */
        String words() {
            return words;
        }
    }
}
