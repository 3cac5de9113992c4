// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.BoundFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.JSFunction;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.regexp.NativeRegExp;

/**
 * Everything that lives beside the value: the objects of the language, and what a reduction's text has made before its
 * first event. Whatever of that could change from event to event would be gone after a restart, so it is made unchangeable
 * here, and what cannot be made so is named. For one reduction, and one thread.
 */
final class Globals {

    private final Context context;
    private final Language language;
    private final ScriptableObject scope;
    private final Function keys;
    private final Function descriptor;
    /** Null while the objects of the language are found. */
    private @Nullable Realm realm;

    private @Nullable Set<Object> seen;
    private final Deque<Found> open = new ArrayDeque<>();

    /** @param place as one would write it, e.g. {@code cache.entries} */
    private record Found(ScriptableObject object, String place) {}

    /** For {@link #find}. */
    Globals(Context context, Language language) {
        this(context, language, null, language.scope());
    }

    /** For {@link #seal}. */
    Globals(Context context, Realm realm) {
        this(context, realm.language(), realm, realm.scope());
    }

    private Globals(Context context, Language language, @Nullable Realm realm, ScriptableObject scope) {
        this.context = context;
        this.language = language;
        this.realm = realm;
        this.scope = scope;
        this.keys = language.function("Reflect", "ownKeys");
        this.descriptor = language.function("Object", "getOwnPropertyDescriptor");
    }

    /** All that is there, and all of it made; before any code of users runs. */
    void find(Set<Object> objects) {
        seen = objects;
        find(scope, "");
        while (!open.isEmpty()) {
            follow(open.pop());
        }
    }

    /**
     * Seals everything that is reachable from the global object and from a function.
     *
     * @return where something is that keeps state of its own, in words, or null
     */
    @Nullable String seal(Function function) {
        seen = Collections.newSetFromMap(new IdentityHashMap<>());
        find(scope, "");
        find(function, "the reduction");
        while (!open.isEmpty()) {
            Found next = open.pop();
            boolean isKnown = next.object() == scope || isOfLanguage(next.object());
            String state = isKnown ? null : stateOf(next.object());
            if (state != null) {
                return "'" + next.place() + "' is " + state;
            }
            follow(next);
            fix(next.object());
        }
        return null;
    }

    private boolean isOfLanguage(Object object) {
        return language.objects().contains(object);
    }

    private void fix(ScriptableObject object) {
        if (object instanceof NativeRegExp && !isOfLanguage(object)) {
            realm().rewind(object);
            return;
        }
        if (object instanceof NativeArray array && !isOfLanguage(object)) {
            realm().spread(context, array);
        }
        object.sealObject();
    }

    /** What could change though it is sealed; null when nothing could. */
    private @Nullable String stateOf(ScriptableObject object) {
        if (object instanceof BoundFunction) {
            return "a bound function";
        }
        if (object instanceof JSFunction function) {
            find(function.getHomeObject(), "super");
            return function.getParentScope() == scope ? null : "a function made inside a function or a block";
        }
        if (object instanceof NativeArray || object instanceof NativeObject) {
            return null;
        }
        String kind = object.getClassName();
        return switch (kind) {
            case "Map", "Set", "Date", "RegExp" -> null; // see Realm
            case "String", "Number", "Boolean", "BigInt", "Symbol" -> null;
            default -> "an object of a class (" + kind + ")";
        };
    }

    private void find(Object value, String place) {
        if (value instanceof ScriptableObject object && !isSealedAlready(object) && seen().add(object)) {
            open.push(new Found(object, place));
        }
    }

    private boolean isSealedAlready(ScriptableObject object) {
        return realm != null && language.isShared() && isOfLanguage(object);
    }

    private void follow(Found found) {
        ScriptableObject object = found.object();
        NativeArray own = (NativeArray) keys.call(context, scope, null, new Object[] {object});
        for (int i = 0; i < own.getLength(); i++) {
            Object key = own.get(i, own);
            String name = key instanceof String text ? text : "[" + key + "]";
            String place = found.place().isEmpty() ? name : found.place() + "." + name;
            if (realm == null && key instanceof String text) {
                load(object, text);
            }
            if (descriptor.call(context, scope, null, new Object[] {object, key}) instanceof Scriptable property) {
                find(ScriptableObject.getProperty(property, "value"), place);
                find(ScriptableObject.getProperty(property, "get"), place);
                find(ScriptableObject.getProperty(property, "set"), place);
            }
        }
        find(object.getPrototype(), found.place() + ".__proto__");
        String kind = object.getClassName();
        if (realm != null && !isOfLanguage(object) && (kind.equals("Map") || kind.equals("Set"))) {
            find(realm.listed(context, object), found.place());
        }
    }

    /** Some of the language is made when it is first asked for. */
    private static void load(ScriptableObject object, String name) {
        try {
            object.get(name, object);
        } catch (RhinoException e) {
            return; // a property that only instances have, e.g. the size of Map.prototype
        }
    }

    private Realm realm() {
        return Objects.requireNonNull(realm);
    }

    private Set<Object> seen() {
        return Objects.requireNonNull(seen);
    }
}
