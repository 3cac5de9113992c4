// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IPersistentVector;
import clojure.lang.ISeq;
import clojure.lang.Symbol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The order of what stands in the literal of a set or a map. The reader orders it by hashes; the parameters of {@code #(…)} have
 * other names in each process, and so other hashes: what holds such is ordered by its text without their numbers. Pure.
 */
final class LiteralOrder {

    /** What the reader of Clojure puts after a name that it makes. */
    static final Pattern GENERATED = Pattern.compile("__\\d+(__auto__|#)$");

    private LiteralOrder() {}

    /** The elements in an order that is the same in each process. @param form what their order goes by */
    static <T> List<T> of(Iterable<? extends T> elements, Function<? super T, ?> form) {
        List<T> all = new ArrayList<>();
        boolean differs = false;
        for (T element : elements) {
            all.add(element);
            differs |= hasGenerated(form.apply(element), 0);
        }
        if (differs) {
            all.sort(Comparator.comparing(element -> text(form.apply(element), 0)));
        }
        return all;
    }

    /** What is nested deeper than any reduction may be is refused later. */
    private static boolean hasGenerated(Object form, int depth) {
        if (form instanceof Symbol symbol) {
            return GENERATED.matcher(symbol.getName()).find();
        }
        return depth <= Rewriter.MAX_DEPTH && parts(form).stream().anyMatch(part -> hasGenerated(part, depth + 1));
    }

    private static String text(Object form, int depth) {
        if (form instanceof Symbol symbol) {
            return GENERATED.matcher(symbol.toString()).replaceAll("#");
        }
        List<Object> parts = parts(form);
        if (parts.isEmpty() || depth > Rewriter.MAX_DEPTH) {
            return form == null ? "nil" : form.getClass().getName() + " " + form;
        }
        List<String> texts = new ArrayList<>(
                parts.stream().map(part -> text(part, depth + 1)).toList());
        if (form instanceof IPersistentSet || form instanceof IPersistentMap) {
            Collections.sort(texts);
        }
        return texts.toString();
    }

    /** Of what holds forms; none of another. */
    private static List<Object> parts(Object form) {
        boolean holds = form instanceof ISeq
                || form instanceof IPersistentVector // so is an entry of a map
                || form instanceof IPersistentSet
                || form instanceof IPersistentMap;
        return holds ? Forms.items(form) : List.of();
    }
}
