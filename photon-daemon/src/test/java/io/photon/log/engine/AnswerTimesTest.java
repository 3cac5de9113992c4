// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.log.TimeCounts;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AnswerTimesTest {

    @Test
    void whatIsCountedSinceTheStartOutlivesTheWindows() {
        AckTimes times = new AckTimes();
        long now = System.nanoTime();
        long[] later = {0, 31, 62, 93, 300, 301};
        long micros = 0;
        for (int i = 0; i < later.length; i++) {
            times.turn(now + later[i] * 1_000_000_000L);
            long each = 10L << i * 3; // of another step each
            times.record(each * 1_000);
            micros += each;
        }
        TimeCounts all = times.sinceStart();
        assertEquals(later.length, Arrays.stream(all.counts()).sum());
        assertEquals(micros, all.totalMicros());
    }

    @Test
    void aTimeIsInTheStepWhoseBoundIsAboveIt() {
        for (long micros : new long[] {0, 1, 63, 64, 127, 128, 5_000, 1_000_000, 16_777_215}) {
            int step = TimeCounts.step(micros);
            assertTrue(micros < TimeCounts.upperMicros(step), micros + " in step " + step);
            assertTrue(step == 0 || micros >= TimeCounts.upperMicros(step - 1), micros + " in step " + step);
        }
        assertEquals(TimeCounts.STEPS - 1, TimeCounts.step(16_777_216));
        assertEquals(TimeCounts.STEPS - 1, TimeCounts.step(Long.MAX_VALUE));
    }
}
