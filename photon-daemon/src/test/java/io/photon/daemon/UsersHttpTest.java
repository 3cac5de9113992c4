// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.JsonFields;
import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import io.photon.text.Utf8;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users, and what they may do with which streams. */
@Timeout(60)
class UsersHttpTest {

    @TempDir
    Path dir;

    private final ExecutorService guessers = Executors.newFixedThreadPool(32);
    private Daemon daemon;
    private People people;

    @BeforeEach
    void start() {
        daemon = Daemon.memory(dir);
        people = new People(daemon);
    }

    @AfterEach
    void stop() {
        guessers.shutdownNow();
        daemon.close();
    }

    private static String allOf(String stream) {
        return "/api/replay/" + stream + "?type=cold";
    }

    private static List<String> streamsIn(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body()
                .lines()
                .filter(line -> line.contains("stream-name"))
                .map(line -> JsonFields.text(Utf8.bytes(line.replaceAll(",$", "")), "stream-name"))
                .toList();
    }

    @Test
    void aUserMayWhatIsGrantedAndNothingElse() {
        people.with("ann", "writer", "order-*");
        assertEquals(200, people.emit("ann", "order-1").statusCode());
        HttpResponse<String> other = people.emit("ann", "stock");
        assertEquals(403, other.statusCode());
        assertTrue(
                other.body().contains("ann may not append: stream 'stock' is not one of those granted"), other.body());
        assertEquals(403, people.emit("ann", "__config__").statusCode());
        assertEquals(200, people.get("ann", allOf("order-1")).statusCode());
        assertEquals(403, people.get("ann", allOf("stock")).statusCode());
        assertEquals(403, people.get("ann", allOf("__security__")).statusCode());
        assertEquals(403, people.get("ann", "/api/event/__all__/1").statusCode());
        String lines = Daemon.event("order-2", 1) + "\n" + Daemon.event("stock", 1) + "\n" + Daemon.event("order-3", 1);
        List<String> answers = people.post("ann", "/api/events", "[" + lines.replace("\n", ",") + "]")
                .body()
                .lines()
                .toList();
        assertEquals(
                List.of(true, false, true),
                answers.stream().map(line -> line.contains("order-id")).toList());
        String atomic = "[" + lines.replace("\n", ",") + "]";
        assertEquals(403, people.post("ann", "/api/events?atomic=true", atomic).statusCode());
    }

    @Test
    void everythingThatTellsOfSeveralStreamsTellsOfThoseOnlyThatMayBeRead() {
        people.with("ann", "reader", "order-*").with("bob", "reader", "**").with("cid", null, null);
        String cause = JsonFields.text(
                Utf8.bytes(daemon.emit(Daemon.event("order-1", 1)).body()), "order-id");
        daemon.emit("{\"stream-name\":\"secret\",\"event-type\":\"T\",\"caused-by\":" + cause + ",\"payload\":1}");
        daemon.emit(Daemon.event("order-2", 2));

        assertEquals(List.of("order-1", "order-2"), streamsIn(people.get("ann", allOf("__all__"))));
        assertEquals(List.of("order-1", "order-2"), streamsIn(people.get("ann", allOf("**"))));
        assertEquals(List.of("order-1", "secret", "order-2"), streamsIn(people.get("bob", allOf("__all__"))));
        assertEquals(403, people.get("cid", allOf("__all__")).statusCode());
        assertFalse(daemon.get(allOf("__all__")).body().isEmpty());
        assertTrue(daemon.get(allOf("__all__")).body().contains("__security__"), "the administrator sees it");

        assertEquals(List.of("order-1", "order-2"), streamsIn(people.get("ann", "/api/streams")));
        assertEquals(List.of("order-2"), streamsIn(people.get("ann", "/api/streams?after=order-1&limit=5")));
        assertEquals(List.of("order-1", "order-2", "secret"), streamsIn(people.get("bob", "/api/streams")));
        assertFalse(people.get("ann", "/api/busiest-streams").body().contains("secret"));
        assertFalse(people.get("ann", "/api/trace/" + cause).body().contains("secret"));
        assertTrue(people.get("bob", "/api/trace/" + cause).body().contains("secret"));
        assertEquals(403, people.get("ann", "/api/stats").statusCode());
        assertEquals(200, people.get("bob", "/api/stats").statusCode());
    }

    private HttpResponse<String> project(String user, String name, String stream) {
        return people.post(
                user,
                "/api/projection",
                "{\"projection-name\":\"" + name + "\",\"stream-name\":\"" + stream
                        + "\",\"language\":\"jq\",\"reduction\":\".\",\"initial-value\":\"0\"}");
    }

