// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueBoolean;
import org.h2.value.ValueNull;
import org.h2.value.ValueNumeric;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/**
 * The value of a projection as rows. An object gives a row for each key ({@code key}, {@code value}), an array one for each
 * element ({@code index}, {@code value}), anything else one row ({@code value}). Where all values are objects, their fields
 * are columns, too. A column is of numbers, texts or truth values when everything in it is; else it holds ExactJson.MAPPER.
 *
 * @param columns of the rows
 * @param rows one value for each column
 */
record ValueRows(List<Column> columns, List<Value[]> rows) {

    static final String KEY = "key";
    static final String INDEX = "index";
    static final String VALUE = "value";

    /** More fields than this stay in {@code value}. */
    private static final int MOST_FIELDS = 200;

    /** A column. */
    record Column(String name, TypeInfo type) {}

    static ValueRows of(byte[] json) {
        try {
            return of(ExactJson.MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the daemon's own JSON
        }
    }

    private static ValueRows of(JsonNode value) {
        List<Value> labels = new ArrayList<>();
        List<JsonNode> values = new ArrayList<>();
        String label = null;
        if (value.isObject()) {
            label = KEY;
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                labels.add(ValueVarchar.get(entry.getKey()));
                values.add(entry.getValue());
            }
        } else if (value.isArray()) {
            label = INDEX;
            for (JsonNode element : value) {
                labels.add(ValueBigint.get(labels.size()));
                values.add(element);
            }
        } else {
            values.add(value);
        }
        return table(label, labels, values);
    }

    private static ValueRows table(@Nullable String label, List<Value> labels, List<JsonNode> values) {
        List<Column> columns = new ArrayList<>();
        List<Value[]> rows = new ArrayList<>();
        List<String> fields = label == null ? List.of() : fields(label, values);
        if (label != null) {
            columns.add(new Column(label, label.equals(KEY) ? TypeInfo.TYPE_VARCHAR : TypeInfo.TYPE_BIGINT));
        }
        Kind kind = Kind.of(values.iterator());
        columns.add(new Column(VALUE, kind.type));
        List<Kind> kinds = new ArrayList<>();
        for (String field : fields) {
            Kind itsKind = Kind.of(values.stream().map(each -> each.get(field)).iterator());
            kinds.add(itsKind);
            columns.add(new Column(field, itsKind.type));
        }
        for (int i = 0; i < values.size(); i++) {
            Value[] row = new Value[columns.size()];
            int at = 0;
            if (label != null) {
                row[at++] = labels.get(i);
            }
            row[at++] = kind.value(values.get(i));
            for (int j = 0; j < fields.size(); j++) {
                row[at++] = kinds.get(j).value(values.get(i).get(fields.get(j)));
            }
            rows.add(row);
        }
        return new ValueRows(columns, rows);
    }

    /** The fields that are columns: none when a value is no object. */
    private static List<String> fields(String label, List<JsonNode> values) {
        Set<String> lower = new LinkedHashSet<>(List.of(label, VALUE));
        List<String> fields = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isObject()) {
                return List.of();
            }
            Iterator<String> names = value.fieldNames();
            while (names.hasNext() && fields.size() < MOST_FIELDS) {
                String name = names.next();
                if (!name.isEmpty() && lower.add(name.toLowerCase(java.util.Locale.ROOT))) {
                    fields.add(name);
                }
            }
        }
        return fields;
    }

    /** What a column holds. */
    private enum Kind {
        WHOLE(TypeInfo.TYPE_BIGINT) {
            @Override
            boolean fits(JsonNode node) {
                return node.isIntegralNumber() && node.canConvertToLong();
            }

            @Override
            Value some(JsonNode node) {
                return ValueBigint.get(node.longValue());
            }
        },
        NUMBER(TypeInfo.TYPE_NUMERIC_FLOATING_POINT) {
            @Override
            boolean fits(JsonNode node) {
                return node.isNumber();
            }

            @Override
            Value some(JsonNode node) {
                return ValueNumeric.getAnyScale(node.decimalValue());
            }
        },
        TRUTH(TypeInfo.TYPE_BOOLEAN) {
            @Override
            boolean fits(JsonNode node) {
                return node.isBoolean();
            }

            @Override
            Value some(JsonNode node) {
                return ValueBoolean.get(node.booleanValue());
            }
        },
        TEXT(TypeInfo.TYPE_VARCHAR) {
            @Override
            boolean fits(JsonNode node) {
                return node.isTextual();
            }

            @Override
            Value some(JsonNode node) {
                return ValueVarchar.get(node.textValue());
            }
        },
        ANY(TypeInfo.TYPE_VARCHAR) {
            @Override
            boolean fits(JsonNode node) {
                return true;
            }

            @Override
            Value some(JsonNode node) {
                try {
                    return ValueVarchar.get(ExactJson.MAPPER.writeValueAsString(node));
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        final TypeInfo type;

        Kind(TypeInfo type) {
            this.type = type;
        }

        /** Whether a column of this kind can hold it as it is. */
        abstract boolean fits(JsonNode node);

        abstract Value some(JsonNode node);

        Value value(@Nullable JsonNode node) {
            return node == null || node.isNull() ? ValueNull.INSTANCE : some(node);
        }

        /** The first kind that fits all that is there. */
        static Kind of(Iterator<JsonNode> nodes) {
            boolean[] possible = new boolean[values().length];
            java.util.Arrays.fill(possible, true);
            boolean some = false;
            while (nodes.hasNext()) {
                JsonNode node = nodes.next();
                if (node != null && !node.isNull()) {
                    some = true;
                    for (Kind kind : values()) {
                        possible[kind.ordinal()] &= kind.fits(node);
                    }
                }
            }
            for (Kind kind : values()) {
                if (some && possible[kind.ordinal()]) {
                    return kind;
                }
            }
            return ANY;
        }
    }
}
