// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.photon.codec.JsonFields;
import io.photon.question.Form;
import io.photon.question.HookQuestions;
import io.photon.question.Param;
import io.photon.question.Question;
import io.photon.question.Questions;
import io.photon.text.Utf8;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the table, asked by everybody. A new row is red until it is written here who may ask it. */
@Timeout(120)
class EveryRouteAndRoleTest {

    /** Of streams {@code s*} where nothing else is said. */
    private static final List<String> PEOPLE =
            List.of("nobody", "idle", "reader", "writer", "operator", "auditor", "admin");

    /** Who gets something else than 401 and 403, as the first letters of {@link #PEOPLE}; the stream is {@code s1}. */
    private static final Map<String, String> MAY = new HashMap<>();

    static {
        may("niRwoaA", "health", "ready", "login-by-form", "logout", "session", "token-refresh");
        may("iRwoaA", "ping", "whoami");
        may("iRwoaA", "login", "token", "token-create", "tokens", "token-show", "token-revoke", "tokens-revoke");
        may("iRwoaA", "app-create", "apps", "app", "app-rotate", "app-delete");
        may("woA", "emit", "emit-to", "emit-many", "new-stream");
        may("RwoaA", "replay", "streams", "stream", "stream-contents", "export", "event", "trace", "busiest-streams");
        may("RwoaA", "sql", "sql-tables");
        may("oA", "stream-delete");
        may("aA", "stats", "metrics", "cluster"); // counts everything
        may("A", "follow", "follow-check", "promote", "step-down");
        may("A", "backup", "verify", "restore", "log", "subscribers", "settings");
        may("A", "appends-pause", "appends-resume");
        may("RwoaA", "projection-keys", "projections", "projection", "projection-field", "projection-value");
        may("RwoaA", "projection-diff", "projection-bisect", "projection-updates", "projection-wait", "schema");
        may("oA", "projection-create", "projection-delete", "projection-reset");
        may("oA", "projection-pause", "projection-resume");
        may("A", "users", "user", "user-create", "user-password", "user-disable", "user-enable", "user-delete");
        may("A", "grants", "grant-add", "grant-revoke");
        may("A", "hooks", "hook", "hook-create", "hook-rotate", "hook-test", "hook-delete");
        may("A", "hook-enable", "hook-disable", "hook-limit");
        may("niRwoaA", "hook-deliver"); // any sender that signs
    }

    /** The same of the WebSockets, which are not rows of the table. */
    private static final Map<String, String> SOCKETS = Map.of(
            "/ws/replay/s1", "RwoaA",
            "/ws/ws-stats", "aA",
            "/ws/ws-streams", "RwoaA",
            "/ws/ws-projections", "RwoaA",
            "/ws/ws-projections?projection-name=p", "RwoaA");

    private static final String SECRET = "a secret of both sides";

    private static final Map<String, String> TYPES =
            Map.of("restore", Daemon.NDJSON, "new-stream", "multipart/form-data; boundary=x");

    private static void may(String who, String... questions) {
        for (String question : questions) {
            MAY.put(question, who);
        }
    }

    private static char letter(String person) {
        return person.equals("admin") ? 'A' : person.equals("reader") ? 'R' : person.charAt(0);
    }

    @TempDir
    static Path dir;

    private static final Map<String, String> VALUES = new HashMap<>();
    private static final Map<String, String> BODIES = new HashMap<>();
    private static Daemon daemon;

