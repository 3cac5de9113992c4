// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is drawn of the readings that are kept. */
class ReadingsTest {

    @Test
    void aSeriesIsByTimeAndAReadingSpeaksForTheTimeBeforeIt() {
        Readings readings = new Readings();
        long[] times = {0, 1_000, 2_000, 6_000, 6_500, 7_000};
        for (int i = 0; i < times.length; i++) {
            readings.add(new Reading(
                    times[i],
                    FlatJson.read(("{\"x\":" + i + "}").getBytes(StandardCharsets.UTF_8)),
                    List.of(),
                    true,
                    List.of()));
        }
        double[] series =
                readings.series(0, 10_000, 10, (now, before) -> now.facts().number("x"));
        assertEquals("[NaN, NaN, NaN, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, 5.0]", Arrays.toString(series));
        assertEquals(10, readings.series(5, 10_000, 10, (now, before) -> 1).length);
    }
}
