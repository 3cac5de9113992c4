// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import io.photon.projection.sandbox.BytesOut;
import io.photon.projection.sandbox.CallMeter;
import io.photon.projection.sandbox.JsonTexts;
import io.photon.projection.spi.ReductionException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Symbol;
import org.mozilla.javascript.Undefined;

/**
 * Rhino's objects as JSON, as {@code JSON.stringify} writes them; besides, a set is an array, a map an object, and a big
 * integer a number. Not thread-safe.
 */
final class RhinoToJson {

    private static final int MAX_DEPTH = 1_000;

    /** From here on JavaScript writes numbers with an exponent. */
    private static final double EXPONENTIAL = 1e21;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .build())
            .build();

    private final Context context;
    private final Realm realm;
    private @Nullable JsonGenerator json;
    private int depth;

    RhinoToJson(Context context, Realm realm) {
        this.context = context;
        this.realm = realm;
    }

    byte[] write(@Nullable Object value, long maxBytes) throws IOException, ReductionException {
        BytesOut out = new BytesOut(maxBytes);
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            json = generator;
            depth = 0;
            value("", value, true);
        } catch (BytesOut.TooLarge e) {
            throw BytesOut.explained(e);
        } finally {
            json = null;
        }
        return out.toArray();
    }

    private void value(String key, @Nullable Object given, boolean needed) throws IOException, ReductionException {
        Object value = given;
        if (value instanceof Scriptable object && !(object instanceof NativeArray) && mayHaveToJson(object)) {
            Object toJson = ScriptableObject.getProperty(object, "toJSON");
            if (toJson instanceof Callable callable) {
                value = callable.call(context, realm.scope(), object, new Object[] {key});
            }
        }
        if (value == null) {
            json().writeNull();
        } else if (value instanceof CharSequence text) {
            JsonTexts.write(json(), text.toString());
        } else if (value instanceof Boolean bool) {
            json().writeBoolean(bool);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof NativeArray array) {
            deeper();
            array(array);
            depth--;
        } else if (isNothing(value)) {
            if (needed) {
                json().writeNull();
            }
        } else if (value instanceof Scriptable object) {
            deeper();
            object(object);
            depth--;
        } else {
            JsonTexts.write(json(), Context.toString(value));
        }
    }

    /** Functions, symbols and undefined are left out. */
    private static boolean isNothing(Object value) {
        return value instanceof Callable
                || value instanceof Symbol
                || Undefined.isUndefined(value)
                || value == Scriptable.NOT_FOUND;
    }

    private boolean mayHaveToJson(Scriptable object) {
        return !realm.isPlainObject(object) || object.has("toJSON", object);
    }

    private void deeper() throws ReductionException {
        CallMeter.poll();
        if (++depth > MAX_DEPTH) {
            throw new ReductionException("the value is nested deeper than " + MAX_DEPTH + " (or in a circle)", null);
        }
    }

    private void number(Number number) throws IOException {
        if (number instanceof Integer || number instanceof Long) {
            json().writeNumber(number.longValue());
        } else if (number instanceof BigInteger big) {
            json().writeNumber(big);
        } else {
            double value = number.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                json().writeNull();
            } else if (Math.abs(value) >= 0x1p53 && Math.abs(value) < EXPONENTIAL) {
                json().writeNumber(
                                new BigDecimal(value).toBigInteger()); // the last digits too, which JavaScript rounds
            } else {
                json().writeNumber(ScriptRuntime.numberToString(value, 10));
            }
        }
    }

    private void array(NativeArray array) throws IOException, ReductionException {
        json().writeStartArray();
        for (long i = 0; i < array.getLength(); i++) {
            Object element = i <= Integer.MAX_VALUE ? array.get((int) i, array) : null;
            value(String.valueOf(i), element == Scriptable.NOT_FOUND ? null : element, true);
        }
        json().writeEndArray();
    }

    private void object(Scriptable object) throws IOException, ReductionException {
        String kind = object.getClassName();
        if (kind.equals("Set")) {
            value("", realm.listed(context, object), true);
            return;
        }
        if (kind.equals("Map")) {
            json().writeStartObject();
            NativeArray entries = realm.listed(context, object);
            for (int i = 0; i < entries.getLength(); i++) {
                NativeArray entry = (NativeArray) entries.get(i, entries);
                property(Context.toString(entry.get(0, entry)), entry.get(1, entry));
            }
            json().writeEndObject();
            return;
        }
        if (!(object instanceof NativeObject)) {
            Object primitive = wrapped(object, kind);
            if (primitive != null) {
                value("", primitive, true);
                return;
            }
        }
        json().writeStartObject();
        for (Object id : object.getIds()) {
            Object value = id instanceof Integer index
                    ? object.get(index, object)
                    : id instanceof String name ? object.get(name, object) : Undefined.instance;
            property(String.valueOf(id), value);
        }
        json().writeEndObject();
    }

    private void property(String name, Object value) throws IOException, ReductionException {
        if (!isNothing(value)) {
            json().writeFieldName(JsonTexts.name(name));
            value(name, value, true);
        }
    }

    /** What {@code new Number(1)} and the like hold. */
    private static @Nullable Object wrapped(Scriptable object, String kind) {
        return switch (kind) {
            case "Number" -> Context.toNumber(object);
            case "String" -> Context.toString(object);
            case "Boolean" -> object.getDefaultValue(Boolean.class);
            default -> null;
        };
    }

    private JsonGenerator json() {
        return Objects.requireNonNull(json);
    }
}
