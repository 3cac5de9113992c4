// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's log says who changed what of identities, and who was not let in, without any secret. */
@Timeout(120)
class AuditLinesSystemTest {

    private static final int STRANGERS = 60;
    /** Of a kind, in 10 s. */
    private static final int MOST_LINES = 20;

    @TempDir
    Path home;

    private DaemonProcess daemon;

    @BeforeEach
    void start() {
        daemon = DaemonProcess.start(home, "-db.backend", "memory");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private JsonNode post(String path, String json) throws IOException {
        return answer(daemon.http().post(path, "application/json", json));
    }

    private JsonNode delete(String path) throws IOException {
        return answer(daemon.http().delete(path));
    }

    private static JsonNode answer(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        return HttpDoor.JSON.readTree(answer.body());
    }

    private void said(String line) {
        Eventually.holds(
                () -> daemon.stderr().contains("INFO " + line + " by local from 127.0.0.1 over http\n"),
                daemon::stderr);
    }

    @Test
    void eachChangeOfAUserATokenAnApplicationOrAHookIsALineOfTheLog() throws Exception {
        post("/api/user", "{\"username\":\"ann\",\"password\":\"her very own words\"}");
        said("user ann was created");
        post("/api/grant", "{\"username\":\"ann\",\"roles\":\"reader\",\"streams\":\"orders\"}");
        said("user ann was granted reader on 'orders'");
        String token = post("/auth/token", "{\"name\":\"ci\",\"username\":\"ann\"}")
                .get("id")
                .asText();
        said("token " + token + " 'ci' of ann was created");
        delete("/auth/token/" + token);
        said("token " + token + " was revoked");
        post("/auth/revoke", "{\"username\":\"ann\"}");
        said("all tokens of ann were revoked");
        JsonNode created = post("/auth/app", "{\"name\":\"shop\",\"username\":\"ann\"}");
        String app = created.get("client-id").asText();
        said("application " + app + " 'shop' of ann was created");
        JsonNode rotated = post("/auth/app/" + app + "/rotate", "{}");
        said("application " + app + " was given another secret");
        delete("/auth/app/" + app);
        said("application " + app + " was deleted");
        JsonNode hook = post("/api/hook", "{\"hook\":\"github\",\"stream\":\"pushes\",\"scheme\":\"github\"}");
        said("hook github was created");
        post("/api/hook/github/rotate", "{}");
        said("hook github was given another secret");
        post("/api/hook/github/disable", "");
        said("hook github was switched off");
        post("/api/hook/github/limit", "{\"max-body\":1000}");
        said("hook github was given the limit 1000");
        delete("/api/hook/github");
        said("hook github was deleted");
        delete("/api/user/ann");
        said("user ann was deleted");
        for (String secret : new String[] {
            created.get("client-secret").asText(),
            rotated.get("client-secret").asText(),
            hook.get("secret").asText(),
            "her very own words"
        }) {
            assertFalse(daemon.stderr().contains(secret), daemon.stderr());
        }
    }

    @Test
    void whatALoginGetsIsALineOfTheLogWithoutTheToken() throws Exception {
        post("/api/user", "{\"username\":\"ann\",\"password\":\"her very own words\"}");
        HttpDoor stranger = new HttpDoor(daemon.http().base(), "none");
        String form = "{\"username\":\"ann\",\"password\":\"her very own words\"}";
        HttpResponse<String> session = stranger.post("/auth/login", "application/json", form);
        String day = "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\n";
        gotten("ann by password", "a session until " + day);
        JsonNode own = answer(daemon.http().get("/auth/token"));
        gotten("admin by token of this daemon", "token " + own.get("id").asText() + " until " + day);
        JsonNode next = post(
                "/auth/refresh",
                "{\"refreshToken\":\"" + own.get("refreshToken").asText() + "\"}");
        gotten("admin by refresh token", "token " + next.get("id").asText() + " until " + day);
        for (JsonNode pair : new JsonNode[] {own, next}) {
            for (String name : new String[] {"token", "simple-token", "refreshToken"}) {
                assertFalse(daemon.stderr().contains(pair.get(name).asText()), daemon.stderr());
            }
        }
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
        assertFalse(daemon.stderr().contains(cookie.replaceAll("^[^=]*=|;.*$", "")), daemon.stderr());
    }

    private void gotten(String who, String what) {
        Pattern line = Pattern.compile("INFO login of " + who + " from 127.0.0.1 over http: " + what);
        Eventually.holds(() -> line.matcher(daemon.stderr()).find(), daemon::stderr);
    }

    @Test
    void aClientThatAsksForATokenPerRequestLeavesACount() throws Exception {
        long before = System.nanoTime();
        for (int i = 0; i < STRANGERS; i++) {
            answer(daemon.http().get("/auth/token"));
        }
        long periods = 2 + (System.nanoTime() - before) / 10_000_000_000L;
        long lines = daemon.stderr()
                .lines()
                .filter(each -> each.contains("INFO login of admin by "))
                .count();
        assertTrue(lines >= 1 && lines <= periods * MOST_LINES, lines + " lines");
    }

    @Test
    void aRefusedLoginIsALineOfTheLogAndManyOfThemAreACount() throws Exception {
        HttpDoor stranger = new HttpDoor(daemon.http().base(), "a token that is not one");
        assertEquals(401, stranger.get("/api/ping").statusCode());
        String line = "INFO login refused from 127.0.0.1 over http: a token that is not valid here: Not authorized\n";
        Eventually.holds(() -> daemon.stderr().contains(line), daemon::stderr);
        long before = System.nanoTime();
        for (int i = 0; i < STRANGERS; i++) {
            assertEquals(401, stranger.get("/api/ping").statusCode());
        }
        long periods = 2 + (System.nanoTime() - before) / 10_000_000_000L;
        long lines = daemon.stderr()
                .lines()
                .filter(each -> each.endsWith(line.strip()))
                .count();
        assertTrue(lines >= 1 && lines <= periods * MOST_LINES, lines + " lines");
        assertFalse(daemon.stderr().contains("a token that is not one"), daemon.stderr());
        JsonNode counted = HttpDoor.JSON.readTree(daemon.http().get("/api/log").body());
        JsonNode newest = counted.at("/entries").get(counted.at("/entries").size() - 1);
        assertEquals("refused", newest.get("level").asText(), counted.toString());
        assertEquals(STRANGERS + 1, newest.get("count").asInt(), counted.toString());
    }
}
