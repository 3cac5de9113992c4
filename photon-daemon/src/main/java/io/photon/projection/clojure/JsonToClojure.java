// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.BigInt;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.LazilyPersistentVector;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentHashMap;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.photon.projection.sandbox.EventJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON into Clojure's own values, token by token; names become keywords. Not thread-safe. */
final class JsonToClojure {

    private static final int MAX_KEYWORDS = 4_096;
    /** Entries up to which a map keeps their order. */
    private static final int SMALL = 8;

    private final Map<String, Keyword> keywords = new HashMap<>();

    @Nullable Object read(byte[] json, int from, int length) throws IOException {
        try (JsonParser parser = EventJson.FACTORY.createParser(json, from, length)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(parser);
            case START_ARRAY -> vector(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT, LONG -> parser.getLongValue();
                    default -> BigInt.fromBigInteger(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private IPersistentMap map(JsonParser parser) throws IOException {
        Object[] entries = new Object[2 * SMALL];
        int at = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Keyword key = keyword(parser.currentName());
            parser.nextToken();
            Object value = value(parser);
            int same = at <= 2 * SMALL ? indexOf(entries, at, key) : -1;
            if (same >= 0) {
                entries[same + 1] = value; // the last of equal names counts
                continue;
            }
            if (at == entries.length) {
                entries = Arrays.copyOf(entries, 2 * at);
            }
            entries[at++] = key;
            entries[at++] = value;
        }
        Object[] all = at == entries.length ? entries : Arrays.copyOf(entries, at);
        return at <= 2 * SMALL ? new PersistentArrayMap(all) : PersistentHashMap.create(all);
    }

    private static int indexOf(Object[] entries, int end, Keyword key) {
        for (int i = 0; i < end; i += 2) {
            if (entries[i] == key) {
                return i;
            }
        }
        return -1;
    }

    private Object vector(JsonParser parser) throws IOException {
        Object[] elements = new Object[8];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == elements.length) {
                elements = Arrays.copyOf(elements, 2 * count);
            }
            elements[count++] = value(parser);
        }
        return LazilyPersistentVector.createOwning(Arrays.copyOf(elements, count));
    }

    private Keyword keyword(String name) {
        Keyword keyword = keywords.get(name);
        if (keyword == null) {
            keyword = Keyword.intern(name);
            if (keywords.size() < MAX_KEYWORDS) {
                keywords.put(name, keyword);
            }
        }
        return keyword;
    }
}
