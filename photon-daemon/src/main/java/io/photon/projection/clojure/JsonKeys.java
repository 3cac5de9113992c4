// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.IMapEntry;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.RT;
import io.photon.projection.spi.ReductionException;
import java.util.HashMap;
import java.util.Map;

/** The names that keys of a map have in JSON, each of which is there once: {@code :a} and {@code "a"} are one name. Pure. */
final class JsonKeys {

    private enum Kind {
        KEYWORD,
        TEXT,
        NUMBER,
        OTHER
    }

    private JsonKeys() {}

    static String name(Object key) {
        if (key instanceof Keyword keyword) {
            return keyword.toString().substring(1);
        }
        return key == null
                ? ""
                : key instanceof String text ? text : RT.printString(key).replaceFirst("^\\\\", "");
    }

    /** Refuses a map of which JSON could hold a part only. Keys of one kind are different in JSON, too: that is soon seen. */
    static void check(IPersistentMap map) throws ReductionException {
        if (map.count() < 2 || isOfOneKind(map)) {
            return;
        }
        Map<String, Object> names = new HashMap<>();
        for (Object entry : map) {
            Object key = ((IMapEntry) entry).key();
            String name = name(key);
            if (names.containsKey(name)) {
                throw new ReductionException(
                        "a map in the value has the keys " + RT.printString(names.get(name)) + " and "
                                + RT.printString(key) + ", which are one name in JSON; use one kind of keys",
                        null);
            }
            names.put(name, key);
        }
    }

    private static boolean isOfOneKind(IPersistentMap map) {
        Kind one = null;
        for (Object entry : map) {
            Kind kind = kind(((IMapEntry) entry).key());
            if (kind == Kind.OTHER || one != null && kind != one) {
                return false;
            }
            one = kind;
        }
        return true;
    }

    private static Kind kind(Object key) {
        if (key instanceof Keyword keyword) { // (keyword nil "a/b") is not :a/b, and is written in the same way
            return keyword.getNamespace() == null && keyword.getName().indexOf('/') >= 0 ? Kind.OTHER : Kind.KEYWORD;
        }
        return key instanceof String ? Kind.TEXT : key instanceof Long ? Kind.NUMBER : Kind.OTHER;
    }
}
