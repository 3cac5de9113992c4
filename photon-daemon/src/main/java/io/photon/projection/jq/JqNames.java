// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;

/**
 * The functions that an expression calls. jackson-jq looks for them when they are called; here what is not there is found
 * before the first event. Where a name is defined is not looked at, so nothing is refused that could run. Pure.
 */
final class JqNames {

    private static final String TREE = "net.thisptr.jackson.jq.";

    private final Set<String> defined = new HashSet<>();
    private final List<String> called = new ArrayList<>();

    private JqNames() {}

    /** The first function that is called and not there, as {@code name/arity}; null when all are. */
    static String unknown(JsonQuery query, Scope builtins) {
        JqNames names = new JqNames();
        try {
            names.walk(query);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // our own loader made these classes
        }
        for (String call : names.called) {
            int slash = call.lastIndexOf('/');
            String name = call.substring(0, slash);
            int arity = Integer.parseInt(call.substring(slash + 1));
            if (!names.defined.contains(call) && builtins.getFunction(name, arity) == null) {
                return call;
            }
        }
        return null;
    }

    private void walk(Object root) throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Object next = open.poll();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof Collection<?> all) {
                all.stream().filter(part -> part != null).forEach(open::add);
            } else if (next.getClass().getName().startsWith(TREE)) {
                note(next);
                for (Class<?> type = next.getClass(); type != null; type = type.getSuperclass()) {
                    for (Field field : type.getDeclaredFields()) {
                        Object part = value(field, next);
                        if (part != null) {
                            open.add(part);
                        }
                    }
                }
            }
        }
    }

    private static Object value(Field field, Object holder) throws IllegalAccessException {
        boolean isPart = !Modifier.isStatic(field.getModifiers())
                && !field.getType().isPrimitive()
                && field.getDeclaringClass().getName().startsWith(TREE);
        if (!isPart) {
            return null;
        }
        field.setAccessible(true);
        return field.get(holder);
    }

    private void note(Object node) throws IllegalAccessException {
        if (node instanceof FunctionCall) {
            called.add(text(node, "name") + "/" + list(node, "args").size());
        } else if (node instanceof FormattingFilter) {
            called.add("@" + text(node, "name") + "/0");
        } else if (node instanceof FunctionDefinition) {
            defined.add(text(node, "fname") + "/" + list(node, "args").size());
            for (Object argument : list(node, "args")) {
                defined.add(String.valueOf(argument).replaceFirst("^\\$", "") + "/0");
            }
        }
    }

    private static String text(Object node, String field) throws IllegalAccessException {
        return String.valueOf(get(node, field));
    }

    private static List<?> list(Object node, String field) throws IllegalAccessException {
        return (List<?>) get(node, field);
    }

    private static Object get(Object node, String name) throws IllegalAccessException {
        try {
            Field field = node.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(node);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
