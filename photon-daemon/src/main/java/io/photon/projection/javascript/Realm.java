package io.photon.projection.javascript;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Symbol;
import org.mozilla.javascript.Undefined;

/**
 * The global objects of one reduction. Sealed as soon as it is compiled: what is kept from one event to the next is the
 * value and nothing else, or a restart would change it.
 */
final class Realm {

    /** What keeps state of its own, waits for something, or makes code from texts. */
    private static final List<String> REMOVED =
            List.of("eval", "Function", "Promise", "Proxy", "WeakRef", "FinalizationRegistry", "Continuation");

    private final ScriptableObject scope;
    private final Scriptable objectPrototype;
    private final Scriptable arrayPrototype;

    Realm(Context context) {
        scope = context.initSafeStandardObjects(null, false);
        objectPrototype = ScriptableObject.getObjectPrototype(scope);
        arrayPrototype = ScriptableObject.getArrayPrototype(scope);
        forbidCodeFromTexts(context);
        for (String name : REMOVED) {
            scope.delete(name);
        }
        if (ScriptableObject.getProperty(scope, "Symbol") instanceof ScriptableObject symbols) {
            symbols.delete("for");
            symbols.delete("keyFor");
        }
        addConsole(context);
        guard("Object", "defineProperty");
        guard("Object", "defineProperties");
        guard("Object", "setPrototypeOf");
        guard("Reflect", "defineProperty");
        guard("Reflect", "setPrototypeOf");
    }

    /** A sealed object refuses assignments, but knows nothing of these. */
    private void guard(String owner, String name) {
        Function original = function(owner, name);
        ScriptableObject.putProperty(
                (Scriptable) ScriptableObject.getProperty(scope, owner),
                name,
                new LambdaFunction(scope, name, 2, (context, from, self, arguments) -> {
                    if (arguments.length > 0 && arguments[0] instanceof ScriptableObject target && target.isSealed()) {
                        throw ScriptRuntime.typeError("Cannot change a property of a sealed object.");
                    }
                    return original.call(context, from, self, arguments);
                }));
    }

    /** {@code (function(){}).constructor("…")} is eval by another name. */
    private void forbidCodeFromTexts(Context context) {
        for (String kind : List.of("(function(){})", "(function*(){})")) {
            Object function = context.evaluateString(scope, kind, "realm", 1, null);
            Scriptable prototype = ((Scriptable) function).getPrototype();
            if (prototype instanceof ScriptableObject known) {
                known.delete("constructor");
                known.defineProperty("constructor", Undefined.instance, ScriptableObject.DONTENUM);
            }
        }
    }

    /** A reduction has nowhere to print to; one that was tried out in a browser still runs. */
    private void addConsole(Context context) {
        Scriptable console = context.newObject(scope);
        for (String name : List.of("log", "debug", "info", "warn", "error")) {
            ScriptableObject.putProperty(
                    console,
                    name,
                    new LambdaFunction(scope, name, 0, (cx, from, self, arguments) -> Undefined.instance));
        }
        ScriptableObject.putProperty(scope, "console", console);
    }

    ScriptableObject scope() {
        return scope;
    }

    Scriptable objectPrototype() {
        return objectPrototype;
    }

    Scriptable object() {
        NativeObject object = new NativeObject();
        object.setPrototype(objectPrototype);
        object.setParentScope(scope);
        return object;
    }

    Scriptable array(Object[] elements) {
        NativeArray array = new NativeArray(elements);
        array.setPrototype(arrayPrototype);
        array.setParentScope(scope);
        return array;
    }

    boolean isPlainObject(Object value) {
        return value instanceof NativeObject object
                && (object.getPrototype() == objectPrototype || object.getPrototype() == null);
    }

    boolean isGetter(ScriptableObject object, String name) {
        Object getter = object.getGetterOrSetter(name, 0, object, false);
        return getter != null && !Undefined.isUndefined(getter);
    }

    Function function(String owner, String name) {
        Scriptable holder = (Scriptable) ScriptableObject.getProperty(scope, owner);
        return (Function) ScriptableObject.getProperty(holder, name);
    }

    /** From here on no global object changes, nor the function that is called for each event. */
    void seal(Object function) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seal(scope, seen);
        seal(function, seen);
    }

    private static void seal(Object value, Set<Object> seen) {
        if (!(value instanceof ScriptableObject object) || !seen.add(object)) {
            return;
        }
        for (Object id : object.getAllIds()) {
            try {
                if (id instanceof String name) {
                    seal(object.get(name, object), seen);
                } else if (id instanceof Integer index) {
                    seal(object.get(index, object), seen);
                } else if (id instanceof Symbol symbol) {
                    seal(object.get(symbol, object), seen);
                }
            } catch (RhinoException e) {
                continue; // a property that only instances have, e.g. the size of Map.prototype
            }
        }
        seal(object.getPrototype(), seen);
        object.sealObject();
    }
}
