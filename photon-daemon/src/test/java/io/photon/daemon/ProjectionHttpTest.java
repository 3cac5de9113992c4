// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionHttpTest {

    private static final String COUNT = "{\"projection-name\":\"p\",\"stream-name\":\"s\",\"language\":\"javascript\","
            + "\"reduction\":\"function(prev, next) { prev.count++; prev.sum += next.payload.n; return prev; }\","
            + "\"initial-value\":\"{\\\"count\\\":0,\\\"sum\\\":0}\"}";

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

    private void create(String json) {
        String answer = daemon.post("/api/projection", "application/json", json).body();
        assertEquals("{\"correct\":true}\n", answer);
    }

    private long emit(int n) {
        String body = daemon.emit(Daemon.event("s", n)).body();
        return Long.parseLong(body.replaceAll(".*\"order-id\":(\\d+).*\\n?", "$1"));
    }

    private void await(long position) {
        HttpResponse<String> reached = daemon.get("/api/projection/p/wait?at-least=" + position + "&timeout=20000");
        assertEquals(200, reached.statusCode(), reached.body());
    }

    @Test
    void whatIsPostedIsFoldedAndFoundByTheCallsOfTheContract() {
        emit(1);
        emit(2);
        create(COUNT);
        await(emit(4));
        String found = daemon.get("/api/projection/p").body();
        assertTrue(found.contains("\"current-value\":{\"count\":3,\"sum\":7}"), found);
        assertTrue(found.contains("\"language\":\"javascript\""), found);
        assertEquals("3\n", daemon.get("/api/projection/p/processed").body());
        assertEquals(
                "{\"count\":3,\"sum\":7}\n",
                daemon.get("/api/projection/p/current-value").body());
        assertEquals("7\n", daemon.get("/api/projection/p/sum").body());
        assertEquals(
                "{\"count\":3,\"sum\":7}",
                daemon.get("/api/projection/p/value").body().strip());
        assertEquals("7\n", daemon.get("/api/projection/p/value?key=sum").body());
        assertEquals(404, daemon.get("/api/projection/p/nothing").statusCode());
        assertEquals(
                "{\"projection-keys\":[\"__security-state__\",\"__streams__\",\"p\"]}\n",
                daemon.get("/api/projection-keys").body());
        String all = daemon.get("/api/projections").body();
        assertTrue(all.startsWith("{\"projections\":[{") && all.contains("\"projection-name\":\"p\""), all);
        assertTrue(!all.contains("current-value"), all);
        assertTrue(daemon.get("/api/stats").body().contains("\"projections\":{\"total\":3"));
    }

    @Test
    void aProjectionSaysWhetherItsStreamIsAGlobOrAName() {
        String glob = COUNT.replaceFirst("\"stream-name\":\"[^\"]*\"", "\"stream-name\":\"order-*\"");
        create(glob);
        assertEquals("false\n", daemon.get("/api/projection/p/exact").body());
        create(glob.replaceFirst("\\{", "{\"exact\":true,"));
        assertEquals("true\n", daemon.get("/api/projection/p/exact").body());
        String unclear = glob.replaceFirst("\\{", "{\"exact\":\"yes\",");
        assertEquals(
                400, daemon.post("/api/projection", "application/json", unclear).statusCode());
    }

    @Test
    void thePastAndTheDifferenceAreFound() {
        create(COUNT);
        long first = emit(1);
        long second = emit(2);
        emit(3);
        assertEquals(
                "{\"count\":2,\"sum\":3}\n",
                daemon.get("/api/projection/p/value?at=" + second).body());
        assertEquals(
                "[{\"op\":\"replace\",\"path\":\"/count\",\"value\":2},{\"op\":\"replace\",\"path\":\"/sum\",\"value\":3}]\n",
                daemon.get("/api/projection/p/diff?from=" + first + "&to=" + second)
                        .body());
        assertEquals(400, daemon.get("/api/projection/p/diff?from=1").statusCode());
        assertEquals(400, daemon.get("/api/projection/p/value?at=yesterday").statusCode());
    }

    @Test
    void whatCannotBeIsRefusedWithACode() {
        assertEquals(
                200,
                daemon.post("/api/projection?replace=false", "application/json", COUNT)
                        .statusCode());
        HttpResponse<String> again = daemon.post("/api/projection?replace=false", "application/json", COUNT);
        assertEquals(409, again.statusCode(), again.body());
        assertEquals(
                200, daemon.post("/api/projection", "application/json", COUNT).statusCode());
        HttpResponse<String> wrong = daemon.post(
                "/api/projection",
                "application/json",
                COUNT.replace("function(prev, next) {", "function(prev, next {").replace("\"p\"", "\"q\""));
        assertEquals(400, wrong.statusCode(), wrong.body());
        assertTrue(wrong.body().contains("line 1"), wrong.body());
        for (String bad :
                new String[] {"", "[]", "{", "{\"projection-name\":1}", COUNT.replace("javascript", "cobol")}) {
            HttpResponse<String> refused = daemon.post("/api/projection", "application/json", bad);
            assertEquals(400, refused.statusCode(), bad + ": " + refused.body());
        }
        assertEquals(415, daemon.post("/api/projection", "text/plain", COUNT).statusCode());
        assertEquals(404, daemon.get("/api/projection/nobody").statusCode());
        assertEquals(
                "{\"correct\":true}\n", daemon.delete("/api/projection/nobody").body());
        assertEquals(404, daemon.delete("/api/projection/nobody?detailed=true").statusCode());
        assertEquals(403, daemon.delete("/api/projection/__streams__").statusCode());
        assertEquals(
                403,
                daemon.post("/api/projection/__streams__/pause", "application/json", "")
                        .statusCode());
        assertEquals(404, daemon.get("/api/projection/nobody/updates").statusCode());
        HttpResponse<String> late = daemon.get("/api/projection/p/wait?at-least=9000000000000000&timeout=30");
        assertEquals(504, late.statusCode(), late.body());
    }

    @Test
    void itIsPausedResumedResetAndDeleted() {
        create(COUNT);
        await(emit(1));
        assertEquals(
                200,
                daemon.post("/api/projection/p/pause", "application/json", "").statusCode());
        Eventually.holds(
                "paused", () -> daemon.get("/api/projection/p/status").body().equals("\"paused\"\n"));
        long last = emit(2);
        assertEquals(
                200,
                daemon.post("/api/projection/p/resume", "application/json", "").statusCode());
        await(last);
        assertEquals(
                200,
                daemon.post("/api/projection/p/reset", "application/json", "").statusCode());
        await(last);
        assertEquals("3\n", daemon.get("/api/projection/p/sum").body());
        assertEquals(
                409,
                daemon.post("/api/projection/p/resume?skip=true", "application/json", "")
                        .statusCode());
        assertEquals("{\"correct\":true}\n", daemon.delete("/api/projection/p").body());
        assertEquals(404, daemon.get("/api/projection/p").statusCode());
    }

    @Test
    void updatesAreTheStateNowAndThenEachChange() throws Exception {
        create(COUNT);
        await(emit(1));
        try (BufferedReader updates = new BufferedReader(
                new InputStreamReader(daemon.open("/api/projection/p/updates"), StandardCharsets.UTF_8))) {
            assertTrue(untilValue(updates, "{\"count\":1,\"sum\":1}") >= 0);
            long second = emit(5);
            assertEquals(second, untilValue(updates, "{\"count\":2,\"sum\":6}"));
            daemon.delete("/api/projection/p");
            String line = updates.readLine();
            while (!line.equals("event: complete")) {
                line = updates.readLine();
            }
        }
    }

    /** Reads until a state has this value. @return its id */
    private static long untilValue(BufferedReader updates, String value) throws Exception {
        String id = "";
        for (String line = updates.readLine(); line != null; line = updates.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ") && line.contains("\"current-value\":" + value)) {
                return Long.parseLong(id);
            }
        }
        throw new AssertionError("the stream ended before " + value);
    }

    @Test
    void nobodyWithoutAnIdentitySeesAProjection() {
        for (String path : new String[] {"/api/projections", "/api/projection/p", "/api/projection-keys"}) {
            HttpRequest.Builder request = HttpRequest.newBuilder(java.net.URI.create(daemon.photon.url() + path));
            assertEquals(401, Daemon.send(request.GET()).statusCode(), path);
        }
    }

    @Test
    void aStreamsSchemaIsFound() {
        emit(1);
        Eventually.holds("a schema", () -> daemon.get("/api/schema/s").statusCode() == 200);
        assertEquals(404, daemon.get("/api/schema/nothing").statusCode());
    }
}
