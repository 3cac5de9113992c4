// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.IObj;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentVector;
import clojure.lang.ISeq;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentList;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Making and taking apart of forms. What is made has nothing of its origin but its line. Pure. */
final class Forms {

    static final Keyword LINE = Keyword.intern("line");
    static final Keyword COLUMN = Keyword.intern("column");
    static final Symbol DO = Symbol.intern("do");
    static final Symbol IF = Symbol.intern("if");
    static final Symbol LET = Symbol.intern("let*");
    static final Symbol LOOP = Symbol.intern("loop*");
    static final Symbol RECUR = Symbol.intern("recur");
    static final Symbol QUOTE = Symbol.intern("quote");
    static final Symbol FN = Symbol.intern("fn*");

    private Forms() {}

    static Symbol core(String name) {
        return Symbol.intern("clojure.core", name);
    }

    /** One of ours, see {@link SafeFunctions}. */
    static Symbol safe(String name) {
        return Symbol.intern(SafeFunctions.SPACE, name);
    }

    static ISeq list(@Nullable Object... parts) {
        return list(List.of(nonNull(parts)));
    }

    // List.of takes no null, and nil is a form like any other.
    private static Object[] nonNull(Object[] parts) {
        Object[] all = parts.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i] == null ? Nil.NIL : all[i];
        }
        return all;
    }

    private enum Nil {
        NIL
    }

    static ISeq list(List<?> parts) {
        List<Object> plain = new ArrayList<>(parts);
        plain.replaceAll(part -> part == Nil.NIL ? null : part);
        return (ISeq) PersistentList.create(plain);
    }

    static IPersistentVector vector(List<?> parts) {
        return PersistentVector.create(parts);
    }

    static List<Object> items(Object form) {
        List<Object> items = new ArrayList<>();
        for (ISeq seq = RT.seq(form); seq != null; seq = seq.next()) {
            items.add(seq.first());
        }
        return items;
    }

    /** The made form with the line of what it was made from, so that errors at run time have one. */
    static @Nullable Object placed(@Nullable Object made, Object from) {
        IPersistentMap meta = RT.meta(from);
        if (!(made instanceof ISeq list) || list.seq() == null || !(made instanceof IObj object) || meta == null) {
            return made;
        }
        Object line = meta.valAt(LINE); // any form at all, where ^{:line …} is written
        return !(line instanceof Integer) || RT.meta(made) != null
                ? made
                : object.withMeta(PersistentArrayMap.createAsIfByAssoc(new Object[] {LINE, line, COLUMN, 1}));
    }
}