    @BeforeAll
    static void start() {
        daemon = Daemon.memory(dir);
        new People(daemon)
                .with("idle", null, null)
                .with("reader", "reader", "s*")
                .with("writer", "writer", "s*")
                .with("operator", "operator", "s*")
                .with("auditor", "reader", "**")
                .with("boss", "admin", "**");
        String id = Long.toString(
                JsonFields.number(Utf8.bytes(daemon.emit(Daemon.event("s1", 1)).body()), "order-id"));
        projection("p");
        daemon.get("/api/projection/p/wait?at-least=" + id);
        VALUES.putAll(Map.of("stream", "s1", "order-id", id, "key", "k", "from", id, "to", id, "at-least", id));
        VALUES.putAll(Map.of("until", ".%3E1", "username", "none", "grant-id", "none", "id", "none"));
        VALUES.putAll(Map.of("after", "0", "node-id", "n", "epoch", "1"));
        VALUES.putAll(Map.of("client-id", "none", "type", "cold", "atomic", "true"));
        BODIES.put("emit", Daemon.event("s1", 1));
        BODIES.put("emit-to", "{\"event-type\":\"T\",\"payload\":1}");
        BODIES.put("emit-many", "[" + Daemon.event("s1", 1) + "]");
        BODIES.put(
                "new-stream",
                "--x\r\nContent-Disposition: form-data; name=\"stream-name\"\r\n\r\ns1\r\n--x\r\n"
                        + "Content-Disposition: form-data; name=\"upload-file\"; filename=\"f\"\r\n\r\n"
                        + Daemon.event("s1", 1) + "\r\n--x--\r\n");
        BODIES.put("projection-create", definition("q"));
        BODIES.put("sql", "{\"sql\":\"SELECT 1\"}");
        BODIES.put("user-create", "{\"username\":\"-\"}");
        BODIES.put("user-password", "{\"password\":\"a few other words\"}");
        BODIES.put("grant-add", People.grantBody("none", "reader", "s*", null));
        BODIES.put("login-by-form", "{\"username\":\"admin\",\"password\":\"p4010n\"}");
        BODIES.put("token-create", "{\"name\":\"t\"}");
        BODIES.put("app-create", "{\"name\":\"a\"}");
        VALUES.put("hook", "h1");
        BODIES.put("hook-create", hook("h2"));
        BODIES.put("hook-limit", "{\"max-body\":1000}");
        BODIES.put("hook-rotate", "{\"secret\":\"" + SECRET + "\"}");
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    private static String hook(String name) {
        return "{\"hook\":\"" + name + "\",\"stream\":\"s1\",\"scheme\":\"github\",\"secret\":\"" + SECRET + "\"}";
    }

    private static String definition(String name) {
        return "{\"projection-name\":\"" + name + "\",\"stream-name\":\"s1\",\"language\":\"jq\","
                + "\"reduction\":\".\",\"initial-value\":\"0\"}";
    }

    private static void projection(String name) {
        daemon.post("/api/projection", "application/json", definition(name));
    }

    private static String target(Question question) {
        String path = question.path();
        List<String> query = new ArrayList<>();
        for (Param<?> param : question.params()) {
            String value = param.name().equals("name") ? "p" : VALUES.get(param.name());
            if (question.isInPath(param)) {
                assertNotNull(value, "the test has no value for " + param + " of " + question);
                path = path.replace(":" + param.name(), value);
            } else if (question.isInQuery(param)
                    && (param.isRequired() || List.of("type", "atomic").contains(param.name()))) {
                query.add(param.name() + "=" + value);
            }
        }
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private static int status(Question question, String person) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(daemon.photon.url() + target(question)))
                .timeout(Duration.ofSeconds(30))
                .method(
                        question.method(),
                        question.form() == Form.UPLOAD
                                ? BodyPublishers.ofString(BODIES.getOrDefault(question.name(), "{}"))
                                : BodyPublishers.noBody());
        if (question.form() == Form.UPLOAD) {
            request.header("Content-Type", TYPES.getOrDefault(question.name(), "application/json"));
        }
        if (question == HookQuestions.HOOK_DELIVER) {
            request.header("X-Hub-Signature-256", Signing.github(SECRET, "{}")).header("X-GitHub-Delivery", person);
        }
        if (!person.equals("nobody")) {
            request.headers(People.as(person.equals("admin") ? "boss" : person));
        }
        return Daemon.status(request);
    }

    @Test
    void everyRowIsAnsweredToThoseWhoMayAskAndToNobodyElse() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Question question : Questions.ALL) {
            String who = MAY.get(question.name());
            assertNotNull(who, "say in this test who may ask " + question);
            for (String person : PEOPLE) {
                daemon.post("/api/hook", "application/json", hook("h1"));
                projection("p"); // some calls use up what they are given
                daemon.emit(Daemon.event("s1", 1));
                int status = status(question, person);
                boolean answered = status != 401 && status != 403;
                if (answered != (who.indexOf(letter(person)) >= 0) || status >= 500) {
                    wrong.add(person + " asks " + question + ": " + status);
                }
                if (status == 401 && !person.equals("nobody")) {
                    wrong.add(person + " is not known to " + question);
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void everyWebSocketIsOpenedForThoseWhoMayReadThereAndForNobodyElse() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String path : SOCKETS.keySet()) {
            for (String person : PEOPLE) {
                String shown = person.equals("nobody")
                        ? ""
                        : RawWebSocket.lines(
                                "Authorization: " + People.as(person.equals("admin") ? "boss" : person)[1]);
                try (RawWebSocket socket = RawWebSocket.shake(daemon.socket(), path, shown)) {
                    int may =
                            SOCKETS.get(path).indexOf(letter(person)) >= 0 ? 101 : person.equals("nobody") ? 401 : 403;
                    if (!socket.answer.startsWith("HTTP/1.1 " + may + " ")) {
                        wrong.add(person + " opens " + path + ": "
                                + socket.answer.lines().findFirst());
                    }
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void noWebSocketIsLeftOut() {
        Set<String> known = new TreeSet<>();
        SOCKETS.keySet()
                .forEach(path ->
                        known.add("GET " + path.replaceFirst("\\?.*", "").replace("/s1", "/:stream")));
        Set<String> open = new TreeSet<>();
        daemon.photon.http().routes().stream()
                .map(route -> route.replaceFirst("(?<=GET )([^ ]*).*", "$1"))
                .filter(route -> route.startsWith("GET /ws/"))
                .forEach(open::add);
        assertEquals(open, known);
    }
}
