// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.door.http.wire.HttpSettings;
import io.photon.event.Event;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.FileEventStore;
import io.photon.store.testkit.Events;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How large streams are: exactly what a replay of them brings, or not told. */
@Timeout(60)
class StreamSizesHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(dir, "file", HttpSettings.plain("localhost", 0)));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        return new JsonMapper().readTree(answer.body());
    }

    private long replayed(String stream) {
        HttpResponse<String> lines = daemon.get("/api/replay/" + stream + "?type=cold");
        assertEquals(200, lines.statusCode(), lines.body());
        return lines.body().getBytes(StandardCharsets.UTF_8).length;
    }

    private void assertSizes(String... streams) throws IOException {
        JsonNode all = json(daemon.get("/api/streams")).path("streams");
        JsonNode busiest = json(daemon.get("/api/busiest-streams")).path("streams");
        for (String stream : streams) {
            long size = replayed(stream);
            assertEquals(
                    size,
                    json(daemon.get("/api/stream/" + stream)).path("bytes").longValue(),
                    stream);
            assertEquals(size, named(all, stream).path("bytes").longValue(), stream);
            JsonNode busy = named(busiest, stream); // restarts make all of them idle
            assertEquals(busy.isMissingNode() ? 0 : size, busy.path("bytes").longValue(), stream);
        }
        long everything = json(daemon.get("/api/stream/__all__")).path("bytes").longValue();
        assertEquals(replayed("__all__"), everything);
        long sum = 0;
        for (JsonNode stream : all) {
            sum += stream.path("bytes").longValue();
        }
        assertEquals(everything, sum, "the sizes of all streams together");
    }

    private static JsonNode named(JsonNode streams, String name) {
        for (JsonNode stream : streams) {
            if (stream.path("stream-name").textValue().equals(name)) {
                return stream;
            }
        }
        return new JsonMapper().missingNode();
    }

    @Test
    void aStreamIsAsLargeAsItsReplayAsSoonAsItsEventIsAnswered() throws IOException {
        for (int i = 0; i < 20; i++) {
            daemon.emit(Daemon.event("a", i));
            daemon.emit("{\"stream-name\":\"b\",\"event-type\":\"ü \\\"\",\"local-id\":\"" + i + "\",\"payload\":\""
                    + "€".repeat(i * 100) + "\"}");
            assertSizes("a", "b");
        }
    }

    @Test
    void sizesAreRightAfterDeletionsAndRestarts() throws IOException {
        for (int i = 0; i < 30; i++) {
            daemon.emit(Daemon.event("s-" + i % 3, i));
        }
        daemon.delete("/api/stream/s-1");
        daemon.emit(Daemon.event("s-1", 1));
        awaitFolded();
        assertSizes("s-0", "s-1", "s-2", "__config__");
        daemon.close();
        start();
        awaitFolded();
        assertSizes("s-0", "s-1", "s-2", "__config__");
    }

    private void awaitFolded() throws IOException {
        json(daemon.get("/api/projection/__streams__/wait?at-least=" + daemon.photon.head() + "&timeout=20000"));
    }

    @Test
    void aSizeThatIsNotKnownIsNotToldAndThoseOfOtherStreamsAre() throws Exception {
        List<Event> events = new ArrayList<>();
        for (String stream : List.of("whole", "lacks", "lacks", "lacks", "whole")) {
            events.add(Events.event(stream, 1_764_000_000_000_000L + 10L * events.size()));
        }
        daemon.close();
        daemon = Daemon.over(DamagedLog.of(events, FileEventStore.Limits.DEFAULT, events.get(2)), dir);
        awaitFolded();
        JsonNode streams = json(daemon.get("/api/streams")).path("streams");
        assertEquals(replayed("whole"), named(streams, "whole").path("bytes").longValue());
        assertEquals(3, named(streams, "lacks").path("total-events").longValue());
        assertTrue(named(streams, "lacks").path("bytes").isMissingNode(), streams.toString());
    }
}