    @Test
    void aProjectionReadsNoMoreThanWhoCreatesItAndItsValueIsForThoseWhoMayReadThat() {
        people.with("ann", "reader,projections", "order-*").with("bob", "reader", "order-1");
        people.grant("ann", "projections", "**", null);
        daemon.emit(Daemon.event("order-1", 1));
        assertEquals(403, project("bob", "mine", "order-1").statusCode());
        assertEquals(200, project("ann", "one", "order-1").statusCode());
        assertEquals(200, project("ann", "some", "order-?").statusCode());
        assertEquals(403, project("ann", "other", "stock").statusCode());
        assertEquals(403, project("ann", "wider", "order*").statusCode());
        assertEquals(403, project("ann", "everything", "__all__").statusCode());
        assertEquals(403, project("ann", "secrets", "__security__").statusCode());

        assertEquals(200, people.get("bob", "/api/projection/one/value").statusCode());
        assertEquals(403, people.get("bob", "/api/projection/some/value").statusCode());
        assertEquals(403, people.get("ann", "/api/projection/__streams__/value").statusCode());
        assertEquals(
                "{\"projection-keys\":[\"one\"]}",
                people.get("bob", "/api/projection-keys").body().strip());
        assertFalse(people.get("bob", "/api/projections").body().contains("some"));
        assertEquals(403, people.delete("bob", "/api/projection/one").statusCode());

        daemon.post(
                "/api/projection",
                "application/json",
                "{\"projection-name\":\"boss\",\"stream-name\":\"stock\",\"language\":\"jq\",\"reduction\":\".\"}");
        assertEquals(403, people.get("ann", "/api/projection/boss").statusCode());
        people.with("dan", "reader,projections", "order-*");
        assertEquals(403, project("dan", "boss", "order-1").statusCode(), "not his to replace");
        assertEquals(200, people.delete("ann", "/api/projection/one").statusCode());
    }

    @Test
    void onesOwnPasswordIsNotGuessedFasterThanAtALogin() {
        people.with("ann", "reader", "**");
        List<CompletableFuture<Integer>> guesses = new ArrayList<>();
        for (int i = 0; i < 32; i++) { // 20 are free
            String guess = "{\"password\":\"another one\",\"present-password\":\"guess " + i + "\"}";
            guesses.add(CompletableFuture.supplyAsync(
                    () -> people.post("ann", "/api/user/ann/password", guess).statusCode(), guessers));
        }
        Map<Integer, Long> answers = guesses.stream()
                .map(CompletableFuture::join)
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
        assertEquals(Set.of(403, 503), answers.keySet());
        assertTrue(answers.get(503) >= 3, answers.toString());
        assertEquals(200, people.get("ann", "/api/whoami").statusCode());
    }

    @Test
    void aPasswordOpensUntilItIsChangedAndOnesOwnIsChangedWithThePresentOne() {
        people.with("ann", "reader", "**");
        assertEquals(200, people.get("ann", "/api/whoami").statusCode());
        String target = "/api/user/ann/password";
        assertEquals(
                403,
                people.post("ann", target, "{\"password\":\"another one\"}").statusCode());
        String wrong = "{\"password\":\"another one\",\"present-password\":\"not it at all\"}";
        assertEquals(403, people.post("ann", target, wrong).statusCode());
        String right = "{\"password\":\"another one\",\"present-password\":\"" + People.PASSWORD + "\"}";
        assertEquals(200, people.post("ann", target, right).statusCode());
        assertEquals(401, people.get("ann", "/api/whoami").statusCode());
        String[] now = {"Authorization", Visitor.basic("ann", "another one")};
        assertEquals(200, new Visitor(daemon).get("/api/whoami", now).statusCode());

        assertEquals(
                200,
                daemon.post("/api/user/ann/disable", "application/json", "").statusCode());
        assertEquals(401, new Visitor(daemon).get("/api/whoami", now).statusCode());
        assertEquals(
                200, daemon.post("/api/user/ann/enable", "application/json", "").statusCode());
        assertEquals(200, new Visitor(daemon).get("/api/whoami", now).statusCode());
        assertEquals(200, daemon.delete("/api/user/ann").statusCode());
        assertEquals(401, new Visitor(daemon).get("/api/whoami", now).statusCode());
        assertEquals(200, people.post("/api/user", "{\"username\":\"ann\"}").statusCode(), "the next of that name");
        assertEquals(401, new Visitor(daemon).get("/api/whoami", now).statusCode(), "has no password, and no rights");
        assertTrue(daemon.get("/api/grants").body().contains("\"grants\":[]"));
    }

