// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.photon.projection.sandbox.EventJson;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Scriptable;

/** JSON into Rhino's own objects, token by token. Not thread-safe. */
final class JsonToRhino {

    /** The largest whole number that no other one is taken for. */
    private static final long MAX_SAFE = (1L << 53) - 1;

    private final Realm realm;

    JsonToRhino(Realm realm) {
        this.realm = realm;
    }

    @Nullable Object read(byte[] json, int from, int length) throws IOException {
        try (JsonParser parser = EventJson.FACTORY.createParser(json, from, length)) {
            parser.nextToken();
            return value(parser);
        }
    }

    /** The one value of a text. */
    @Nullable Object read(String json) throws IOException {
        try (JsonParser parser = EventJson.FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                return null;
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "expected the end after the value", parser.currentTokenLocation());
            }
            return value;
        }
    }

    private @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Beyond 2^53 as a BigInt: a number could be another one. */
    private static Object integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> {
                int value = parser.getIntValue();
                // "-0" is a number of its own in JavaScript
                yield value != 0 || parser.getTextLength() == 1 ? (Object) value : (Object) (-0.0);
            }
            case LONG -> {
                long value = parser.getLongValue();
                yield value >= -MAX_SAFE && value <= MAX_SAFE ? (Object) (double) value : BigInteger.valueOf(value);
            }
            default -> parser.getBigIntegerValue();
        };
    }

    private Object object(JsonParser parser) throws IOException {
        Scriptable object = realm.object();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            int index = index(name);
            if (index >= 0) {
                object.put(index, object, value);
            } else {
                object.put(name, object, value);
            }
        }
        return object;
    }

    private Object array(JsonParser parser) throws IOException {
        Object[] elements = new Object[8];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == elements.length) {
                elements = Arrays.copyOf(elements, 2 * count);
            }
            elements[count++] = value(parser);
        }
        return realm.array(Arrays.copyOf(elements, count));
    }

    /** A name that is an index, or -1: Rhino keeps properties like {@code "7"} by number. */
    static int index(String name) {
        int length = name.length();
        if (length == 0 || length > 10 || name.charAt(0) > '9' || (name.charAt(0) == '0' && length > 1)) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= Integer.MAX_VALUE ? (int) value : -1;
    }
}
