// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import io.photon.projection.sandbox.SnapshotCodec;
import io.photon.projection.spi.ReductionException;
import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/**
 * Values as bytes from which the very same value is made: with what JSON cannot say (undefined, NaN, -0, holes, dates, maps,
 * sets, big integers) and with objects that stand at several places. What cannot be kept (functions, objects of a class)
 * is refused by name, for a value that changes at a restart would be worse. Not thread-safe.
 */
final class RhinoSnapshot extends SnapshotCodec {

    static final int MAX_LENGTH = 1 << 24;

    private static final int UNDEFINED = 0;
    private static final int NULL = 1;
    private static final int TRUE = 2;
    private static final int FALSE = 3;
    private static final int INT = 4;
    private static final int DOUBLE = 5;
    private static final int TEXT = 6;
    private static final int ARRAY = 7;
    private static final int HOLE = 8;
    private static final int OBJECT = 9;
    private static final int SEEN = 10;
    private static final int DATE = 11;
    private static final int MAP = 12;
    private static final int SET = 13;
    private static final int BIG = 14;
    /** Stands before an object that cannot be changed. */
    private static final int FROZEN = 15;

    private final Context context;
    private final Realm realm;

    RhinoSnapshot(Context context, Realm realm) {
        this.context = context;
        this.realm = realm;
    }

    @Override
    protected void writeValue(@Nullable Object value) throws ReductionException {
        value(value, "");
    }

    @Override
    protected Map<Object, Integer> newTable() {
        return new IdentityHashMap<>();
    }

    private void value(@Nullable Object value, String place) throws ReductionException {
        if (value == null) {
            out().write(NULL);
        } else if (value instanceof CharSequence text) {
            out().write(TEXT);
            out().text(text.toString());
        } else if (value instanceof Boolean bool) {
            out().write(bool ? TRUE : FALSE);
        } else if (value instanceof Integer number) {
            out().write(INT);
            out().number(number);
        } else if (value instanceof BigInteger big) {
            out().write(BIG);
            out().text(big.toString(16));
        } else if (value instanceof Number number) {
            out().write(DOUBLE);
            out().fixed(Double.doubleToRawLongBits(number.doubleValue()));
        } else if (Undefined.isUndefined(value)) {
            out().write(UNDEFINED);
        } else if (value instanceof Scriptable object && !(value instanceof Callable)) {
            if (wroteReference(object, SEEN)) {
                return;
            }
            enterToWrite();
            object(object, place);
            leave();
        } else {
            throw KeptKind.refused(value instanceof Callable ? "a function" : "a symbol", place);
        }
    }

    private void object(Scriptable object, String place) throws ReductionException {
        KeptKind kind = KeptKind.of(realm, object, place);
        if (object instanceof ScriptableObject any && !any.isExtensible()) {
            out().write(FROZEN);
        }
        switch (kind) {
            case ARRAY -> array((NativeArray) object, place);
            case OBJECT -> plain((NativeObject) object, place);
            case DATE -> {
                out().write(DATE);
                out().fixed(Double.doubleToRawLongBits(ScriptRuntime.toNumber(object)));
            }
            case SET -> listed(SET, object, place);
            case MAP -> listed(MAP, object, place);
        }
    }

    private void listed(int kind, Scriptable object, String place) throws ReductionException {
        out().write(kind);
        value(realm.listed(context, object), place);
    }

    private void array(NativeArray array, String place) throws ReductionException {
        long length = array.getLength();
        if (length > MAX_LENGTH) {
            throw KeptKind.refused("an array of " + length + " elements", place);
        }
        out().write(ARRAY);
        out().number(length);
        for (int i = 0; i < length; i++) {
            Object element = array.get(i, array);
            if (element == Scriptable.NOT_FOUND) {
                out().write(HOLE);
            } else {
                value(element, place);
            }
        }
    }

    private void plain(NativeObject object, String place) throws ReductionException {
        Object[] ids = object.getIds();
        out().write(OBJECT);
        out().number(ids.length);
        for (Object id : ids) {
            String name = String.valueOf(id);
            if (id instanceof Integer index) {
                out().text(name);
                value(object.get(index, object), place + "[" + name + "]");
            } else {
                if (realm.isGetter(object, name)) {
                    throw KeptKind.refused("a getter", place + "." + name);
                }
                out().text(name);
                value(object.get(name, object), depth() < 8 ? place + "." + name : place);
            }
        }
    }

    @Override
    protected @Nullable Object readValue() throws ReductionException {
        int kind = in().next();
        return switch (kind) {
            case UNDEFINED -> Undefined.instance;
            case NULL -> null;
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case INT -> (int) in().number();
            case DOUBLE -> Double.longBitsToDouble(in().fixed());
            case TEXT -> in().text();
            case BIG -> new BigInteger(in().text(), 16);
            case HOLE -> Scriptable.NOT_FOUND;
            case SEEN -> readReference();
            case ARRAY, OBJECT, DATE, MAP, SET -> container(kind);
            case FROZEN -> frozen();
            default -> throw in().damaged();
        };
    }

    private Object frozen() throws ReductionException {
        Object container = container(in().next());
        realm.freeze(context, container);
        return container;
    }

    private Object container(int kind) throws ReductionException {
        enterToRead();
        Object container = switch (kind) {
            case ARRAY -> array();
            case OBJECT -> object();
            case DATE -> date();
            case MAP -> filled("Map", "set");
            case SET -> filled("Set", "add");
            default -> throw in().damaged();
        };
        leave();
        return container;
    }

    private Object array() throws ReductionException {
        Object[] elements = new Object[in().count()];
        Scriptable array = remember(realm.array(elements));
        for (int i = 0; i < elements.length; i++) {
            elements[i] = readValue();
        }
        return array;
    }

    private Object object() throws ReductionException {
        int count = in().count();
        Scriptable object = remember(realm.object());
        for (int i = 0; i < count; i++) {
            String name = in().text();
            int index = JsonToRhino.index(name);
            if (index >= 0) {
                object.put(index, object, readValue());
            } else {
                object.put(name, object, readValue());
            }
        }
        return object;
    }

    private Object date() throws ReductionException {
        double time = Double.longBitsToDouble(in().fixed());
        return remember(context.newObject(realm.scope(), "Date", new Object[] {time}));
    }

    private Object filled(String type, String method) throws ReductionException {
        Scriptable filled = remember(context.newObject(realm.scope(), type));
        if (!(readValue() instanceof NativeArray elements)) {
            throw in().damaged();
        }
        for (int i = 0; i < elements.getLength(); i++) {
            Object element = elements.get(i, elements);
            Object[] arguments = element instanceof NativeArray pair && type.equals("Map")
                    ? new Object[] {pair.get(0, pair), pair.get(1, pair)}
                    : new Object[] {element};
            ScriptableObject.callMethod(context, filled, method, arguments);
        }
        return filled;
    }
}
