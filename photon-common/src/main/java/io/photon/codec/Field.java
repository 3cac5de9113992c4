// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of an event that mean something to Photon (docs/concepts), and what may stand in them. */
enum Field {
    STREAM_NAME("stream-name", Shape.TEXT),
    EVENT_TYPE("event-type", Shape.TEXT),
    LOCAL_ID("local-id", Shape.TEXT),
    PAYLOAD("payload", Shape.ANY),
    ORDER_ID("order-id", Shape.ANY),
    EVENT_TIME("event-time", Shape.ANY),
    TOKEN("token", Shape.ANY),
    PROVIDER("provider", Shape.ANY),
    SCHEMA("schema", Shape.TEXT),
    SERVICE_ID("service-id", Shape.TEXT),
    CAUSED_BY_RELATION("caused-by-relation", Shape.TEXT),
    ENCODING("encoding", Shape.TEXT),
    CAUSED_BY("caused-by", Shape.TEXT_OR_NUMBER),
    SERVER_TIMESTAMP("server-timestamp", Shape.NUMBER),
    PROVENANCE("provenance", Shape.OBJECT);

    /** What a value may be. */
    enum Shape {
        ANY("anything", "write any value of JSON"),
        TEXT("a string", "put it in double quotes"),
        NUMBER("a number", "write digits without quotes"),
        TEXT_OR_NUMBER("a string or a number", "put it in double quotes"),
        OBJECT("an object", "write {...}, or put it into the payload");

        private final String words;
        private final String hint;

        Shape(String words, String hint) {
            this.words = words;
            this.hint = hint;
        }

        /** How to write one. */
        String hint() {
            return hint;
        }

        String words() {
            return words;
        }

        /** Whether a value that starts with this byte fits. */
        boolean fits(byte first) {
            return switch (this) {
                case ANY -> true;
                case TEXT -> first == '"';
                case NUMBER -> isNumber(first);
                case TEXT_OR_NUMBER -> first == '"' || isNumber(first);
                case OBJECT -> first == '{';
            };
        }

        private static boolean isNumber(byte first) {
            return first == '-' || first >= '0' && first <= '9';
        }
    }

    private static final Field[][] BY_LENGTH = byLength();

    private final String text;
    private final byte[] bytes;
    private final Shape shape;

    Field(String text, Shape shape) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.shape = shape;
    }

    /** The field's name. */
    String text() {
        return text;
    }

    Shape shape() {
        return shape;
    }

    /** The field of this name, or null when the name means nothing to Photon. */
    static @Nullable Field named(byte[] json, int from, int to) {
        int length = to - from;
        if (length >= BY_LENGTH.length) {
            return null;
        }
        for (Field field : BY_LENGTH[length]) {
            if (Arrays.equals(field.bytes, 0, length, json, from, to)) {
                return field;
            }
        }
        return null;
    }

    private static Field[][] byLength() {
        List<List<Field>> lists = new ArrayList<>();
        for (Field field : values()) {
            while (lists.size() <= field.bytes.length) {
                lists.add(new ArrayList<>());
            }
            lists.get(field.bytes.length).add(field);
        }
        return lists.stream().map(list -> list.toArray(Field[]::new)).toArray(Field[][]::new);
    }
}
