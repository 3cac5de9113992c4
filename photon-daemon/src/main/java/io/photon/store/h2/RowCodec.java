// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.codec.MoreFields;
import java.util.Arrays;
import org.h2.engine.Database;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.tx.VersionedValueType;
import org.h2.mvstore.type.LongDataType;
import org.h2.result.Row;
import org.h2.result.RowFactory;
import org.h2.result.SearchRow;
import org.h2.util.DateTimeUtils;
import org.h2.value.CompareMode;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueInteger;
import org.h2.value.ValueNull;
import org.h2.value.ValueTimestamp;
import org.h2.value.ValueVarchar;
import org.h2.value.VersionedValue;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MirrorRow} as H2 keeps a row of the table {@code events} in its map; H2's own classes write the
 * bytes. Pure.
 */
final class RowCodec {

    private static final int COLUMNS = MirrorSchema.COLUMNS.size();
    private static final long DAY_MS = 86_400_000L;

    // In the order of MirrorSchema.COLUMNS.
    private static final int ORDER_ID = 0;
    private static final int EVENT_TIME = 1;
    private static final int TIME = 2;
    private static final int STREAM_NAME = 3;
    private static final int EVENT_TYPE = 4;
    private static final int LOCAL_ID = 5;
    private static final int SCHEMA = 6;
    private static final int SERVICE_ID = 7;
    private static final int CAUSED_BY = 8;
    private static final int MORE = 9;
    private static final int PAYLOAD = 10;
    private static final int PREVIOUS = 11;
    private static final int CRC = 12;

    private RowCodec() {}

    /** How to open the map of the rows such that rows can be appended. */
    static MVMap.Builder<Long, VersionedValue<SearchRow>> map() {
        RowFactory rows = RowFactory.DefaultRowFactory.INSTANCE.createRowFactory(
                null, CompareMode.getInstance(null, 0), null, new int[COLUMNS], null, null, COLUMNS, false);
        MVMap.Builder<Long, VersionedValue<SearchRow>> map = new MVMap.Builder<>();
        map.setKeyType(LongDataType.INSTANCE);
        map.setValueType(new VersionedValueType<SearchRow, Database>(new RowType(rows.getRowDataType())));
        return map.singleWriter();
    }

    /** A row as a value of the map, committed. */
    static SearchRow encode(MirrorRow row) {
        Value[] values = new Value[COLUMNS];
        Arrays.fill(values, ValueNull.INSTANCE);
        values[ORDER_ID] = ValueBigint.get(row.orderId());
        values[EVENT_TIME] = ValueBigint.get(row.eventTime());
        values[TIME] = time(row.eventTime());
        values[STREAM_NAME] = text(row.streamName());
        values[EVENT_TYPE] = text(row.eventType());
        values[LOCAL_ID] = text(row.localId());
        if (row.more() != null) {
            values[SCHEMA] = text(MoreFields.field(row.more(), "schema"));
            values[SERVICE_ID] = text(MoreFields.field(row.more(), "service-id"));
            values[CAUSED_BY] = text(MoreFields.field(row.more(), "caused-by"));
            values[MORE] = text(row.more());
        }
        values[PAYLOAD] = text(row.payload());
        values[PREVIOUS] = ValueBigint.get(row.previous());
        values[CRC] = ValueInteger.get(row.crc());
        return Row.get(values, Row.MEMORY_CALCULATE, row.orderId());
    }

    /** H2 lets a committed row stand for its own version; its types cannot say so. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static VersionedValue<SearchRow> committed(SearchRow row) {
        return (VersionedValue<SearchRow>) (VersionedValue) row;
    }

    /** The row, or null when it was removed or never committed. */
    static @Nullable MirrorRow decode(VersionedValue<SearchRow> value) {
        SearchRow row = value.getCommittedValue();
        return row == null
                ? null
                : new MirrorRow(
                        row.getValue(ORDER_ID).getLong(),
                        row.getValue(EVENT_TIME).getLong(),
                        row.getValue(STREAM_NAME).getString(),
                        row.getValue(EVENT_TYPE).getString(),
                        row.getValue(LOCAL_ID).getString(),
                        row.getValue(MORE).getString(),
                        row.getValue(PAYLOAD).getString(),
                        row.getValue(PREVIOUS).getLong(),
                        row.getValue(CRC).getInt());
    }

    /** The stream a row is of; null in a database that is damaged. */
    static @Nullable String streamName(VersionedValue<SearchRow> value) {
        return value.getCommittedValue().getValue(STREAM_NAME).getString();
    }

    /** How many characters the large columns of a row hold. */
    static long chars(VersionedValue<SearchRow> value) {
        SearchRow row = value.getCommittedValue();
        String more = row.getValue(MORE).getString();
        return row.getValue(PAYLOAD).getString().length() + (more == null ? 0 : more.length());
    }

    /** What H2 computes for the column {@code time}. */
    private static Value time(long eventTimeMs) {
        return ValueTimestamp.fromDateValueAndNanos(
                DateTimeUtils.dateValueFromAbsoluteDay(Math.floorDiv(eventTimeMs, DAY_MS)),
                Math.floorMod(eventTimeMs, DAY_MS) * 1_000_000L);
    }

    private static Value text(@Nullable String text) {
        return text == null ? ValueNull.INSTANCE : ValueVarchar.get(text);
    }
}
