// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.codec.EventParts;
import io.photon.event.Event;
import org.h2.result.DefaultRow;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** An event as a row; its columns are taken out of the line when they are first asked for. */
final class EventRow extends DefaultRow {

    /** Of the columns, about; the line itself belongs to a block of many. */
    private static final int OVERHEAD_BYTES = 200;

    private final Event event;
    private @Nullable EventParts parts;

    EventRow(Event event, int columns) {
        super(new Value[columns], OVERHEAD_BYTES + event.length());
        this.event = event;
        setKey(event.orderId());
    }

    @Override
    public Value getValue(int column) {
        if (column == ROWID_INDEX) {
            return super.getValue(column);
        }
        Value value = data[column];
        if (value == null) {
            value = EventField.of(column).of(event, this::parts);
            data[column] = value;
        }
        return value;
    }

    @Override
    public Value[] getValueList() {
        for (int i = 0; i < data.length; i++) {
            getValue(i);
        }
        return data;
    }

    private EventParts parts() {
        if (parts == null) {
            parts = EventParts.of(event);
        }
        return parts;
    }
}
