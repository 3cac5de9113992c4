// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.settings.Network;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @AfterEach
    void stop() {
        daemon.close();
    }

    /** @param open from where no identity is needed @param projections how many have metrics of their own */
    private void start(int projections, String... open) {
        List<Network> networks = Arrays.stream(open)
                .map(text -> Network.parse(text).orElseThrow())
                .toList();
        daemon = Daemon.start(Daemon.config(
                dir,
                "memory",
                HttpSettings.plain("localhost", 0)
                        .withObserving(new HttpSettings.Observing(networks, projections, false, true))));
    }

    private String metrics() {
        return daemon.get("/metrics").body();
    }

    private double value(String series) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private double processed(String projection) {
        return value("photon_projection_processed_events_total{projection=\"" + projection + "\"}");
    }

    private int status(String headers) throws IOException {
        String answer = daemon.raw("GET /metrics HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n");
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void whatHappensIsCounted() {
        start(50);
        for (int i = 0; i < 3; i++) {
            assertEquals(200, daemon.emit(Daemon.event("s", i)).statusCode());
        }
        assertEquals(400, daemon.emit("{}").statusCode());
        daemon.get("/api/replay/s?type=cold");
        daemon.get("/no/such/path");
        assertEquals(3, value("photon_append_events_total"));
        assertEquals(3, value("photon_append_duration_seconds_count"));
        assertEquals(3, value("photon_append_duration_seconds_bucket{le=\"+Inf\"}"));
        assertTrue(value("photon_append_duration_seconds_sum") > 0);
        assertEquals(3, value("photon_replay_events_total"));
        assertEquals(1, value("photon_replays_started_total"));
        assertEquals(1, value("photon_writable"));
        Eventually.holds(
                "the counts of requests",
                () -> value("photon_http_requests_total{code=\"404\",question=\"none\"}") == 1);
        assertEquals(3, value("photon_http_requests_total{code=\"200\",question=\"emit\"}"));
        assertEquals(1, value("photon_http_requests_total{code=\"400\",question=\"emit\"}"));
        assertTrue(value("process_cpu_seconds_total") > 0 && value("jvm_memory_used_bytes{area=\"heap\"}") > 0);
    }

    @Test
    void aScraperThatAcceptsOpenMetricsGetsIt() {
        start(50);
        assertTrue(daemon.get("/metrics")
                .headers()
                .firstValue("Content-Type")
                .orElseThrow()
                .startsWith("text/plain"));
        var open = Daemon.send(daemon.request("/metrics")
                .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5")
                .GET());
        assertTrue(open.headers().firstValue("Content-Type").orElseThrow().startsWith("application/openmetrics-text"));
        assertTrue(open.body().endsWith("# EOF\n"));
    }

    @Test
    void projectionsBeyondTheBoundShareOneSeries() {
        start(1);
        for (String name : List.of("a", "b", "(others)")) {
            String created = daemon.post(
                            "/api/projection",
                            "application/json",
                            "{\"projection-name\":\"" + name
                                    + "\",\"stream-name\":\"s\",\"language\":\"jq\",\"reduction\":\". + 1\",\"initial-value\":0}")
                    .body();
            assertTrue(created.contains("true"), created);
        }
        daemon.emit(Daemon.event("s", 1));

        Eventually.holds("one event in each", () -> processed("a") == 1 && processed("(others)") == 2);
        assertTrue(Double.isNaN(processed("b")));
        assertEquals(0, value("photon_projections{status=\"failed\"}"));
        assertEquals(1, processed("__streams__") > 0 ? 1 : 0);
    }

    @Test
    void withoutAnIdentityOnlyAnOpenNetworkReadsThem() throws IOException {
        start(50);
        assertEquals(401, status("Host: localhost\r\n"));
        assertEquals(200, status("Host: localhost\r\n" + daemon.authorization()));
        daemon.close();
        start(50, "10.0.0.0/8");
        assertEquals(401, status("Host: localhost\r\n"));
    }

    @Test
    void anOpenNetworkIsForScrapersAndNotForProxiesPagesAndWrongPasswords() throws IOException {
        start(50, "10.0.0.0/8", "127.0.0.0/8");
        assertEquals(200, status("Host: localhost\r\n"));
        assertEquals(401, status("Host: localhost\r\nX-Forwarded-For: 10.1.1.1\r\n"));
        assertEquals(401, status("Host: evil.example\r\n"));
        assertEquals(401, status("Host: localhost\r\nSec-Fetch-Site: none\r\n"));
        assertEquals(403, status("Host: localhost\r\nOrigin: http://evil.example\r\n"));
        assertEquals(401, status("Host: localhost\r\nAuthorization: Bearer wrong\r\n"));
        assertFalse(daemon.raw("GET /api/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 200"));
    }
}
