// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.Symbol;
import java.util.HashSet;
import java.util.Set;

/** The local names at some place. Immutable. */
final class Scope {

    static final Scope EMPTY = new Scope(Set.of());

    private final Set<String> names;

    private Scope(Set<String> names) {
        this.names = names;
    }

    boolean has(Symbol symbol) {
        return symbol.getNamespace() == null && names.contains(symbol.getName());
    }

    Scope with(Iterable<Symbol> more) {
        Set<String> all = new HashSet<>(names);
        more.forEach(symbol -> all.add(symbol.getName()));
        return new Scope(all);
    }

    Scope with(Symbol symbol) {
        return with(java.util.List.of(symbol));
    }
}
