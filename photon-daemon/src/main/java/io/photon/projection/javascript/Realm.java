// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import java.util.ArrayList;
import java.util.List;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;
import org.mozilla.javascript.regexp.RegExpImpl;

/**
 * The global object of one reduction, before the objects of the language. Sealed by {@link Globals} as soon as it is
 * compiled: what is kept from one event to the next is the value and nothing else, or a restart would change it.
 */
final class Realm {

    private final Language language;
    private final ScriptableObject scope;
    /** What stands beside the function and remembers where it matched last. */
    private final List<ScriptableObject> expressions = new ArrayList<>();

    /** @param context of this reduction alone */
    Realm(Context context, Language language) {
        this.language = language;
        this.scope = language.isShared() ? inheriting(language.scope()) : language.scope();
        context.putThreadLocal(Realm.class, this);
    }

    /** What its reduction defines comes before what the language does. */
    private static ScriptableObject inheriting(ScriptableObject standard) {
        NativeObject own = new NativeObject();
        own.setPrototype(standard);
        own.defineProperty("globalThis", own, ScriptableObject.DONTENUM);
        return own;
    }

    /** Whether it is a regular expression of the reduction that runs, which begins each event anew. */
    static boolean rewinds(Context context, ScriptableObject object) {
        return context.getThreadLocal(Realm.class) instanceof Realm realm && realm.expressions.contains(object);
    }

    Language language() {
        return language;
    }

    ScriptableObject scope() {
        return scope;
    }

    Scriptable object() {
        NativeObject object = new NativeObject();
        object.setPrototype(language.objectPrototype());
        object.setParentScope(scope);
        return object;
    }

    Scriptable array(Object[] elements) {
        NativeArray array = new NativeArray(elements);
        array.setPrototype(language.arrayPrototype());
        array.setParentScope(scope);
        return array;
    }

    /** The elements of a set, or the entries of a map, as an array. */
    NativeArray listed(Context context, Scriptable collection) {
        return (NativeArray) language.listing().call(context, scope, null, new Object[] {collection});
    }

    /** No property of it can be changed, removed or added any more. */
    void freeze(Context context, Object object) {
        language.freezing().call(context, scope, null, new Object[] {object});
    }

    /**
     * Has an array hold its elements as properties: push, pop and others of its methods change one that is packed densely
     * without a look at whether it is sealed.
     */
    void spread(Context context, NativeArray array) {
        long length = array.getLength();
        Object first = array.get(0, array);
        Scriptable property = object();
        property.put("value", property, first == Scriptable.NOT_FOUND ? null : first);
        for (String attribute : List.of("writable", "enumerable", "configurable")) {
            property.put(attribute, property, true);
        }
        language.defining().call(context, scope, null, new Object[] {array, 0, property});
        if (first == Scriptable.NOT_FOUND) {
            array.delete(0);
            array.put("length", array, (double) length);
        }
    }

    /** From here on this regular expression begins each event as if it were new; nothing else of it can be changed. */
    void rewind(ScriptableObject expression) {
        expression.preventExtensions();
        expressions.add(expression);
    }

    /** What regular expressions remember of the event before would be lost at a restart, so it is lost at every event. */
    void forgetMatches(Context context) {
        ScriptRuntime.setRegExpProxy(context, new RegExpImpl()); // what RegExp.$1 shows
        for (ScriptableObject expression : expressions) {
            expression.put("lastIndex", expression, 0);
        }
    }

    boolean isPlainObject(Object value) {
        return value instanceof NativeObject object
                && (object.getPrototype() == language.objectPrototype() || object.getPrototype() == null);
    }

    boolean isGetter(ScriptableObject object, String name) {
        Object getter = object.getGetterOrSetter(name, 0, object, false);
        return getter != null && !Undefined.isUndefined(getter);
    }
}
