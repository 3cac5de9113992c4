// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.db.RowDataType;
import org.h2.mvstore.type.DataType;
import org.h2.result.RowFactory;
import org.h2.result.SearchRow;
import org.h2.value.CompareMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows with long texts are the bytes that H2 writes, made in less memory. */
class RowTypeTest {

    private static final RowDataType H2 = RowFactory.DefaultRowFactory.INSTANCE
            .createRowFactory(
                    null,
                    CompareMode.getInstance(null, 0),
                    null,
                    new int[MirrorSchema.COLUMNS.size()],
                    null,
                    null,
                    MirrorSchema.COLUMNS.size(),
                    false)
            .getRowDataType();

    private static SearchRow row(String payload, String more) {
        return RowCodec.encode(new MirrorRow(
                1_700_000_000_000_001L, 1_700_000_000_000L, "ströme/1", "Type", "id-1", more, payload, 7, -42));
    }

    private static byte[] written(DataType<SearchRow> type, SearchRow row) {
        WriteBuffer buffer = new WriteBuffer();
        type.write(buffer, row);
        return Arrays.copyOf(buffer.getBuffer().array(), buffer.position());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 31, 32, 40_000, 65_533, 65_534, 65_535, 65_536, 65_537, 131_071, 131_072, 300_000})
    void aRowOfAnyLengthIsTheBytesThatH2Writes(int length) {
        for (String unit : new String[] {"x", "ä", "€", "\ud83d\ude00"}) {
            String text = '"' + unit.repeat(length / unit.length()) + '"';
            String more = "{\"schema\":" + text + "}";
            for (SearchRow row : new SearchRow[] {row(text, null), row("1", more), row(text, more)}) {
                assertArrayEquals(written(H2, row), written(new RowType(H2), row), length + " times " + unit);
            }
        }
    }

    @Test
    void aLongTextNeedsHalfAsMuchMemoryAgainAsItHasBytesAtMost() {
        int length = 16 << 20;
        WriteBuffer buffer = new WriteBuffer();
        new RowType(H2).write(buffer, row('"' + "x".repeat(length) + '"', null));
        assertTrue(buffer.capacity() < length * 1.6, "capacity " + buffer.capacity());
    }
}
