// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.codec.EventParts;
import io.photon.event.Event;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.h2.util.DateTimeUtils;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueNull;
import org.h2.value.ValueTimestamp;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/** The columns of {@code events}, in their order. */
enum EventField {
    ORDER_ID("order-id", TypeInfo.TYPE_BIGINT),
    EVENT_TIME("event-time", TypeInfo.TYPE_BIGINT),
    TIME("time", TypeInfo.getTypeInfo(Value.TIMESTAMP, -1, 3, null)),
    STREAM_NAME("stream-name", TypeInfo.TYPE_VARCHAR),
    EVENT_TYPE("event-type", TypeInfo.TYPE_VARCHAR),
    LOCAL_ID("local-id", TypeInfo.TYPE_VARCHAR),
    SCHEMA("schema", TypeInfo.TYPE_VARCHAR),
    SERVICE_ID("service-id", TypeInfo.TYPE_VARCHAR),
    CAUSED_BY("caused-by", TypeInfo.TYPE_VARCHAR),
    MORE("more", TypeInfo.TYPE_VARCHAR),
    PAYLOAD("payload", TypeInfo.TYPE_VARCHAR);

    private static final List<EventField> HYPHEN =
            Arrays.stream(values()).filter(field -> field.column.contains("-")).toList();
    private static final long DAY_MS = 86_400_000;
    private static final long NANOS = 1_000_000;

    private final String column;
    private final TypeInfo type;

    EventField(String column, TypeInfo type) {
        this.column = column;
        this.type = type;
    }

    String column() {
        return column;
    }

    TypeInfo type() {
        return type;
    }

    /** Those whose name needs double quotes in SQL. */
    static List<EventField> withHyphen() {
        return HYPHEN;
    }

    /** Which field a column of the table shows. @param column from 0, those of the other names after the others */
    static EventField of(int column) {
        EventField[] all = values();
        return column < all.length ? all[column] : HYPHEN.get(column - all.length);
    }

    /** Its value in an event. @param parts takes the event apart, once */
    Value of(Event event, Supplier<EventParts> parts) {
        return switch (this) {
            case ORDER_ID -> ValueBigint.get(event.orderId());
            case EVENT_TIME -> ValueBigint.get(event.eventTime());
            case TIME ->
                ValueTimestamp.fromDateValueAndNanos(
                        DateTimeUtils.dateValueFromAbsoluteDay(Math.floorDiv(event.eventTime(), DAY_MS)),
                        Math.floorMod(event.eventTime(), DAY_MS) * NANOS);
            case STREAM_NAME -> text(event.streamName());
            case EVENT_TYPE -> text(event.eventType());
            case LOCAL_ID -> text(event.localId());
            case SCHEMA, SERVICE_ID, CAUSED_BY -> text(parts.get().field(column));
            case MORE -> text(parts.get().more());
            case PAYLOAD -> text(parts.get().payload());
        };
    }

    private static Value text(@Nullable String text) {
        return text == null ? ValueNull.INSTANCE : ValueVarchar.get(text);
    }
}
