// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which readings are kept, and which of them is looked at. */
class PlaybackTest {

    private static final long START_MS = 1_764_000_000_000L;
    private static final long QUARTER_MS = 15 * 60_000;

    private final Playback playback = new Playback();

    private void read(long atMs) {
        playback.add(new Reading(atMs, FlatJson.NONE, List.of(), true, List.of()));
    }

    private long looked() {
        Reading reading = playback.readings().back(playback.back());
        assertNotNull(reading);
        return reading.atMs();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 250, 500, 1_000, 10_000, 30_000})
    void howeverOftenItIsReadTheLastFifteenMinutesAreThere(int everyMs) {
        long nowMs = START_MS;
        for (; nowMs <= START_MS + 2 * QUARTER_MS; nowMs += everyMs) {
            read(nowMs);
        }
        nowMs -= everyMs;
        assertTrue(playback.readings().size() < 1_600, playback.readings().size() + " readings");
        for (long agoMs : new long[] {0, everyMs, 59_000, 61_000, 600_000, QUARTER_MS - 30_000}) {
            playback.rewindTo(nowMs - agoMs);
            long awayMs = nowMs - agoMs - looked();
            assertTrue(awayMs >= 0 && awayMs <= Math.max(1_000, everyMs), agoMs + " ms ago: " + awayMs + " ms away");
        }
    }

    @Test
    void afterReadingsInShortTurnALongPauseLeavesNoHole() {
        for (int i = 0; i < 600; i++) {
            read(START_MS + i * 100);
        }
        read(START_MS + 120_000);
        for (long second = 0; second < 60; second++) {
            playback.rewindTo(START_MS + second * 1_000);
            assertEquals(START_MS + second * 1_000, looked());
        }
    }

    @Test
    void aMomentThatIsLookedAtStaysWhenReadingsAfterItAreLeftOut() {
        for (int i = 0; i < 400; i++) {
            read(START_MS + i * 250);
        }
        playback.rewindTo(START_MS + 50_000);
        long before = looked();
        for (int i = 400; i < 3_000; i++) {
            read(START_MS + i * 250);
            assertEquals(before, looked(), 999.0, "at reading " + i);
        }
    }
}
