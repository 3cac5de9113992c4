package io.photon.projection.javascript;

import io.photon.projection.sandbox.BytesIn;
import io.photon.projection.sandbox.BytesOut;
import io.photon.projection.sandbox.Meter;
import io.photon.projection.spi.ReductionException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
final class RhinoSnapshot {

    private static final int VERSION = 1;
    private static final int MAX_DEPTH = 1_000;
    private static final int MAX_LENGTH = 1 << 24;

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

    private BytesOut out;
    private Map<Object, Integer> written;
    private BytesIn in;
    private List<Object> read;
    private int depth;

    RhinoSnapshot(Context context, Realm realm) {
        this.context = context;
        this.realm = realm;
    }

    byte[] write(Object value, long maxBytes) throws ReductionException {
        out = new BytesOut(maxBytes);
        written = new IdentityHashMap<>();
        depth = 0;
        try {
            out.write(VERSION);
            value(value, "");
            return out.toArray();
        } catch (BytesOut.TooLarge e) {
            throw BytesOut.explained(e);
        } finally {
            out = null;
            written = null;
        }
    }

    Object read(byte[] snapshot) throws ReductionException {
        in = new BytesIn(snapshot);
        read = new ArrayList<>();
        depth = 0;
        try {
            if (in.next() != VERSION) {
                throw in.damaged();
            }
            return value();
        } finally {
            in = null;
            read = null;
        }
    }

    private void value(Object value, String place) throws ReductionException {
        if (value == null) {
            out.write(NULL);
        } else if (value instanceof CharSequence text) {
            out.write(TEXT);
            out.text(text.toString());
        } else if (value instanceof Boolean bool) {
            out.write(bool ? TRUE : FALSE);
        } else if (value instanceof Integer number) {
            out.write(INT);
            out.number(number);
        } else if (value instanceof BigInteger big) {
            out.write(BIG);
            out.text(big.toString(16));
        } else if (value instanceof Number number) {
            out.write(DOUBLE);
            out.fixed(Double.doubleToRawLongBits(number.doubleValue()));
        } else if (Undefined.isUndefined(value)) {
            out.write(UNDEFINED);
        } else if (value instanceof Scriptable object && !(value instanceof Callable)) {
            Integer seen = written.putIfAbsent(object, written.size());
            if (seen != null) {
                out.write(SEEN);
                out.number(seen);
                return;
            }
            Meter.poll();
            if (++depth > MAX_DEPTH) {
                throw new ReductionException("the value is nested deeper than " + MAX_DEPTH, null);
            }
            object(object, place);
            depth--;
        } else {
            throw KeptKind.refused(value instanceof Callable ? "a function" : "a symbol", place);
        }
    }

    private void object(Scriptable object, String place) throws ReductionException {
        KeptKind kind = KeptKind.of(realm, object, place);
        if (object instanceof ScriptableObject any && !any.isExtensible()) {
            out.write(FROZEN);
        }
        switch (kind) {
            case ARRAY -> array((NativeArray) object, place);
            case OBJECT -> plain((NativeObject) object, place);
            case DATE -> {
                out.write(DATE);
                out.fixed(Double.doubleToRawLongBits(ScriptRuntime.toNumber(object)));
            }
            case SET -> listed(SET, object, place);
            case MAP -> listed(MAP, object, place);
        }
    }

    private void listed(int kind, Scriptable object, String place) throws ReductionException {
        out.write(kind);
        value(realm.listed(context, object), place);
    }

    private void array(NativeArray array, String place) throws ReductionException {
        long length = array.getLength();
        if (length > MAX_LENGTH) {
            throw KeptKind.refused("an array of " + length + " elements", place);
        }
        out.write(ARRAY);
        out.number(length);
        for (int i = 0; i < length; i++) {
            Object element = array.get(i, array);
            if (element == Scriptable.NOT_FOUND) {
                out.write(HOLE);
            } else {
                value(element, place);
            }
        }
    }

    private void plain(NativeObject object, String place) throws ReductionException {
        Object[] ids = object.getIds();
        out.write(OBJECT);
        out.number(ids.length);
        for (Object id : ids) {
            String name = String.valueOf(id);
            if (id instanceof Integer index) {
                out.text(name);
                value(object.get(index, object), place + "[" + name + "]");
            } else {
                if (realm.isGetter(object, name)) {
                    throw KeptKind.refused("a getter", place + "." + name);
                }
                out.text(name);
                value(object.get(name, object), depth < 8 ? place + "." + name : place);
            }
        }
    }

    private Object value() throws ReductionException {
        int kind = in.next();
        return switch (kind) {
            case UNDEFINED -> Undefined.instance;
            case NULL -> null;
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case INT -> (int) in.number();
            case DOUBLE -> Double.longBitsToDouble(in.fixed());
            case TEXT -> in.text();
            case BIG -> new BigInteger(in.text(), 16);
            case HOLE -> Scriptable.NOT_FOUND;
            case SEEN -> seen();
            case ARRAY, OBJECT, DATE, MAP, SET -> container(kind);
            case FROZEN -> frozen();
            default -> throw in.damaged();
        };
    }

    private Object frozen() throws ReductionException {
        Object container = container(in.next());
        realm.freeze(context, container);
        return container;
    }

    private Object seen() throws ReductionException {
        long number = in.number();
        if (number < 0 || number >= read.size()) {
            throw in.damaged();
        }
        return read.get((int) number);
    }

    private Object container(int kind) throws ReductionException {
        Meter.poll();
        if (++depth > MAX_DEPTH) {
            throw in.damaged();
        }
        Object container = switch (kind) {
            case ARRAY -> array();
            case OBJECT -> object();
            case DATE -> date();
            case MAP -> filled("Map", "set");
            case SET -> filled("Set", "add");
            default -> throw in.damaged();
        };
        depth--;
        return container;
    }

    private Object array() throws ReductionException {
        Object[] elements = new Object[in.count()];
        Scriptable array = realm.array(elements);
        read.add(array);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = value();
        }
        return array;
    }

    private Object object() throws ReductionException {
        int count = in.count();
        Scriptable object = realm.object();
        read.add(object);
        for (int i = 0; i < count; i++) {
            String name = in.text();
            int index = JsonToRhino.index(name);
            if (index >= 0) {
                object.put(index, object, value());
            } else {
                object.put(name, object, value());
            }
        }
        return object;
    }

    private Object date() throws ReductionException {
        double time = Double.longBitsToDouble(in.fixed());
        Scriptable date = context.newObject(realm.scope(), "Date", new Object[] {time});
        read.add(date);
        return date;
    }

    private Object filled(String type, String method) throws ReductionException {
        Scriptable filled = context.newObject(realm.scope(), type);
        read.add(filled);
        if (!(value() instanceof NativeArray elements)) {
            throw in.damaged();
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
