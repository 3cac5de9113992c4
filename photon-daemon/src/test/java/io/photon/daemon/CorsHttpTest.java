// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Web pages of other origins: those of cors.origins may call, no other. */
class CorsHttpTest {

    private static final String FRIEND = "https://friend.example";

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        HttpSettings http = HttpSettings.plain("localhost", 0).withOrigins(List.of(FRIEND));
        daemon = Daemon.start(Daemon.config(dir, "memory", http));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String ask(String method, String target, String... headers) throws Exception {
        return daemon.raw(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("", headers) + "\r\n");
    }

    @Test
    void aBrowserThatAsksFirstForAnAllowedPageIsToldWithoutAnIdentity() throws Exception {
        String answer =
                ask("OPTIONS", "/api/event", "Origin: " + FRIEND + "\r\n", "Access-Control-Request-Method: POST\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
        assertTrue(answer.contains("Access-Control-Allow-Origin: " + FRIEND + "\r\n"), answer);
        assertTrue(answer.contains("Access-Control-Allow-Credentials: true\r\n"), answer);
        assertTrue(answer.contains("Access-Control-Allow-Methods: GET, HEAD, POST, DELETE\r\n"), answer);
        assertTrue(answer.contains("Authorization, Content-Type"), answer);
    }

    @Test
    void anAllowedPageMaySendWhatChangesAndCloudEventsNeedAndNothingElse() throws Exception {
        String answer = ask(
                "OPTIONS",
                "/api/event",
                "Origin: " + FRIEND + "\r\n",
                "Access-Control-Request-Method: POST\r\n",
                "Access-Control-Request-Headers: ce-id,ce-source, ce-myext,x-csrf-token,x-evil,ce-a-b\r\n");
        String allowed = answer.replaceFirst("(?s).*Access-Control-Allow-Headers: ([^\r]*).*", "$1");
        assertTrue(allowed.contains("X-CSRF-Token, X-Requested-With"), allowed);
        assertTrue(allowed.endsWith(", ce-id, ce-source, ce-myext"), allowed);
    }

    @Test
    void anAllowedPageSeesTheHeadersThatSayMore() throws Exception {
        String stored = daemon.emit("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}")
                .body();
        String orderId = stored.replaceFirst("(?s).*\"order-id\":(\\d+).*", "$1");
        String answer = ask(
                "GET",
                "/api/event/s/" + orderId,
                "Origin: " + FRIEND + "\r\n",
                "Accept: application/cloudevents\r\n",
                daemon.authorization());
        assertTrue(answer.contains("Access-Control-Expose-Headers: Retry-After, Allow, Location, "), answer);
        assertTrue(answer.contains("Photon-Up-To, X-Request-Id\r\n"), answer);
        assertTrue(answer.contains("Access-Control-Expose-Headers: ce-id\r\n"), answer);
        String program =
                ask("GET", "/api/event/s/" + orderId, "Accept: application/cloudevents\r\n", daemon.authorization());
        assertTrue(program.contains("ce-id: "), program);
        assertFalse(program.contains("Expose-Headers"), program);
    }

    @Test
    void anAllowedPageGetsItsAnswerButOnlyWithAnIdentity() throws Exception {
        String answer = ask("GET", "/api/ping", "Origin: " + FRIEND + "\r\n", daemon.authorization());
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("Access-Control-Allow-Origin: " + FRIEND + "\r\n"), answer);
        assertTrue(answer.contains("Vary: Origin\r\n"), answer);
        String nobody = ask("GET", "/api/ping", "Origin: " + FRIEND + "\r\n");
        assertTrue(nobody.startsWith("HTTP/1.1 401 "), nobody);
    }

    @Test
    void anotherPageIsRefusedAndToldNothing() throws Exception {
        for (String origin : List.of(
                "https://evil.example", "https://friend.example.evil.example", "http://friend.example", "null")) {
            String answer = ask("GET", "/api/ping", "Origin: " + origin + "\r\n", daemon.authorization());
            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertFalse(answer.contains("Access-Control-Allow"), answer);
            String first = ask(
                    "OPTIONS", "/api/event", "Origin: " + origin + "\r\n", "Access-Control-Request-Method: POST\r\n");
            assertTrue(first.startsWith("HTTP/1.1 403 "), first);
        }
        assertEquals(200, daemon.get("/api/ping").statusCode(), "programs send no Origin");
    }
}
