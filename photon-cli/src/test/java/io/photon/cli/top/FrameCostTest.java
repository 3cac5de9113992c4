// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.ListedStream;
import io.photon.cli.top.reading.Reading;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Colours;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Screen;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reading costs at most: model, picture and what the terminal is told, at 250×60 with as much as a daemon sends. */
class FrameCostTest {

    private static final long START_MS = 1_764_000_000_000L;
    private static final int STREAMS = 600;
    private static final int KEPT = 900;
    private static final int MEASURED = 100;

    /** Ten times of what it takes, in processor time, so that a busy machine does not count. */
    private static final double MOST_MS = 100;

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '6'})
    void aReadingTakesLittleOfAProcessor(char view) {
        TopModel model = new TopModel(ShownDaemon.of("http://127.0.0.1:3000"), false, 1_000);
        Screen screen = new Screen(Colours.SIXTEEN);
        model.key(Key.of(view));
        for (int i = 0; i < KEPT; i++) {
            read(model, i);
            if (i % 10 == 0) {
                screen.show(model.frame(250, 60)); // compiled, as after a minute
            }
        }
        long bytes = 0;
        long from = processorNanos();
        for (int i = 0; i < MEASURED; i++) {
            read(model, KEPT + i);
            bytes += screen.show(model.frame(250, 60)).length;
        }
        double ms = (processorNanos() - from) / 1e6 / MEASURED;
        System.out.printf(
                Locale.ROOT, "view %c: %.1f ms of a processor and %d bytes a reading%n", view, ms, bytes / MEASURED);
        assertTrue(ms < MOST_MS, view + ": " + ms + " ms");
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void read(TopModel model, int number) {
        long nowMs = START_MS + number * 1_000L;
        model.time(nowMs);
        List<ListedStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(new ListedStream(
                    "customers/" + i, 1_000L + (i % 3 == 0 ? number : 0), i + 1, nowMs * 1_000, 1_000, 0));
        }
        String stats = "{\"backend\":\"h2\",\"state\":\"writable\",\"head\":" + nowMs * 1_000
                + ",\"log\":{\"appended\":" + number * 30_000L + ",\"ack-micros-p99\":" + (3_000 + number % 7 * 900)
                + "},\"store\":{\"bytes\":" + number * 4_000_000L + "}}";
        model.reading(
                new Reading(nowMs, FlatJson.read(stats.getBytes(StandardCharsets.UTF_8)), streams, false, List.of()));
        model.takeWanted();
    }
}
