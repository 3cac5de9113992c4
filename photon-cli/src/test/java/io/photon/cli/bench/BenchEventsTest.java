// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchEventsTest {

    @ParameterizedTest
    @ValueSource(ints = {BenchEvents.MIN_BYTES, 161, 300, 100_000})
    void anEventIsExactlyAsLargeAsWasAskedAndTellsItsTime(int size) {
        byte[] event = new BenchEvents("photon-bench-00ff00ff", size, 7).next(1_234_567_890_123L);
        assertEquals(size, event.length);
        assertEquals("photon-bench-00ff00ff", JsonFields.text(event, "stream-name"));
        assertEquals(1_234_567_890_123L, BenchEvents.time(event, 0, event.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"at\":\"1", "{\"position\":12}", "{\"payload\":{\"at\":\"000\"}}"})
    void aLineWithoutATimeHasNone(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        assertEquals(-1, BenchEvents.time(bytes, 0, bytes.length));
    }

    /** @param piece how much is read at a time, so that reads end within lines, at their ends and past them */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300, 301, 302, 8_192})
    void aStreamOfEventsIsTheSameLineAgainAndAgain(int piece) throws IOException {
        BenchEvents events = new BenchEvents("s", 300, 7);
        byte[] expected = events.lines(BenchEvents.PROBE, 20);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream stream = events.stream(20)) {
            byte[] buffer = new byte[piece];
            int n = stream.read(buffer, 0, piece);
            while (n >= 0) {
                assertTrue(n > 0, "nothing was read");
                read.write(buffer, 0, n);
                int one = stream.read(); // in turns with whole pieces
                if (one >= 0) {
                    read.write(one);
                }
                n = stream.read(buffer, 0, piece);
            }
        }
        assertArrayEquals(expected, read.toByteArray());
    }
}
