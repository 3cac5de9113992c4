// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import io.photon.event.Event;
import io.photon.projection.sandbox.Measure;
import io.photon.projection.sandbox.ScriptFold;
import io.photon.projection.spi.ReductionException;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EcmaError;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;
import org.mozilla.javascript.WrappedException;

/** A function and its value, both Rhino's. */
final class RhinoFold implements ScriptFold {

    private static final int MAX_MEASURED_DEPTH = 1_000;

    private final ReductionContexts contexts;
    private final Context context;
    private final Realm realm;
    private final Function function;
    private final JsonToRhino json;
    private final String initialValue;
    private final RhinoToJson toJson;
    private final RhinoSnapshot snapshots;
    private @Nullable Object value;

    RhinoFold(
            ReductionContexts contexts,
            Context context,
            Realm realm,
            Function function,
            JsonToRhino json,
            String initialValue,
            @Nullable Object value) {
        this.contexts = contexts;
        this.context = context;
        this.realm = realm;
        this.function = function;
        this.json = json;
        this.initialValue = initialValue;
        this.toJson = new RhinoToJson(context, realm);
        this.snapshots = new RhinoSnapshot(context, realm);
        this.value = value;
    }

    @Override
    public void enter() {
        contexts.enterContext(context);
    }

    @Override
    public void leave() {
        Context.exit();
    }

    @Override
    public void reduce(Event event) throws IOException {
        Object next = json.read(event.array(), event.offset(), event.length());
        realm.forgetMatches(context);
        value = function.call(context, realm.scope(), realm.scope(), new Object[] {value, next});
    }

    @Override
    public byte[] value(long maxBytes) throws IOException, ReductionException {
        return toJson.write(value, maxBytes);
    }

    @Override
    public byte[] snapshot(long maxBytes) throws ReductionException {
        return snapshots.write(value, maxBytes);
    }

    @Override
    public void restore(byte @Nullable [] snapshot) throws IOException, ReductionException {
        value = snapshot == null ? json.read(initialValue) : snapshots.read(snapshot);
    }

    @Override
    public void measure(Measure measure) throws ReductionException {
        measure(value, measure, 0);
    }

    private void measure(@Nullable Object part, Measure measure, int depth) throws ReductionException {
        if (measure.isOver()) {
            return;
        }
        if (depth > MAX_MEASURED_DEPTH) {
            throw new ReductionException(
                    "the value is nested deeper than " + MAX_MEASURED_DEPTH + " (or in a circle)", null);
        }
        if (part instanceof CharSequence text) {
            measure.text(text.length());
        } else if (part instanceof BigInteger big) {
            measure.integer(big.bitLength());
        } else if (part == null
                || part instanceof Number
                || part instanceof Boolean
                || part == Scriptable.NOT_FOUND
                || Undefined.isUndefined(part)) {
            measure.scalar();
        } else if (part instanceof Scriptable object) {
            object(object, measure, depth);
        } else {
            throw KeptKind.refused("a symbol", "");
        }
    }

    /** What a snapshot refuses is refused here too: no one knows what it holds. */
    private void object(Scriptable object, Measure measure, int depth) throws ReductionException {
        switch (KeptKind.of(realm, object, "")) {
            case ARRAY -> array((NativeArray) object, measure, depth);
            case OBJECT -> plain((ScriptableObject) object, measure, depth);
            case DATE -> measure.scalar();
            case SET, MAP -> measure(realm.listed(context, object), measure, depth + 1);
        }
    }

    private void array(NativeArray array, Measure measure, int depth) throws ReductionException {
        long length = array.getLength();
        if (length > RhinoSnapshot.MAX_LENGTH) {
            throw KeptKind.refused("an array of " + length + " elements", "");
        }
        measure.container((int) length);
        for (int i = 0; i < length && !measure.isOver(); i++) {
            measure(array.get(i, array), measure, depth + 1);
        }
    }

    private void plain(ScriptableObject object, Measure measure, int depth) throws ReductionException {
        Object[] ids = object.getIds();
        measure.container(ids.length);
        for (Object id : ids) {
            if (measure.isOver()) {
                return;
            }
            String name = String.valueOf(id);
            measure.text(name.length());
            if (id instanceof Integer index) {
                measure(object.get(index, object), measure, depth + 1);
            } else if (realm.isGetter(object, name)) {
                throw KeptKind.refused("a getter", "." + name);
            } else {
                measure(object.get(name, object), measure, depth + 1);
            }
        }
    }

    @Override
    public @Nullable ReductionException explain(Throwable error) {
        if (error instanceof WrappedException wrapped) {
            return new ReductionException(
                    at(wrapped) + RhinoMessages.plain(String.valueOf(wrapped.getWrappedException())),
                    wrapped.getScriptStackTrace());
        }
        if (error instanceof RhinoException e) {
            String message = e.details();
            if (message.contains("sealed object")) {
                message += " A reduction keeps nothing but its value: what it shall remember stands in what it returns"
                        + " (and every variable needs var, let or const)";
            } else if (message.contains("BigInt")) {
                message += " (integers of events beyond 2^53 are BigInt: calculate with BigInt(x), or with Number(x) if"
                        + " rounding does no harm)";
            } else if (e instanceof EcmaError
                    && message.matches(".*\"(java|javax|Packages|Java|load|importPackage)\".*")) {
                message += " A reduction sees no classes of Java";
            }
            return new ReductionException(at(e) + message, e.getScriptStackTrace());
        }
        return null;
    }

    private static String at(RhinoException e) {
        return e.lineNumber() < 1 ? "" : "line " + e.lineNumber() + ": ";
    }
}
