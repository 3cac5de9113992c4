// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many small projections over one stream, in the three languages by turns, at a daemon of 256 MiB. */
class ManyProjectionsSystemTest {

    private static final List<String[]> LANGUAGES = List.of(
            new String[] {"javascript", "function(p, n) { return p + 1 }"},
            new String[] {"jq", ". + 1"},
            new String[] {"clojure", "(fn [p n] (inc p))"});

    @TempDir
    Path home;

    /** 300 of them held more than a megabyte each, whatever their values were: the heap was full. */
    @Test
    void threeHundredProjectionsCatchUpInASmallPartOfTheHeapAndStopAndStartQuickly() throws Exception {
        foldAll(DaemonProcess::start, 300, 1_000, 96 << 20);
    }

    @Test
    @Tag("soak")
    void aThousandProjectionsFoldAHundredThousandEventsIn256MiB() throws Exception {
        foldAll(DaemonProcess::startMeasured, 1_000, 100_000, 192 << 20);
    }

    private interface Start {
        DaemonProcess in(Path home, String... settings);
    }

    private void foldAll(Start start, int projections, int events, long heapBytes) throws Exception {
        try (DaemonProcess daemon = start.in(home, "-db.backend", "file")) {
            for (int i = 0; i < projections; i++) {
                String[] language = LANGUAGES.get(i % LANGUAGES.size());
                HttpResponse<String> made = daemon.http()
                        .post(
                                "/api/projection",
                                "application/json",
                                "{\"projection-name\":\"p" + i + "\",\"stream-name\":\"s\",\"language\":\""
                                        + language[0] + "\",\"reduction\":\"" + language[1]
                                        + "\",\"initial-value\":\"0\"}");
                assertEquals(2, made.statusCode() / 100, made.body());
            }
            String lines = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}\n".repeat(1_000);
            for (int sent = 0; sent < events; sent += 1_000) {
                HttpResponse<String> answer =
                        daemon.http().post("/api/events?ack=summary", "application/x-ndjson", lines);
                assertEquals(200, answer.statusCode(), answer.body());
            }
            long wanted = (long) projections * events;
            Eventually.within(7_200, () -> processed(daemon) >= wanted, () -> "folded " + processed(daemon));
            Footprint after = Footprint.of(daemon);
            assertTrue(after.heapBytes() < heapBytes, after.toString());
            assertTrue(after.files() < 300, "files of projections that rest are closed: " + after);
            long stopped = System.nanoTime();
            assertEquals(0, daemon.stop());
            long stopMs = (System.nanoTime() - stopped) / 1_000_000;
            assertTrue(stopMs < 20_000, "it took " + stopMs + " ms to stop");
        }
        try (DaemonProcess again = start.in(home, "-db.backend", "file")) {
            HttpResponse<String> answer = again.http()
                    .post(
                            "/api/event",
                            "application/json",
                            "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}");
            assertEquals(200, answer.statusCode(), answer.body());
            String last = "p" + (projections - 1);
            Eventually.within(
                    600,
                    () -> again.http()
                            .get("/api/projection/" + last)
                            .body()
                            .contains("\"current-value\":" + (events + 1)),
                    () -> last + " is not up to date after the start");
        }
    }

    private static long processed(DaemonProcess daemon) {
        try {
            return daemon.http()
                    .json("/api/stats")
                    .get("projections")
                    .get("processed")
                    .longValue();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
