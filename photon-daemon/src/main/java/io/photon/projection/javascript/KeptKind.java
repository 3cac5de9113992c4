// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import io.photon.projection.spi.ReductionException;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.CompoundOperationMap;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * The kinds of objects that a snapshot keeps. An object that has more to it than its kind (properties that are not listed,
 * properties of an array or a map, another prototype) is of none: after a restart it would be another. Pure.
 */
enum KeptKind {
    ARRAY,
    OBJECT,
    DATE,
    SET,
    MAP;

    private static final int FROZEN = ScriptableObject.READONLY | ScriptableObject.PERMANENT;

    /** @param place of the object in the value, empty for the value itself */
    static KeptKind of(Realm realm, Scriptable value, String place) throws ReductionException {
        if (value instanceof Callable || !(value instanceof ScriptableObject object)) {
            throw refused("a function", place);
        }
        String name = object.getClassName();
        if (object instanceof NativeArray array) {
            refuseExtras(array, place);
            return kept(ARRAY, object, "Array", realm, place);
        }
        if (realm.isPlainObject(object)) {
            if (object.getPrototype() == null) {
                throw refused("an object without a prototype", place);
            }
            Object[] ids = object.getIds();
            if (object.size() != ids.length) {
                throw refused("an object with a property that is hidden or named by a symbol", place);
            }
            refuseHalfFrozen(object, ids, place);
            return OBJECT;
        }
        KeptKind kind = object instanceof NativeObject
                ? null
                : switch (name) {
                    case "Date" -> DATE;
                    case "Set" -> SET;
                    case "Map" -> MAP;
                    default -> null;
                };
        if (kind == null) {
            throw refused("an object of a class (" + name + ")", place);
        }
        if (object.size() > 0) {
            throw refused("a " + name + " with a property of its own", place);
        }
        return kept(kind, object, name, realm, place);
    }

    private static void refuseExtras(NativeArray array, String place) throws ReductionException {
        Object[] ids;
        try (CompoundOperationMap slots = new CompoundOperationMap(array)) {
            ids = array.getIds(slots, true, true);
        }
        for (Object id : ids) {
            if (!(id instanceof Integer) && !"length".equals(id)) {
                throw refused("an array with a property of its own (" + id + ")", place);
            }
        }
        refuseHalfFrozen(array, ids, place);
    }

    private static KeptKind kept(KeptKind kind, Scriptable object, String name, Realm realm, String place)
            throws ReductionException {
        if (object.getPrototype() != ScriptableObject.getClassPrototype(realm.scope(), name)) {
            throw refused("an object (" + name + ") with another prototype", place);
        }
        return kind;
    }

    /** Frozen is kept, for code may rely on it; what is changeable in part would be changeable after a restart. */
    private static void refuseHalfFrozen(ScriptableObject object, Object[] ids, String place)
            throws ReductionException {
        int expected = object.isExtensible() ? ScriptableObject.EMPTY : FROZEN;
        for (Object id : ids) {
            int attributes = "length".equals(id) && object instanceof NativeArray
                    ? expected
                    : id instanceof Integer index
                            ? object.getAttributes(index)
                            : object.getAttributes(String.valueOf(id));
            if (attributes != expected) {
                throw refused("an object that can be changed in part only (at '" + id + "')", place);
            }
        }
    }

    static ReductionException refused(String what, String place) {
        return new ReductionException(
                "the value holds " + what + (place.isEmpty() ? "" : " at " + place)
                        + "; keep numbers, texts, arrays and plain objects only",
                null);
    }
}
