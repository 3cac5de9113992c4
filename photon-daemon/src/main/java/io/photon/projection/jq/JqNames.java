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
import net.thisptr.jackson.jq.internal.tree.BreakExpression;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.ImportStatement;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import org.jspecify.annotations.Nullable;

/**
 * The functions that an expression calls, the variables that it reads and the labels that it breaks to. jackson-jq looks for
 * them when they are used; here what is not there is found before the first event. Where a name is defined is not looked at, so
 * nothing is refused that could run. Pure.
 */
final class JqNames {

    private static final String TREE = "net.thisptr.jackson.jq.";
    /** Variables that every expression sees. */
    private static final Set<String> GIVEN = Set.of("event", "ENV");

    /** What {@link #unknown} says of an expression that wants a module. */
    static final String IMPORT = "import";

    private final Set<String> defined = new HashSet<>();
    private final List<String> called = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    /** Every text in the tree but for the names that are read: what defines a variable or a label is among them. */
    private final Set<String> texts = new HashSet<>(GIVEN);

    private boolean imports;

    private JqNames() {}

    /**
     * The first function that is called and not there, as {@code name/arity}, else the first variable, as {@code $name}, else
     * {@code import}; null when nothing is missing.
     */
    static @Nullable String unknown(JsonQuery query, Scope builtins) {
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
        return names.read.stream()
                .filter(name -> !names.texts.contains(name) && !names.texts.contains("$" + name))
                .findFirst()
                .map(name -> "$" + name)
                .orElse(names.imports ? IMPORT : null);
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
            if (next instanceof String text) {
                texts.add(text);
            } else if (next instanceof Collection<?> all) {
                all.stream().filter(part -> part != null).forEach(open::add);
            } else if (next.getClass().getName().startsWith(TREE)) {
                note(next);
                if (next instanceof VariableAccess || next instanceof BreakExpression) {
                    continue;
                }
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

    private static @Nullable Object value(Field field, Object holder) throws IllegalAccessException {
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
        } else if (node instanceof VariableAccess || node instanceof BreakExpression) {
            read.add(text(node, "name"));
        } else if (node instanceof ImportStatement) {
            imports = true;
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
