// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import io.photon.codec.JsonFields;
import io.photon.testing.Eventually;
import io.photon.text.Utf8;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenHttpTest {

    private static final String BASIC = Visitor.basic("admin", "p4010n");

    @TempDir
    Path dir;

    private Daemon daemon;
    private Visitor visitor;

    @BeforeEach
    void start() {
        restart();
    }

    private void restart() {
        if (daemon != null) {
            daemon.close();
        }
        daemon = Daemon.start(Daemon.config(dir, "file", io.photon.door.http.wire.HttpSettings.plain("localhost", 0)));
        visitor = new Visitor(daemon);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    static String field(HttpResponse<String> answer, String name) {
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonFields.text(Utf8.bytes(answer.body().strip()), name);
    }

    private int ping(String token) {
        return visitor.get("/api/ping", "Authorization", "Token " + token).statusCode();
    }

    private HttpResponse<String> login() {
        return visitor.get("/auth/token", "Authorization", BASIC);
    }

    private HttpResponse<String> refresh(String token) {
        return visitor.post("/auth/refresh", "{\"refreshToken\":\"" + token + "\"}");
    }

    @Test
    void aLoginGetsTokensThatAreTakenInEveryPlace() throws ParseException, IOException {
        HttpResponse<String> login = login();
        String signed = field(login, "token");
        String simple = field(login, "simple-token");
        for (String token : new String[] {signed, simple}) {
            assertEquals(200, ping(token));
            assertEquals(
                    200,
                    visitor.get("/api/ping", "Authorization", "bearer " + token).statusCode());
            assertEquals(200, visitor.get("/api/ping?access_token=" + token).statusCode());
            assertEquals(200, visitor.get("/health?access_token=" + token).statusCode());
        }
        SignedJWT jwt = SignedJWT.parse(signed);
        assertEquals("HS512", jwt.getHeader().getAlgorithm().getName());
        assertTrue(jwt.getHeader().getKeyID().length() > 8);
        Date issued = jwt.getJWTClaimsSet().getIssueTime();
        long days = (jwt.getJWTClaimsSet().getExpirationTime().getTime() - issued.getTime()) / 86_400_000;
        assertEquals(1_826, days);
        assertEquals(jwt.getJWTClaimsSet().getJWTID(), field(login, "id"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("admin.secret"))));
    }

    @Test
    void aSignedTokenOutlivesARestartAndASimpleOneDoesNot() {
        HttpResponse<String> login = login();
        restart();
        assertEquals(200, ping(field(login, "token")));
        assertEquals(401, ping(field(login, "simple-token")));
        assertEquals(200, refresh(field(login, "refreshToken")).statusCode());
    }

    @Test
    void aRefreshTokenWorksOnceAndOneThatComesTwiceEndsItsWholeLogin() {
        HttpResponse<String> login = login();
        HttpResponse<String> other = login();
        HttpResponse<String> second = refresh(field(login, "refreshToken"));
        HttpResponse<String> third = refresh(field(second, "refreshToken"));
        assertEquals(200, ping(field(third, "token")));
        restart();
        HttpResponse<String> stolen = refresh(field(second, "refreshToken"));
        assertEquals(401, stolen.statusCode());
        assertTrue(stolen.body().contains("was used before"), stolen.body());
        for (HttpResponse<String> each : List.of(login, second, third)) {
            HttpResponse<String> refused = visitor.get("/api/ping", "Authorization", "Token " + field(each, "token"));
            assertEquals(401, refused.statusCode());
            assertTrue(refused.body().contains("the token was revoked"), refused.body());
        }
        assertEquals(401, refresh(field(third, "refreshToken")).statusCode());
        assertEquals(200, ping(field(other, "token")));
        restart();
        assertEquals(401, ping(field(third, "token")));
    }

    @Test
    void aTokenHandsOutNothingMore() {
        HttpResponse<String> login = login();
        for (String name : new String[] {"token", "simple-token"}) {
            String[] shown = {"Authorization", "Token " + field(login, name)};
            assertEquals(403, visitor.get("/auth/token", shown).statusCode());
            assertEquals(403, visitor.get("/auth/login", shown).statusCode());
            assertEquals(
                    403, visitor.post("/auth/app", "{\"name\":\"a\"}", shown).statusCode());
            assertEquals(
                    403, visitor.post("/auth/token", "{\"name\":\"a\"}", shown).statusCode());
        }
        assertEquals(401, ping(field(login, "refreshToken")));
        assertEquals(401, refresh(field(login, "token")).statusCode());
        assertEquals(401, visitor.get("/auth/token").statusCode());
    }

    @Test
    void aNamedTokenIsListedAndEndsWhenItIsRevoked() {
        String[] login = {"Authorization", BASIC};
        HttpResponse<String> made = visitor.post("/auth/token", "{\"name\":\"ci\",\"roles\":[\"replay\"]}", login);
        String token = field(made, "token");
        String id = field(made, "id");
        HttpResponse<String> read = visitor.get("/api/replay/orders?type=cold", "Authorization", "Token " + token);
        assertEquals(200, read.statusCode(), read.body());
        assertEquals(
                403,
                visitor.post(
                                "/api/event/orders",
                                "{\"event-type\":\"T\",\"payload\":1}",
                                "Authorization",
                                "Token " + token)
                        .statusCode());
        String list = visitor.get("/auth/tokens", login).body();
        assertTrue(
                list.contains("\"id\":\"" + id + "\",\"username\":\"admin\",\"name\":\"ci\",\"roles\":\"replay\""),
                list);
        assertTrue(list.contains("\"last-used\":"), list);
        assertFalse(list.contains(token.substring(token.length() - 20)), list);
        assertEquals(
                403,
                visitor.delete("/auth/token/" + id, "Authorization", "Token " + token)
                        .statusCode());
        restart();
        assertTrue(visitor.get("/auth/token/" + id, login).body().contains("\"last-used\":"));
        assertEquals(
                "{\"correct\":true}\n",
                visitor.delete("/auth/token/" + id, login).body());
        assertEquals(404, visitor.delete("/auth/token/" + id, login).statusCode());
        assertEquals(401, ping(token));
        assertEquals("{\"tokens\":[]}\n", visitor.get("/auth/tokens", login).body());
        restart();
        assertEquals(401, ping(token));
    }

    @Test
    void whoHasATokenMayEndItAndAUserMayEndAll() {
        HttpResponse<String> login = login();
        String token = field(login, "token");
        assertEquals(
                200,
                visitor.post("/auth/revoke", "{\"token\":\"" + token + "\"}", "Authorization", "Token " + token)
                        .statusCode());
        assertEquals(401, ping(token));
        HttpResponse<String> other = login();
        HttpResponse<String> session = visitor.get("/auth/login", "Authorization", BASIC);
        String cookie = session.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
        assertEquals(200, visitor.get("/api/ping", "Cookie", cookie).statusCode());
        assertEquals(
                200, visitor.post("/auth/revoke", "{}", "Authorization", BASIC).statusCode());
        assertEquals(401, ping(field(other, "token")));
        assertEquals(401, ping(field(other, "simple-token")));
        assertEquals(401, visitor.get("/api/ping", "Cookie", cookie).statusCode());
        assertEquals(200, ping(field(login(), "token")), "one that was issued after it");
    }

    @Test
    void aTokenIsInUseAsLongAsItServesOverOneConnection() {
        String[] login = {"Authorization", BASIC};
        HttpResponse<String> made = visitor.post("/auth/token", "{\"name\":\"ci\"}", login);
        HttpRequest emit = HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/api/event"))
                .header("Authorization", "Token " + field(made, "token"))
                .POST(HttpRequest.BodyPublishers.ofString(Daemon.event("s", 1)))
                .build();
        HttpClient other = HttpClient.newBuilder() // has one connection, and it is the token's alone
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        Set<Long> uses = new HashSet<>(); // the first one, and that it was recorded a moment later, are two
        Eventually.holds("its last use goes on", () -> {
            assertEquals(
                    200,
                    other.send(emit, HttpResponse.BodyHandlers.discarding()).statusCode());
            String one = visitor.get("/auth/token/" + field(made, "id"), login).body();
            uses.add(JsonFields.number(Utf8.bytes(one.strip()), "last-used"));
            return uses.size() > 3;
        });
    }

    @Test
    void anApplicationComesInByItsIdAndSecretUntilItIsDeleted() {
        String[] login = {"Authorization", BASIC};
        HttpResponse<String> made = visitor.post(
                "/auth/app",
                "{\"name\":\"shop\",\"description\":\"sells\",\"website\":\"https://shop.example\"}",
                login);
        String id = field(made, "client-id");
        String secret = field(made, "client-secret");
        String shown = "?client_id=" + id + "&client_secret=" + secret;
        assertEquals(200, visitor.get("/api/ping" + shown).statusCode());
        assertEquals(200, visitor.get("/api/streams" + shown + "&limit=1").statusCode());
        assertEquals(403, visitor.get("/auth/token" + shown).statusCode());
        assertEquals(403, visitor.get("/auth/apps" + shown).statusCode());
        assertEquals(401, visitor.get("/api/ping" + shown + "x").statusCode());
        assertEquals(401, visitor.get("/api/ping?client_id=" + id).statusCode());
        assertEquals(401, visitor.get("/api/ping?client_secret=" + secret).statusCode());
        String events = visitor.get("/api/replay/__security__?type=cold", login).body();
        assertTrue(events.contains("\"event-type\":\"create-app\""), events);
        assertFalse(events.contains(secret), events);
        assertTrue(events.contains("pbkdf2-sha512:"), events);
        restart();
        assertEquals(200, visitor.get("/api/ping" + shown).statusCode());
        String listed = visitor.get("/auth/app/" + id, login).body();
        assertTrue(listed.contains("\"last-used\":"), listed);
        assertFalse(listed.contains("pbkdf2"), listed);
        String fresh = field(visitor.post("/auth/app/" + id + "/rotate", "", login), "client-secret");
        assertNotEquals(secret, fresh);
        assertEquals(401, visitor.get("/api/ping" + shown).statusCode());
        String now = "?client_id=" + id + "&client_secret=" + fresh;
        assertEquals(200, visitor.get("/api/ping" + now).statusCode());
        assertEquals(
                "{\"correct\":true}\n", visitor.delete("/auth/app/" + id, login).body());
        assertEquals(401, visitor.get("/api/ping" + now).statusCode());
        restart();
        assertEquals(401, visitor.get("/api/ping" + now).statusCode());
        assertEquals("{\"applications\":[]}\n", visitor.get("/auth/apps", login).body());
    }

    @Test
    void aUserOfTheSameNameDoesNotInheritTheApplicationsOfOneThatWasDeleted() {
        People people = new People(daemon).with("ann", "reader", "**");
        HttpResponse<String> app = people.post("ann", "/auth/app", "{\"name\":\"shop\"}");
        String shown = "?client_id=" + field(app, "client-id") + "&client_secret=" + field(app, "client-secret");
        assertEquals(200, visitor.get("/api/ping" + shown).statusCode());
        daemon.delete("/api/user/ann");
        assertEquals(401, visitor.get("/api/ping" + shown).statusCode());
        people.with("ann", "admin", "**");
        assertEquals(401, visitor.get("/api/ping" + shown).statusCode());
        assertEquals("{\"applications\":[]}\n", people.get("ann", "/auth/apps").body());
        restart();
        assertEquals(401, visitor.get("/api/ping" + shown).statusCode());
    }

    @Test
    void aTokenThatIsRevokedAgainIsNotRecordedAgain() {
        String token = field(login(), "token");
        String[] shown = {"Authorization", "Token " + token};
        visitor.post("/auth/revoke", "{\"token\":\"" + token + "\"}", "Authorization", BASIC);
        long head = daemon.photon.log().head();
        visitor.post("/auth/revoke", "{\"token\":\"" + token + "\"}", "Authorization", BASIC);
        assertEquals(head, daemon.photon.log().head());
        assertEquals(401, visitor.get("/api/ping", shown).statusCode());
    }

    @Test
    void twoIdentitiesThatDifferAreRefusedTogether() throws IOException {
        HttpResponse<String> app = visitor.post("/auth/app", "{\"name\":\"shop\"}", "Authorization", BASIC);
        String shown = "client_id=" + field(app, "client-id") + "&client_secret=" + field(app, "client-secret");
        String token = field(login(), "token");
        assertEquals(
                400, visitor.get("/api/ping?" + shown, "Authorization", BASIC).statusCode());
        assertEquals(
                400,
                visitor.get("/api/ping?" + shown + "&access_token=" + token).statusCode());
        assertEquals(
                200,
                visitor.get("/api/ping?access_token=" + token, "Authorization", BASIC)
                        .statusCode());
        assertEquals(
                401,
                visitor.get("/api/ping?access_token=" + token + "x", "Authorization", BASIC)
                        .statusCode());
        HttpResponse<String> twice = visitor.get("/api/ping?access_token=" + token + "&access_token=other-secret");
        assertEquals(400, twice.statusCode());
        assertFalse(twice.body().contains("other-secret") || twice.body().contains(token), twice.body());
        for (String broken : List.of("&%zz=1", " x", "&a\u00fc=%ff")) {
            String answer = daemon.raw("GET /api/ping?client_secret=hidden" + broken
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400") && !answer.contains("hidden"), answer);
        }
        HttpResponse<String> mistyped = visitor.get("/api/ping?acess_token=hidden");
        assertFalse(mistyped.body().contains("hidden"), mistyped.body());
    }
}
