// SPDX-License-Identifier: Apache-2.0
package io.photon.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Line ends are found and counted as a look at each byte would. */
class LineEndsTest {

    @Property
    void theyAreFoundAndCountedAsByALookAtEachByte(
            @ForAll @Size(max = 60) @ByteRange(min = 8, max = 13) byte[] bytes,
            @ForAll @IntRange(max = 60) int a,
            @ForAll @IntRange(max = 60) int b) {
        int from = Math.min(bytes.length, Math.min(a, b));
        int to = Math.min(bytes.length, Math.max(a, b));
        int first = to;
        int count = 0;
        for (int i = to - 1; i >= from; i--) {
            if (bytes[i] == '\n') {
                first = i;
                count++;
            }
        }
        assertEquals(first, LineEnds.next(bytes, from, to));
        assertEquals(count, LineEnds.count(bytes, from, to));
    }

    @Test
    void noOtherByteIsTakenForOneWhateverStandsBesideIt() {
        byte[] bytes = new byte[8];
        for (int place = 0; place < bytes.length; place++) {
            for (int value = 0; value < 256; value++) {
                for (int beside : new int[] {0, 0x0a, 0x0b, 0x7f, 0x80, 0x8a, 0xff}) {
                    Arrays.fill(bytes, (byte) beside);
                    bytes[place] = (byte) value;
                    int expected = (beside == '\n' ? 7 : 0) + (value == '\n' ? 1 : 0);
                    assertEquals(expected, LineEnds.count(bytes, 0, 8), value + " beside " + beside);
                }
            }
        }
    }

    /** Many are counted in bytes first, which hold up to 255. */
    @Test
    void moreOfThemThanAByteCountsToAreAllCounted() {
        for (int length : new int[] {2_032, 2_039, 2_040, 2_041, 2_048, 4_080, 4_088, 10_000}) {
            byte[] bytes = new byte[length + 2];
            Arrays.fill(bytes, (byte) '\n');
            assertEquals(length, LineEnds.count(bytes, 1, length + 1));
        }
    }
}
