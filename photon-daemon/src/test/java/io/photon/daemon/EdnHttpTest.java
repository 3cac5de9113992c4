// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdnHttpTest {

    private static final String EDN = "application/edn";

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.memory(dir);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private HttpResponse<String> get(String target, String accept) {
        return Daemon.send(daemon.request(target).header("Accept", accept).GET());
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("none");
    }

    @Test
    void anEventIsEmittedAsEdnAndAnsweredAsEdn() {
        HttpResponse<String> answer = daemon.post(
                "/api/event",
                EDN,
                "{:stream-name \"orders\", :event-type :OrderPlaced, :payload {:total 12.50M :tags #{\"new\"}"
                        + " :placed #inst \"2026-11-28T00:00:00Z\"}}",
                "Accept",
                EDN);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(EDN, type(answer));
        assertTrue(answer.body().startsWith("{:order-id "), answer.body());
        assertTrue(answer.body().endsWith(", :durability \"memory\"}\n"), answer.body());
        assertTrue(
                answer.body().contains(":payload {:total 12.50, :tags [\"new\"], :placed \"2026-11-28T00:00:00Z\"}"),
                answer.body());
        String json = daemon.get("/api/stream-contents/orders").body();
        assertTrue(json.contains("\"event-type\":\"OrderPlaced\""), json);
    }

    @Test
    void listsFactsAndFailuresComeAsEdn() {
        daemon.emit(Daemon.event("s", 1));
        String streams = get("/api/streams", EDN).body().replace("\n", "");
        assertTrue(streams.startsWith("{:streams [{:stream-name "), streams);
        String stats = get("/api/stats", EDN).body();
        assertTrue(stats.contains(":backend \"memory\""), stats);
        HttpResponse<String> projections = get("/api/projections", EDN);
        assertEquals(EDN, type(projections));
        assertTrue(projections.body().startsWith("{:projections ["), projections.body());
        HttpResponse<String> unknown = get("/api/stream/nobody", EDN);
        assertEquals(404, unknown.statusCode());
        assertTrue(unknown.body().startsWith("{:error \""), unknown.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    application/edn                              | application/edn
                    application/json, application/edn;q=0.5      | application/json
                    application/json;q=0.5, application/edn      | application/edn
                    application/edn;q=0, */*                     | application/json
                    text/html, Application/EDN                   | application/edn
                    */*                                          | application/json
                    application/edn;q=none                       | application/json
                    """)
    void theWeightsOfAcceptDecide(String accept, String type) {
        assertEquals(type, type(get("/api/stats", accept)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {:stream-name "s" :payload {:a 1/2}}          | the body:1:32: the number 1/2 has no form in JSON
                    {:stream-name "s" :payload 017}               | the number 017 has no form in JSON
                    {:stream-name "s" :payload 1١}                | the number 1١ has no form in JSON
                    {:stream-name "s" :payload                    | the body:1:1: this '{' is never closed
                    {:stream-name "s" :a 1 "a" 2}                 | the body:1:24: the key a stands twice in its map
                    {:stream-name "s"} {}                         | the body:1:20: expected the end after the value
                    {:stream-name "s" :payload #foo 1}            | the body:1:28: #foo has no form in JSON
                    """)
    void whatIsNotOneValueIsRefusedWithItsPlace(String body, String message) {
        HttpResponse<String> refused = daemon.post("/api/event", EDN, body);
        assertEquals(400, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains(message), refused.body());
        assertEquals(404, daemon.get("/api/stream/s").statusCode(), "nothing was stored");
    }
}
