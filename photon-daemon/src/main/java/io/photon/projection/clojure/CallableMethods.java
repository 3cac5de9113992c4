// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.IDeref;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.Named;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods that a reduction may call: those of strings, and a few of dates, exceptions, names and collections. */
final class CallableMethods {

    /** One on a string. */
    private interface OfString {
        Object call(String text, Arguments arguments);
    }

    /** One on something else. */
    private interface OfOther {
        /** {@link #NOT_THERE} when this target has no such method. */
        @Nullable Object call(Object target, Object[] arguments);
    }

    private static final Object NOT_THERE = new Object();

    private static final Map<String, OfString> STRINGS = strings();

    private static final Map<String, OfOther> OTHERS = Map.of(
            "toString", (target, arguments) -> ObjectMethods.text(target),
            "equals", (target, arguments) -> target.equals(arguments[1]),
            "hashCode", (target, arguments) -> ObjectMethods.hash(target),
            "getMessage", (target, arguments) -> target instanceof Exception e ? ObjectMethods.message(e) : NOT_THERE,
            "getTime", (target, arguments) -> target instanceof Date date ? (Object) date.getTime() : NOT_THERE,
            "getName", (target, arguments) -> target instanceof Named named ? named.getName() : NOT_THERE,
            "indexOf",
                    (target, arguments) -> target instanceof PersistentVector vector
                            ? (Object) vector.indexOf(arguments[1])
                            : NOT_THERE,
            "contains", (target, arguments) -> contains(target, arguments[1]),
            "isEmpty",
                    (target, arguments) -> target instanceof IPersistentMap || target instanceof PersistentVector
                            ? (Object) (RT.count(target) == 0)
                            : NOT_THERE);

    /** All of them, by name. */
    static final Set<String> NAMES = names();

    private CallableMethods() {}

    private static Set<String> names() {
        Map<String, Object> all = new HashMap<>(STRINGS);
        all.putAll(OTHERS);
        return Set.copyOf(all.keySet());
    }

    private static Map<String, OfString> strings() {
        Map<String, OfString> table = new HashMap<>();
        table.put(
                "startsWith",
                (text, with) -> with.count() == 2
                        ? text.startsWith(with.text(1), with.index(2))
                        : text.startsWith(with.text(1)));
        table.put("endsWith", (text, with) -> text.endsWith(with.text(1)));
        table.put("indexOf", (text, with) ->
                (long) (with.count() == 2 ? text.indexOf(with.text(1), with.index(2)) : text.indexOf(with.text(1))));
        table.put("lastIndexOf", (text, with) -> (long) text.lastIndexOf(with.text(1)));
        table.put("contains", (text, with) -> text.contains(with.text(1)));
        table.put(
                "substring",
                (text, with) -> with.count() == 2
                        ? text.substring(with.index(1), with.index(2))
                        : text.substring(with.index(1)));
        table.put("toLowerCase", (text, with) -> text.toLowerCase(Locale.ROOT));
        table.put("toUpperCase", (text, with) -> text.toUpperCase(Locale.ROOT));
        table.put("length", (text, with) -> (long) text.length());
        table.put("trim", (text, with) -> text.trim());
        table.put("strip", (text, with) -> text.strip());
        table.put("replace", (text, with) -> text.replace(with.text(1), with.text(2)));
        table.put("replaceAll", (text, with) -> text.replaceAll(with.text(1), with.text(2)));
        table.put("replaceFirst", (text, with) -> text.replaceFirst(with.text(1), with.text(2)));
        table.put(
                "split",
                (text, with) -> PersistentVector.create((Object[])
                        (with.count() == 2 ? text.split(with.text(1), with.index(2)) : text.split(with.text(1)))));
        table.put("charAt", (text, with) -> text.charAt(with.index(1)));
        table.put("isEmpty", (text, with) -> text.isEmpty());
        table.put("isBlank", (text, with) -> text.isBlank());
        table.put("concat", (text, with) -> text.concat(with.text(1)));
        table.put("equals", (text, with) -> text.equals(with.any(1)));
        table.put("equalsIgnoreCase", (text, with) -> text.equalsIgnoreCase(with.text(1)));
        table.put("compareTo", (text, with) -> (long) text.compareTo(with.text(1)));
        table.put("matches", (text, with) -> text.matches(with.text(1)));
        table.put("repeat", (text, with) -> text.repeat(with.index(1)));
        table.put("hashCode", (text, with) -> (long) text.hashCode());
        table.put("toString", (text, with) -> text);
        return Map.copyOf(table);
    }

    private static Object contains(Object target, Object element) {
        if (target instanceof IPersistentSet set) {
            return set.contains(element);
        }
        return target instanceof PersistentVector vector ? (Object) vector.contains(element) : NOT_THERE;
    }

    /** @param arguments the first is what it is called on */
    static @Nullable Object call(String method, Object[] arguments) {
        Object target = arguments[0];
        if (target == null) {
            throw new NullPointerException("." + method + " of nil");
        }
        if (target instanceof String text) {
            OfString known = STRINGS.get(method);
            if (known == null) {
                throw new IllegalArgumentException("a string has no ." + method);
            }
            return known.call(text, new Arguments(arguments));
        }
        OfOther known = OTHERS.get(method);
        Object answer = known == null ? NOT_THERE : known.call(target, arguments);
        if (answer == NOT_THERE) {
            throw new IllegalArgumentException("." + method + " can be called on a string only, not on "
                    + (target instanceof IDeref || target instanceof IFn ? "this" : RT.printString(target)));
        }
        return answer;
    }

    /** What a method is called with; number 0 is what it is called on. */
    private record Arguments(Object[] all) {

        /** Without what it is called on. */
        int count() {
            return all.length - 1;
        }

        Object any(int at) {
            return all[at];
        }

        String text(int at) {
            if (at >= all.length) {
                throw new IllegalArgumentException("an argument is missing");
            }
            Object value = all[at];
            if (value instanceof String || value instanceof Character) {
                return value.toString();
            }
            if (value instanceof Number number) { // a character's number, as indexOf takes it
                return new String(Character.toChars(number.intValue()));
            }
            throw new IllegalArgumentException("expected a string, found " + RT.printString(value));
        }

        int index(int at) {
            if (at >= all.length || !(all[at] instanceof Number number)) {
                throw new IllegalArgumentException("expected an index");
            }
            return RT.intCast(number);
        }
    }
}
