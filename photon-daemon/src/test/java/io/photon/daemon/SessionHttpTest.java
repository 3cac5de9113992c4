// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import io.photon.text.Utf8;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionHttpTest {

    private static final String CHANGE = "{\"event-type\":\"T\",\"payload\":1}";

    @TempDir
    Path dir;

    private Daemon daemon;
    private Visitor visitor;

    @BeforeEach
    void start() {
        daemon = Daemon.memory(dir);
        visitor = new Visitor(daemon);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static String field(HttpResponse<String> answer, String name) {
        return JsonFields.text(Utf8.bytes(answer.body().strip()), name);
    }

    private HttpResponse<String> login() {
        return visitor.get("/auth/login", "Authorization", Visitor.basic("admin", "p4010n"));
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElse("none");
    }

    private static String pair(HttpResponse<String> answer) {
        return cookie(answer).replaceFirst(";.*", "");
    }

    @Test
    void aLoginGivesACookieThatNoScriptAndNoOtherSiteGets() {
        HttpResponse<String> answer = login();
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().startsWith("{\"logged-in\":true,\"username\":\"admin\",\"permissions\":[\"emit\","));
        assertTrue(
                cookie(answer)
                        .matches("photon-session-" + daemon.photon.port()
                                + "=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict"),
                cookie(answer));
        String session = pair(answer);
        assertEquals(
                200, visitor.get("/api/ping", "Cookie", "other=1; " + session).statusCode());
        assertEquals(401, visitor.get("/api/ping", "Cookie", session + "x").statusCode());
        assertEquals(
                401,
                visitor.get("/api/ping", "Cookie", session.replaceFirst("=.*", "="))
                        .statusCode());
    }

    @Test
    void aChangeWithACookieNeedsTheTokenOfItsOwnSession() {
        HttpResponse<String> one = login();
        HttpResponse<String> other = login();
        String path = "/api/event/s";
        HttpResponse<String> forged = visitor.post(path, CHANGE, "Cookie", pair(one));
        assertEquals(403, forged.statusCode(), forged.body());
        assertTrue(forged.body().contains("X-CSRF-Token"), forged.body());
        String token = field(one, "csrf-token");
        assertNotEquals(token, field(other, "csrf-token"));
        assertEquals(
                403,
                visitor.post(path, CHANGE, "Cookie", pair(one), "X-CSRF-Token", field(other, "csrf-token"))
                        .statusCode());
        assertEquals(
                200,
                visitor.post(path, CHANGE, "Cookie", pair(one), "X-CSRF-Token", token)
                        .statusCode());
        assertEquals(
                403,
                visitor.post(path, CHANGE, "Cookie", pair(one), "X-CSRF-Token", token, "Origin", "https://evil.example")
                        .statusCode());
        HttpResponse<String> session = visitor.get("/auth/session", "Cookie", pair(one));
        assertEquals(token, field(session, "csrf-token"), session.body());
    }

    @Test
    void aLogoutEndsItsSessionOnly() {
        HttpResponse<String> one = login();
        HttpResponse<String> other = login();
        HttpResponse<String> out = visitor.get("/auth/logout", "Cookie", pair(one));
        assertEquals("{\"logged-out\":true}\n", out.body());
        assertTrue(cookie(out).contains("=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"), cookie(out));
        HttpResponse<String> after = visitor.get("/api/ping", "Cookie", pair(one));
        assertEquals(401, after.statusCode());
        assertTrue(after.body().contains("the session of the cookie is over"), after.body());
        assertEquals(200, visitor.get("/api/ping", "Cookie", pair(other)).statusCode());
        assertEquals(
                "{\"logged-in\":false}\n",
                visitor.get("/auth/session", "Cookie", pair(one)).body());
        assertEquals("{\"logged-out\":true}\n", visitor.get("/auth/logout").body());
    }

    @Test
    void aLoginThatShowsNothingButASessionKeepsIt() {
        HttpResponse<String> first = login();
        HttpResponse<String> again = visitor.get("/auth/login", "Cookie", pair(first));
        assertEquals(200, again.statusCode());
        assertEquals("none", cookie(again));
        assertEquals(field(first, "csrf-token"), field(again, "csrf-token"));
        assertEquals(200, visitor.get("/api/ping", "Cookie", pair(first)).statusCode());
    }

    @Test
    void aNewLoginEndsTheSessionThatTheBrowserHadBefore() {
        String before = pair(login());
        HttpResponse<String> again =
                visitor.get("/auth/login", "Authorization", Visitor.basic("admin", "p4010n"), "Cookie", before);
        assertEquals(200, again.statusCode(), again.body());
        assertNotEquals(before, pair(again));
        assertEquals(401, visitor.get("/api/ping", "Cookie", before).statusCode());
        assertEquals(200, visitor.get("/api/ping", "Cookie", pair(again)).statusCode());
    }

    @Test
    void aPageLogsInWithNameAndPasswordAndNoWindowOfTheBrowserOpens() {
        String right = "{\"username\":\"admin\",\"password\":\"p4010n\"}";
        HttpResponse<String> answer = visitor.post("/auth/login", right);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(200, visitor.get("/api/ping", "Cookie", pair(answer)).statusCode());
        HttpResponse<String> wrong =
                visitor.post("/auth/login", right.replace("p4010n", "p4010m"), "X-Requested-With", "photon");
        assertEquals(401, wrong.statusCode(), wrong.body());
        assertEquals(List.of("Bearer realm=\"photon\""), wrong.headers().allValues("WWW-Authenticate"));
        assertEquals(
                403,
                visitor.post("/auth/login", right, "Origin", "https://evil.example")
                        .statusCode());
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                "{\"username\":\"admin\"}",
                "{\"user\":\"a\",\"password\":\"b\"}",
                "{\"username\":{},\"password\":\"hidden\"}")) {
            HttpResponse<String> refused = visitor.post("/auth/login", bad);
            assertEquals(400, refused.statusCode(), bad + refused.body());
            assertFalse(refused.body().contains("hidden"), refused.body());
        }
    }

    @Test
    void whoIsNotLoggedInIsToldSoWithoutAnError() {
        HttpResponse<String> nobody = visitor.get("/auth/session");
        assertEquals(200, nobody.statusCode());
        assertEquals("{\"logged-in\":false}\n", nobody.body());
        HttpResponse<String> byPassword =
                visitor.get("/auth/session", "Authorization", Visitor.basic("admin", "p4010n"));
        assertTrue(byPassword.body().startsWith("{\"logged-in\":true,\"username\":\"admin\""), byPassword.body());
        assertFalse(byPassword.body().contains("csrf-token"), byPassword.body());
        assertEquals(401, visitor.get("/auth/login").statusCode());
    }
}
