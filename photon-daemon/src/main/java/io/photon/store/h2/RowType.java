// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.db.RowDataType;
import org.h2.mvstore.db.ValueDataType;
import org.h2.mvstore.type.BasicDataType;
import org.h2.result.SearchRow;
import org.h2.value.CompareMode;
import org.h2.value.Value;
import org.h2.value.ValueVarchar;

/**
 * H2's type of a table's rows, and its bytes. H2 asks for three bytes of heap for each character of a text before it
 * writes it; for an event of 16 MiB that is more than a heap of 256 MiB has in one piece. So a long text is written piece
 * by piece. Thread-safe.
 */
final class RowType extends BasicDataType<SearchRow> {

    /** What stands before a text of 32 characters or more; H2 keeps the constant of {@link ValueDataType} to itself. */
    private static final byte VARCHAR = 13;

    private static final int PIECE_CHARS = 64 * 1024;

    private final RowDataType rows;
    private final ValueDataType values = new ValueDataType(null, CompareMode.getInstance(null, 0), null, null);

    RowType(RowDataType rows) {
        this.rows = rows;
    }

    @Override
    public void write(WriteBuffer buffer, SearchRow row) {
        if (row.getMemory() < PIECE_CHARS) {
            rows.write(buffer, row);
            return;
        }
        for (int column = 0; column < row.getColumnCount(); column++) {
            Value value = row.getValue(column);
            if (value instanceof ValueVarchar && value.getString().length() > PIECE_CHARS) {
                write(buffer, value.getString());
            } else {
                values.write(buffer, value);
            }
        }
    }

    private static void write(WriteBuffer buffer, String text) {
        buffer.put(VARCHAR).putVarInt(text.length());
        for (int from = 0; from < text.length(); from += PIECE_CHARS) {
            String piece = text.substring(from, Math.min(from + PIECE_CHARS, text.length()));
            buffer.putStringData(piece, piece.length());
        }
    }

    @Override
    public SearchRow read(ByteBuffer buffer) {
        return rows.read(buffer);
    }

    @Override
    public int getMemory(SearchRow row) {
        return rows.getMemory(row);
    }

    @Override
    public int compare(SearchRow a, SearchRow b) {
        return rows.compare(a, b);
    }

    @Override
    public SearchRow[] createStorage(int size) {
        return rows.createStorage(size);
    }
}