    @Test
    void whatIsRecordedHoldsNoSecretAndSaysWhoDidItFromWhere() {
        people.with("ann", "writer", "s");
        String all = daemon.get(allOf("__security__")).body()
                + daemon.get("/api/users").body()
                + daemon.get("/api/user/ann").body()
                + daemon.get("/api/log").body();
        assertFalse(all.contains(People.PASSWORD), all);
        assertTrue(all.contains("\"event-type\":\"create-user\""), all);
        assertTrue(all.contains("\"by\":\"local\",\"from\":\"127.0.0.1 over http\""), all);
        assertTrue(all.contains("pbkdf2-sha512:"), all);
        assertFalse(
                (daemon.get("/api/users").body() + daemon.get("/api/user/ann").body()).contains("pbkdf2"));
    }

    @Test
    void usersAreThereAfterARestartAndInAnotherStoreAfterARestore() {
        daemon.close();
        PhotonConfig kept = Daemon.config(dir.resolve("kept"), "file", HttpSettings.plain("localhost", 0));
        String backup;
        daemon = Daemon.start(kept);
        people = new People(daemon);
        people.with("ann", "writer", "s*").with("gone", "admin", "**");
        daemon.delete("/api/user/gone");
        daemon.close();
        daemon = Daemon.start(kept);
        people = new People(daemon);
        assertEquals(200, people.emit("ann", "s1").statusCode());
        assertEquals(401, people.emit("gone", "s1").statusCode());
        backup = daemon.get("/api/backup").body();
        daemon.close();

        daemon = Daemon.memory(dir.resolve("other"));
        people = new People(daemon);
        assertEquals(401, people.emit("ann", "s2").statusCode());
        assertEquals(200, daemon.post("/api/restore", Daemon.NDJSON, backup).statusCode());
        Eventually.holds("ann is known", () -> daemon.get("/api/user/ann").statusCode() == 200);
        assertEquals(200, people.emit("ann", "s2").statusCode());
        assertEquals(403, people.emit("ann", "t").statusCode());
        assertEquals(404, daemon.get("/api/user/gone").statusCode());
    }

    @Test
    void namesAndGrantsThatMeanNothingGoodAreRefused() {
        for (String name : List.of("", "-a", "a:b", "a b", "a/b", "__a__", "\\u001b[31m", "ä", "..", "a".repeat(65))) {
            assertEquals(
                    400,
                    people.post("/api/user", "{\"username\":\"" + name + "\"}").statusCode(),
                    name);
        }
        for (String name : List.of("admin", "Admin", "local")) {
            assertEquals(
                    409,
                    people.post("/api/user", "{\"username\":\"" + name + "\"}").statusCode(),
                    name);
        }
        for (String password : List.of("short", "ann", "\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000")) {
            String body = "{\"username\":\"ann\",\"password\":\"" + password + "\"}";
            assertEquals(400, people.post("/api/user", body).statusCode(), password);
        }
        people.with("ann", null, null);
        assertEquals(409, people.post("/api/user", "{\"username\":\"ANN\"}").statusCode());
        for (String grant : List.of(
                People.grantBody("ann", "king", "s", null),
                People.grantBody("ann", "", "s", null),
                People.grantBody("ann", "reader", "", null),
                People.grantBody("ann", "admin", "s", null),
                People.grantBody("ann", "reader", "s", "2020-01-01T00:00:00Z"),
                People.grantBody("ann", "reader", "s", "tomorrow"),
                People.grantBody("ann", "reader", "s", "1795000000000000"))) {
            assertEquals(400, people.post("/api/grant", grant).statusCode(), grant);
        }
        assertEquals(
                404,
                people.post("/api/grant", People.grantBody("bob", "reader", "s", null))
                        .statusCode());
        assertEquals(404, daemon.delete("/api/grant/ann/12345678").statusCode());
        assertEquals(404, daemon.delete("/api/user/%2e%2e").statusCode());
    }

    @Test
    void ofManyWhoCreateTheSameUserAtOnceOneDoes() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(8);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            answers.add(many.submit(
                    () -> people.post("/api/user", "{\"username\":\"ann\"}").statusCode()));
        }
        many.shutdown();
        int created = 0;
        for (Future<Integer> answer : answers) {
            created += answer.get() == 200 ? 1 : 0;
        }
        assertEquals(1, created);
    }
}
