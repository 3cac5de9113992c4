// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request says of itself, and what becomes of it: {@code X-Request-Id}, {@code traceparent}, {@code tracestate}. */
class RequestIdHttpTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-00";

    @TempDir
    Path dir;

    private Daemon daemon;

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String idOf(String... headers) {
        HttpResponse<String> answer = Daemon.send(
                headers.length == 0
                        ? daemon.request("/api/ping").GET()
                        : daemon.request("/api/ping").headers(headers).GET());
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    @Test
    void anIdThatIsHarmlessComesBackAndAnyOtherIsReplaced() {
        daemon = Daemon.memory(dir);
        assertEquals("4bf92f35-77b3/4da6.A=", idOf("X-Request-Id", "4bf92f35-77b3/4da6.A="));
        String made = idOf();
        assertTrue(made.matches("[0-9a-z]+-[0-9a-z]+"), made);
        assertNotEquals(made, idOf());
        assertNotEquals("a b", idOf("X-Request-Id", "a b"));
        assertNotEquals("x".repeat(129), idOf("X-Request-Id", "x".repeat(129)));
        assertNotEquals("\"><script>", idOf("X-Request-Id", "\"><script>"));
        assertTrue(
                daemon.get("/no/such/path").headers().firstValue("X-Request-Id").isPresent());
    }

    @Test
    void theTraceOfARequestIsKeptWithEachOfItsEventsAndReplayed() {
        daemon = Daemon.memory(dir);
        daemon.emit(Daemon.event("one", 1), "traceparent", PARENT, "tracestate", "rojo=1", "tracestate", "congo=2");
        daemon.events("/api/events", Daemon.event("many", 1) + "\n" + Daemon.event("many", 2), "traceparent", PARENT);
        daemon.events("/api/events?atomic=true", Daemon.event("all", 1), "traceparent", PARENT);
        String fields = "\"event-type\":\"T\",\"traceparent\":\"" + PARENT + "\"";
        assertTrue(
                replayed("one").contains(fields + ",\"tracestate\":\"rojo=1,congo=2\",\"payload\""), replayed("one"));
        assertEquals(
                2,
                replayed("many")
                        .lines()
                        .filter(line -> line.contains(fields + ",\"payload\""))
                        .count());
        assertTrue(replayed("all").contains(fields + ",\"payload\""));
    }

    private String replayed(String stream) {
        return daemon.get("/api/replay/" + stream + "?type=cold").body();
    }

    @Test
    void aTraceThatIsBrokenIsNotKeptAndAnEventsOwnCountsMore() {
        daemon = Daemon.memory(dir);
        for (String broken : List.of(
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                PARENT + "-more",
                PARENT.replaceFirst("00", "ff"),
                "00-" + "0".repeat(32) + "-b7ad6b7169203331-01",
                "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")) {
            assertEquals(
                    200,
                    daemon.emit(Daemon.event("s", 1), "traceparent", broken).statusCode());
        }
        daemon.emit(
                "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1,\"traceparent\":\"mine\"}",
                "traceparent",
                PARENT);
        assertFalse(replayed("s").contains("0af7651916"), replayed("s"));
        assertTrue(replayed("s").contains("\"traceparent\":\"mine\""));
        daemon.emit(Daemon.event("later", 1), "traceparent", PARENT.replaceFirst("00", "01") + "-more");
        assertTrue(replayed("later").contains("01-0af7651916"));
    }

    @Test
    void anEmitThatIsRepeatedInAnotherSpanIsADuplicate() {
        daemon = Daemon.memory(dir);
        for (String event : List.of("1", "\"" + "x".repeat(2 << 20) + "\"")) {
            String body = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"local-id\":\"" + event.length()
                    + "\",\"payload\":" + event + "}";
            assertFalse(daemon.emit(body, "traceparent", PARENT).body().contains("duplicate"));
            HttpResponse<String> again = daemon.emit(body, "traceparent", OTHER, "tracestate", "a=b");
            assertTrue(
                    again.body().endsWith("\"duplicate\":true}\n"),
                    () -> again.body().substring(0, 300));
            assertTrue(daemon.emit(body).body().endsWith("\"duplicate\":true}\n"));
            assertEquals(
                    409,
                    daemon.emit(body.replace("\"T\"", "\"U\""), "traceparent", PARENT)
                            .statusCode());
        }
    }

    @Test
    void itIsASettingWhetherTracesAreKept() {
        daemon = Daemon.start(Daemon.config(
                dir,
                "memory",
                HttpSettings.plain("localhost", 0)
                        .withObserving(new HttpSettings.Observing(List.of(), 0, false, false))));
        daemon.emit(Daemon.event("s", 1), "traceparent", PARENT);
        assertFalse(replayed("s").contains("traceparent"));
    }
}
