// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import io.photon.testing.Eventually;
import io.photon.text.Utf8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was handed out to a user, when something happens to the user; and what is under way with it. */
@Timeout(60)
class HandedOutHttpTest {

    private static final String REPLAY = "/api/replay/s";

    @TempDir
    Path dir;

    private Daemon daemon;
    private People people;
    private Visitor visitor;

    @BeforeEach
    void start() {
        daemon = Daemon.memory(dir);
        people = new People(daemon);
        visitor = new Visitor(daemon);
        daemon.emit(Daemon.event("s", 1));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static String field(HttpResponse<String> answer, String name) {
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonFields.text(Utf8.bytes(answer.body().strip()), name);
    }

    /** Everything that can be handed out to a user, as a header or a query. */
    private record Handed(String signed, String simple, String cookie, String app) {

        List<HttpResponse<String>> asks(Visitor visitor, String target) {
            return List.of(
                    visitor.get(target, "Authorization", "Token " + signed),
                    visitor.get(target, "Authorization", "Token " + simple),
                    visitor.get(target, "Cookie", cookie),
                    visitor.get(target + (target.contains("?") ? "&" : "?") + app));
        }
    }

    private Handed to(String name) {
        HttpResponse<String> tokens = people.get(name, "/auth/token");
        HttpResponse<String> session = people.get(name, "/auth/login");
        HttpResponse<String> app = people.post(name, "/auth/app", "{\"name\":\"shop\"}");
        return new Handed(
                field(tokens, "token"),
                field(tokens, "simple-token"),
                session.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", ""),
                "client_id=" + field(app, "client-id") + "&client_secret=" + field(app, "client-secret"));
    }

    private void assertAll(int status, Handed handed, String target) {
        for (HttpResponse<String> answer : handed.asks(visitor, target)) {
            assertEquals(status, answer.statusCode(), answer.body());
        }
    }

    @Test
    void whatAUserMayIsWhatTheirTokensMayAtThatMoment() {
        people.with("ann", null, null);
        Handed handed = to("ann");
        String read = REPLAY + "?type=cold";
        assertAll(403, handed, read);
        String grant = people.grant("ann", "reader", "s", null);
        assertAll(200, handed, read);
        assertEquals(200, daemon.delete("/api/grant/ann/" + grant).statusCode());
        assertAll(403, handed, read);
    }

    @Test
    void aNewPasswordEndsAllButTheApplications() {
        people.with("ann", "reader", "s");
        Handed handed = to("ann");
        String password = "{\"password\":\"other plain words\"}";
        assertEquals(200, people.post("/api/user/ann/password", password).statusCode());
        List<HttpResponse<String>> answers = handed.asks(visitor, "/api/ping");
        assertEquals(
                List.of(401, 401, 401, 200),
                answers.stream().map(HttpResponse::statusCode).toList());
        assertTrue(answers.get(0).body().contains("the password of ann was changed after the token was issued"));
    }

    @Test
    void whatADeletedUserHadIsNothingToAnotherOneOfThatName() {
        people.with("ann", "reader", "s");
        Handed handed = to("ann");
        assertAll(200, handed, "/api/ping");
        Eventually.holds(
                "the application is in the state", () -> securityState().contains("shop"));
        assertEquals(200, people.post("/api/user/ann/disable", "").statusCode());
        assertAll(401, handed, "/api/ping");
        assertEquals(200, daemon.delete("/api/user/ann").statusCode());
        people.with("ann", "reader", "s");
        assertAll(401, handed, "/api/ping");
        assertEquals("{\"applications\":[]}\n", people.get("ann", "/auth/apps").body());
        Eventually.holds(
                "the application is gone from the state", () -> !securityState().contains("shop"));
    }

    private String securityState() {
        return daemon.get("/api/projection/__security-state__/value").body();
    }

    @Test
    void usersSeeAndEndTheirOwnAndTheAdministratorEverybodys() {
        people.with("ann", null, null).with("bob", null, null);
        String app = field(people.post("ann", "/auth/app", "{\"name\":\"shop\"}"), "client-id");
        String token = field(people.post("ann", "/auth/token", "{\"name\":\"ci\"}"), "id");
        for (String path : List.of("/auth/app/" + app, "/auth/token/" + token)) {
            assertEquals(404, people.get("bob", path).statusCode());
            assertEquals(404, people.delete("bob", path).statusCode());
            assertEquals(200, people.get("ann", path).statusCode());
            assertEquals(200, daemon.get(path).statusCode());
        }
        assertEquals("{\"tokens\":[]}\n", people.get("bob", "/auth/tokens").body());
        assertEquals(403, people.get("bob", "/auth/tokens?username=ann").statusCode());
        assertEquals(
                403,
                people.post("bob", "/auth/token", "{\"name\":\"x\",\"username\":\"ann\"}")
                        .statusCode());
        assertEquals(
                403,
                people.post("bob", "/auth/token", "{\"name\":\"x\",\"username\":\"admin\"}")
                        .statusCode());
        assertEquals(
                403,
                people.post("bob", "/auth/app", "{\"name\":\"x\",\"username\":\"admin\"}")
                        .statusCode());
        assertEquals(
                403,
                people.post("bob", "/auth/revoke", "{\"username\":\"ann\"}").statusCode());
        assertTrue(daemon.get("/auth/tokens").body().contains(token));
        assertEquals(200, daemon.delete("/auth/token/" + token).statusCode());
        assertEquals(200, daemon.delete("/auth/app/" + app).statusCode());
        assertEquals("{\"applications\":[]}\n", people.get("ann", "/auth/apps").body());
    }

    @Test
    void boundsTakeAwayAndNeverGive() {
        people.with("ann", "reader", "s*").with("bob", "reader", "**");
        String bounded = field(
                people.post("ann", "/auth/token", "{\"name\":\"x\",\"roles\":\"admin\",\"streams\":\"**\"}"), "token");
        assertEquals(
                200,
                visitor.get(REPLAY + "?type=cold", "Authorization", "Token " + bounded)
                        .statusCode());
        assertEquals(
                403,
                visitor.get("/api/replay/other?type=cold", "Authorization", "Token " + bounded)
                        .statusCode());
        assertEquals(
                403,
                visitor.get("/api/users", "Authorization", "Token " + bounded).statusCode());
        String narrow = field(people.post("bob", "/auth/token", "{\"name\":\"x\",\"streams\":\"s\"}"), "token");
        assertEquals(
                200,
                visitor.get(REPLAY + "?type=cold", "Authorization", "Token " + narrow)
                        .statusCode());
        assertEquals(
                403,
                visitor.get("/api/replay/other?type=cold", "Authorization", "Token " + narrow)
                        .statusCode());
    }

    private String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && line.isBlank()) {
            line = lines.readLine();
        }
        return line;
    }

    private BufferedReader open(String target, String... headers) throws IOException {
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(daemon.openAsAnybody(target, headers), StandardCharsets.UTF_8));
        assertTrue(next(lines).contains("\"n\":1"));
        return lines;
    }

    @Test
    void whatIsUnderWayEndsWithWhatItWasBegunWith() throws IOException {
        people.with("ann", "reader", "s");
        HttpResponse<String> named = people.post("ann", "/auth/token", "{\"name\":\"x\"}");
        HttpResponse<String> brief = people.post("ann", "/auth/token", "{\"name\":\"y\",\"life\":3}");
        HttpResponse<String> app = people.post("ann", "/auth/app", "{\"name\":\"shop\"}");
        String shown = "client_id=" + field(app, "client-id") + "&client_secret=" + field(app, "client-secret");
        BufferedReader byBrief = open(REPLAY, "Authorization", "Token " + field(brief, "token"));
        BufferedReader byToken = open(REPLAY, "Authorization", "Token " + field(named, "token"));
        BufferedReader byApp = open(REPLAY + "?" + shown);
        assertEquals(
                200, people.delete("ann", "/auth/token/" + field(named, "id")).statusCode());
        assertEnds("the token was revoked", byToken);
        assertEquals(
                200,
                people.delete("ann", "/auth/app/" + field(app, "client-id")).statusCode());
        assertEnds("application 'shop' was deleted", byApp);
        assertEnds("has expired", byBrief);
    }

    private void assertEnds(String why, BufferedReader lines) throws IOException {
        daemon.emit(Daemon.event("s", 2));
        String line = next(lines);
        while (line != null && line.contains("\"payload\"")) {
            line = next(lines);
        }
        assertTrue(line != null && line.contains(why), line);
    }
}
