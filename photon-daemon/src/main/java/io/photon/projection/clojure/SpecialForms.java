// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.Compiler;
import clojure.lang.IMapEntry;
import clojure.lang.Symbol;
import java.util.HashSet;
import java.util.Set;

/**
 * Names that Clojure's compiler takes for special forms wherever they stand at the head of a list. A local of the same name
 * does not change that, so no local may have one. Immutable.
 */
final class SpecialForms {

    /** Of the compiler's own table, so that a later Clojure cannot have one that is not known here. */
    private static final Set<String> NAMES = names();

    private SpecialForms() {}

    private static Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Object entry : Compiler.specials) {
            names.add(((Symbol) ((IMapEntry) entry).key()).getName());
        }
        return Set.copyOf(names);
    }

    static boolean has(String name) {
        return NAMES.contains(name);
    }

    static Set<String> all() {
        return NAMES;
    }
}
