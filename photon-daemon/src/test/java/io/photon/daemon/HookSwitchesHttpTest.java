// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hook that is switched off, or takes no long deliveries, says so to its sender and to none but its sender. */
@Timeout(60)
class HookSwitchesHttpTest {

    private static final String SECRET = "a secret that both sides know";
    private static final String SHORT = "{\"n\":1}";
    private static final String LONG = "{\"n\":\"" + "x".repeat(2_000) + "\"}";

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

    private void ask(String target, String json) {
        HttpResponse<String> answer = daemon.post(target, "application/json", json);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private void hook(String more) {
        ask(
                "/api/hook",
                "{\"hook\":\"gh\",\"stream\":\"came\",\"scheme\":\"github\",\"secret\":\"" + SECRET + "\"" + more
                        + "}");
    }

    private HttpResponse<String> deliver(String name, String body, String id, String secret) {
        return Daemon.send(HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/hooks/" + name))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("X-GitHub-Delivery", id)
                .header("X-Hub-Signature-256", Signing.github(secret, body))
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> push(String body, String id) {
        return deliver("gh", body, id, SECRET);
    }

    private long stored() {
        return daemon.get("/api/replay/came?type=cold").body().lines().count();
    }

    /** What a stranger is told of it is what is said where there is no hook. */
    private void assertHidden(String body) {
        HttpResponse<String> stranger = deliver("gh", body, "any", "a guess of a secret");
        assertEquals(401, stranger.statusCode());
        assertEquals(deliver("none", body, "any", SECRET).body(), stranger.body());
    }

    @Test
    void aHookThatIsOffStoresNothingAndTellsItsSenderToComeLater() {
        hook("");
        assertEquals(200, push(SHORT, "1").statusCode());
        ask("/api/hook/gh/disable", "");
        HttpResponse<String> off = push(SHORT, "2");
        assertEquals(503, off.statusCode());
        assertTrue(off.body().contains("the hook 'gh' is switched off: nothing was stored"), off.body());
        assertTrue(off.headers().firstValue("Retry-After").isPresent());
        assertHidden(SHORT);
        assertEquals(1, stored());
        String shown = daemon.get("/api/hook/gh").body();
        assertTrue(shown.contains("\"enabled\":false") && shown.contains("is switched off"), shown);
        assertEquals(
                200, daemon.post("/api/hook/gh/test", "application/json", "{}").statusCode());
        daemon.close();
        start();
        assertEquals(503, push(SHORT, "2").statusCode());
        ask("/api/hook/gh/enable", "");
        assertEquals(200, push(SHORT, "2").statusCode());
        assertTrue(push(SHORT, "1").body().contains("\"duplicate\":true"));
        assertEquals(2, stored());
        assertEquals(
                404,
                daemon.post("/api/hook/none/disable", "application/json", "").statusCode());
    }

    @Test
    void aDeliveryBeyondTheLimitOfItsHookIsRefusedByTheNameOfTheLimit() {
        hook(",\"max-body\":1000");
        assertEquals(200, push(SHORT, "1").statusCode());
        HttpResponse<String> tooLong = push(LONG, "2");
        assertEquals(413, tooLong.statusCode());
        assertTrue(
                tooLong.body().contains("has 2008 bytes, more than max-body of the hook 'gh', 1000"), tooLong.body());
        assertHidden(LONG);
        assertEquals(
                413,
                daemon.post(
                                "/api/hook/gh/test",
                                "application/json",
                                "{\"payload\":\"" + LONG.replace("\"", "\\\"") + "\"}")
                        .statusCode());
        HttpResponse<String> beyondTheDaemons = push("x".repeat((16 << 20) + 1), "3");
        assertEquals(413, beyondTheDaemons.statusCode());
        assertTrue(
                beyondTheDaemons.body().contains("longer than rest.max-line of this daemon, 16777216 bytes"),
                beyondTheDaemons.body());
        assertEquals(1, stored());
        daemon.close();
        start();
        assertEquals(413, push(LONG, "2").statusCode());
        ask("/api/hook/gh/limit", "{\"max-body\":2008}");
        assertEquals(200, push(LONG, "2").statusCode());
        ask("/api/hook/gh/limit", "{\"max-body\":10}");
        assertEquals(413, push(LONG, "4").statusCode());
        ask("/api/hook/gh/limit", "{\"max-body\":0}");
        assertEquals(200, push(LONG, "4").statusCode());
        assertFalse(daemon.get("/api/hook/gh").body().contains("\"max-body\":"));
    }

    @Test
    void aLimitThatNoHookCanHaveIsRefused() {
        hook("");
        for (String limit : List.of("67108865", "-1", "\"much\"", "1.5")) {
            HttpResponse<String> answer =
                    daemon.post("/api/hook/gh/limit", "application/json", "{\"max-body\":" + limit + "}");
            assertEquals(400, answer.statusCode(), limit);
            assertTrue(answer.body().contains("max-body"), answer.body());
        }
        assertEquals(
                400, daemon.post("/api/hook/gh/limit", "application/json", "{}").statusCode());
    }
}
