// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SQL on a running store: what it answers, and that no query is able to do harm. */
@Timeout(120)
class SqlSystemTest {

    private static final String ENDLESS = "SELECT hash('SHA256', 'x', 2000000000)";

    @TempDir
    static Path home;

    private static DaemonProcess daemon;
    /** What the process had used of the processor before it was asked. */
    private static long ticksBefore;

    @BeforeAll
    static void start() throws IOException {
        daemon = DaemonProcess.start(
                home,
                "-db.backend",
                "file",
                "-sql.heap",
                "64MiB",
                "-sql.timeout",
                "30s",
                "-sql.disk-quota",
                "1MiB",
                "-sql.max-rows",
                "50000",
                "-sql.folder",
                folder().toString());
        for (int i = 1; i <= 3; i++) {
            emit("orders", "{\"id\":" + i + ",\"total\":" + i + ".50,\"city\":\"Köln\"}");
        }
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    private static Path folder() {
        return home.resolve("sql");
    }

    private static long emit(String stream, String payload) throws IOException {
        return daemon.http()
                .stored("{\"stream-name\":\"" + stream + "\",\"event-type\":\"Placed\",\"schema\":\"2\",\"extra\":true,"
                        + "\"payload\":" + payload + "}");
    }

    private static HttpResponse<String> ask(String sql) throws IOException {
        return daemon.http().post("/api/sql", "application/sql", sql);
    }

    private static JsonNode answer(String sql) throws IOException {
        HttpResponse<String> answer = ask(sql);
        assertEquals(200, answer.statusCode(), sql + ": " + answer.body());
        return HttpDoor.JSON.readTree(answer.body());
    }

    private static String rows(String sql) throws IOException {
        return answer(sql).get("rows").toString();
    }

    private static void refused(int status, String message, String sql) throws IOException {
        HttpResponse<String> answer = ask(sql);
        assertTrue(answer.body().contains(message) && answer.statusCode() == status, sql + ": " + answer.body());
    }

    @Test
    void aQueryReadsWhatIsStoredWhenItIsAsked() throws IOException {
        long last = emit("now", "{\"n\":1}");
        JsonNode answer = answer("SELECT order_id, stream_name, event_type, schema, payload,"
                + " json_value(more, 'extra') AS extra FROM events WHERE \"stream-name\" = 'now'");
        assertEquals(
                "[[" + last + ",\"now\",\"Placed\",\"2\",\"{\\\"n\\\":1}\",\"true\"]]",
                answer.get("rows").toString());
        assertTrue(answer.get("up-to").longValue() >= last, answer.toString());
        assertEquals(
                "[[3,\"1.50\"]]",
                rows("SELECT COUNT(*), MIN(json_value(payload, '$.total')) FROM events"
                        + " WHERE stream_name = 'orders'"));
        assertEquals(
                "[[\"Köln\"]]",
                rows("SELECT DISTINCT (payload FORMAT JSON).\"city\" FROM events WHERE stream_name IN ('orders')"));
        assertEquals(
                "[[" + last + "]]",
                rows("SELECT order_id FROM events WHERE order_id <= " + last + " ORDER BY order_id DESC LIMIT 1"));
        assertEquals(
                "[[\"orders\",3]]", rows("SELECT stream_name, total_events FROM streams WHERE stream_name = 'orders'"));
        assertEquals(
                rows("SELECT COUNT(*) FROM events"), rows("SELECT COUNT(*) FROM events WHERE payload IS NOT NULL"));
    }

    @Test
    void aStreamIsAsLargeAsItsLines() throws IOException {
        emit("sized", "{\"city\":\"Köln\"}");
        emit("sized", "{\"city\":\"Łódź\"}");
        String lines = daemon.http().get("/api/replay/sized?type=cold").body();
        String size = "[[" + lines.getBytes(StandardCharsets.UTF_8).length + "]]";
        // Not known for a moment after a deletion.
        Eventually.holds(
                "the size is that of the lines",
                () -> rows("SELECT bytes FROM streams WHERE stream_name = 'sized'")
                        .equals(size));
    }

    @Test
    void aStreamThatIsDeletedIsGoneAtOnce() throws IOException {
        emit("gone", "{\"secret\":1}");
        assertEquals("[[1]]", rows("SELECT COUNT(*) FROM events WHERE stream_name = 'gone'"));
        assertEquals(200, daemon.http().delete("/api/stream/gone").statusCode());
        assertEquals("[[0]]", rows("SELECT COUNT(*) FROM events WHERE stream_name = 'gone'"));
        assertEquals("[[0]]", rows("SELECT COUNT(*) FROM events WHERE payload LIKE '{\"secret%'"));
        assertEquals("[[0]]", rows("SELECT COUNT(*) FROM streams WHERE stream_name = 'gone'"));
    }

    @Test
    void theTablesThatAreToldAreThoseOfTheProcess() throws IOException {
        for (JsonNode table : daemon.http().json("/api/sql/tables").get("tables")) {
            if (table.get("kind").asText().equals("table")) {
                JsonNode columns = answer("SELECT * FROM " + table.get("name").asText() + " LIMIT 0")
                        .get("columns");
                assertEquals(table.get("columns"), columns);
            }
        }
    }

    @Test
    void aProjectionIsATableNowAndAsItWas() throws IOException {
        long first = emit("sales", "{\"city\":\"Oslo\",\"n\":1}");
        emit("sales", "{\"city\":\"Rome\",\"n\":2}");
        project("per_city", "(. // {}) + {($event.payload.city): {n: $event.payload.n, tags: [1]}}");
        project("Log-Book", "(. // []) + [$event.payload]");
        project("total", "(. // 0) + $event.payload.n");
        project("plain", "(. // {}) + {($event.payload.city): $event.payload.n}");
        assertEquals(
                "[[\"Oslo\",\"{\\\"n\\\":1,\\\"tags\\\":[1]}\",1,\"[1]\"],[\"Rome\",\"{\\\"n\\\":2,\\\"tags\\\":[1]}\",2,\"[1]\"]]",
                fresh("SELECT * FROM per_city ORDER BY key"));
        assertEquals("[[1,\"Rome\",2]]", fresh("SELECT index, city, n FROM \"log-book\" WHERE n > 1"));
        assertEquals("[[3]]", fresh("SELECT value FROM projection.total"));
        assertEquals("[[3]]", fresh("SELECT SUM(value) FROM plain"));
        assertEquals("[[\"Oslo\",1]]", rows("SELECT key, value FROM projection_at('plain', " + first + ")"));
        refused(404, "no projection 'none'", "SELECT * FROM projection_at('none', 1)");
        assertTrue(answer("SELECT * FROM total").at("/projections/total").longValue() > first);
    }

    private static void project(String name, String jq) throws IOException {
        ObjectNode request = HttpDoor.JSON.createObjectNode();
        request.put("projection-name", name).put("stream-name", "sales").put("language", "jq");
        request.put("reduction", jq).put("initial-value", "null");
        HttpResponse<String> answer = daemon.http().post("/api/projection", "application/json", request.toString());
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static String fresh(String sql) throws IOException {
        ObjectNode request = HttpDoor.JSON.createObjectNode().put("sql", sql).put("fresh", true);
        HttpResponse<String> answer = daemon.http().post("/api/sql", "application/json", request.toString());
        assertEquals(200, answer.statusCode(), answer.body());
        return HttpDoor.JSON.readTree(answer.body()).get("rows").toString();
    }

    @Test
    void whatIsNoQueryIsRefusedAndWhatReachesOutIsDenied() throws IOException {
        for (String sql : List.of(
                "SET QUERY_TIMEOUT 0",
                "ALTER USER reader SET PASSWORD 'x'",
                "CREATE LOCAL TEMPORARY TABLE t(x INT)",
                "CREATE TABLE t AS SELECT * FROM events",
                "INSERT INTO events(order_id) VALUES (1)",
                "DELETE FROM events",
                "CREATE ALIAS a FOR \"java.lang.System.exit\"",
                "SHUTDOWN",
                "SCRIPT TO '" + home.resolve("script") + "'",
                "BACKUP TO '" + home.resolve("backup") + "'",
                "SELECT FILE_WRITE('x', '" + home.resolve("written") + "')",
                "CALL CSVWRITE('" + home.resolve("csv") + "', 'SELECT 1')",
                "CALL LINK_SCHEMA('x', '', 'jdbc:h2:mem:x', 'sa', '', 'PUBLIC')")) {
            refused(400, "that is not a query", sql);
        }
        refused(400, "several statements", "SELECT 1; SHUTDOWN");
        Path file = Files.writeString(home.resolve("secret"), "secret");
        refused(403, "SQL may not do that", "SELECT FILE_READ('" + file + "')");
        refused(403, "SQL may not do that", "SELECT * FROM CSVREAD('" + file + "')");
        refused(400, "conversion error", "SELECT CAST(X'aced0005' AS JAVA_OBJECT)");
        for (String made : List.of("script", "backup", "csv", "written")) {
            assertFalse(Files.exists(home.resolve(made)), made);
        }
        assertEquals("[[4]]", rows("CALL 2 + 2;"));
    }

    @Test
    void aQueryThatTakesTooMuchIsEndedAndTheNextOneIsAnswered() throws IOException {
        Map<String, String> greedy = Map.of(
                "SELECT secure_rand(2000000000)",
                "413 the 64 MiB of sql.heap",
                "SELECT json_arrayagg(repeat('x', 9999)) FROM system_range(1, 100000)",
                "413 the 64 MiB of sql.heap",
                "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT COUNT(*) FROM t",
                "504 1500 ms",
                ENDLESS,
                "504 1500 ms",
                "SELECT x, repeat('y', 99) FROM system_range(1, 900000) ORDER BY -x",
                "413 the 1 MiB of sql.disk-quota");
        for (Map.Entry<String, String> query : greedy.entrySet()) {
            String limit = query.getValue().startsWith("504") ? "1500" : "30000";
            HttpResponse<String> answer = daemon.http()
                    .post(
                            "/api/sql",
                            "application/json",
                            HttpDoor.JSON
                                    .createObjectNode()
                                    .put("sql", query.getKey())
                                    .put("timeout", Integer.parseInt(limit))
                                    .toString());
            String seen = answer.statusCode() + " " + answer.body();
            boolean memory = query.getKey().startsWith("WITH") && seen.contains("413 ") && seen.contains("sql.heap");
            String[] expected = query.getValue().split(" ", 2);
            assertTrue(
                    memory || seen.startsWith(expected[0]) && seen.contains(expected[1]), query.getKey() + ": " + seen);
            emit("meanwhile", "1");
            assertEquals("[[1]]", rows("SELECT 1"));
        }
    }

    @Test
    void aProcessThatIsKilledInTheMiddleFailsItsQueryAndAnotherOneComes() throws Exception {
        ProcessHandle process = resting();
        CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(ENDLESS);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Eventually.within(30, () -> isBusy(process), () -> "the query does not run");
        process.destroyForcibly();
        HttpResponse<String> answer = asked.get();
        assertTrue(answer.statusCode() == 503 && answer.body().contains("exit code 137"), answer.body());
        assertEquals("[[2]]", rows("SELECT 2"));
    }

    /** Whether it takes most of the processor's time that it can get. */
    private static boolean isBusy(ProcessHandle process) throws IOException {
        return ticks(process) - ticksBefore >= 20;
    }

    private static ProcessHandle resting() throws IOException {
        assertEquals("[[1]]", rows("SELECT 1"));
        ProcessHandle process = processes(daemon.pid()).stream()
                .max(java.util.Comparator.comparing(
                        each -> each.info().startInstant().orElseThrow()))
                .orElseThrow();
        ticksBefore = ticks(process);
        return process;
    }

    private static long ticks(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[11]);
    }

    @Test
    void aClientThatLeavesEndsItsQuery() throws Exception {
        ProcessHandle process = resting();
        try (Socket socket =
                new Socket(daemon.http().base().getHost(), daemon.http().base().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/sql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + daemon.http().token()
                            + "\r\nContent-Type: application/sql\r\nContent-Length: " + ENDLESS.length() + "\r\n\r\n"
                            + ENDLESS)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Eventually.within(30, () -> isBusy(process), () -> "the query does not run");
            assertTrue(process.isAlive());
        }
        Eventually.within(3, () -> !process.isAlive(), () -> "the query goes on");
    }

    @Test
    void aMistakeIsToldWithItsPlaceAndWhatMayHaveBeenMeant() throws IOException {
        refused(400, "line 2, column 6: there is no table 'evens'", "SELECT *\nFROM evens");
        refused(400, "did you mean 'events'?", "SELECT * FROM evens");
        refused(400, "line 1, column 8: there is no column 'order_idd'", "SELECT order_idd FROM events");
        refused(400, "did you mean order_id?", "SELECT order_idd FROM events");
        refused(400, "line 1, column 15: that is not SQL", "SELECT * FROM WHERE");
        refused(400, "line 2, column 2: Function \\\"nosuch\\\" not found", "SELECT\n nosuch(1)");
        refused(400, "line 1, column 8: there is no column 'x.payload'", "SELECT x.payload FROM events e");
        refused(400, "line 1, column 8: Column \\\"payload\\\" must", "SELECT payload FROM events GROUP BY event_type");
        refused(400, "line 1, column 28: Invalid use", "SELECT 1 FROM events WHERE SUM(order_id) > 1");
        refused(
                400,
                "line 1, column 57: Data conversion",
                "SELECT 1 FROM events WHERE 'abc' = 'abc' AND order_id = 'x'");
        refused(400, "line 1, column 28: Invalid value", "SELECT json_value(payload, 'a[') FROM events");
        refused(400, "line 1, column 15: projection_at takes another number", "SELECT * FROM projection_at('p')");
        refused(400, "line 1, column 28: Invalid value", "SELECT 1 FROM events LIMIT -1");
    }

    @Test
    void theAnswerIsWhatAcceptNames() throws IOException {
        String sql = "SELECT 1 AS a, 'x,\"y\"' AS b, CAST(NULL AS VARCHAR) AS a";
        assertEquals("a,b,a-2\r\n1,\"x,\"\"y\"\"\",\r\n", as("text/csv", sql));
        String[] lines = as("application/x-ndjson", sql).split("\n");
        assertEquals("{\"a\":1,\"b\":\"x,\\\"y\\\"\",\"a-2\":null}", lines[0]);
        assertEquals(
                1, HttpDoor.JSON.readTree(lines[1]).at("/photon-sql/row-count").intValue());
        JsonNode most = answer("SELECT x FROM system_range(1, 60000)");
        assertEquals(50_000, most.get("rows").size());
        assertTrue(most.get("is-truncated").booleanValue());
    }

    private static String as(String type, String sql) throws IOException {
        java.net.HttpURLConnection call = (java.net.HttpURLConnection)
                daemon.http().base().resolve("/api/sql").toURL().openConnection();
        call.setRequestProperty("Authorization", "Bearer " + daemon.http().token());
        call.setRequestProperty("Content-Type", "application/sql");
        call.setRequestProperty("Accept", type);
        call.setDoOutput(true);
        call.getOutputStream().write(sql.getBytes(StandardCharsets.UTF_8));
        assertTrue(Long.parseLong(call.getHeaderField("Photon-Up-To")) > 0);
        assertEquals(type, call.getContentType());
        return new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aDaemonThatIsKilledTakesItsProcessAndItsFolderWithIt() throws Exception {
        Path own = home.resolve("own");
        Path temporary = own.resolve("sql");
        DaemonProcess killed = DaemonProcess.start(own, "-db.backend", "memory", "-sql.folder", temporary.toString());
        try {
            assertEquals(
                    200,
                    killed.http()
                            .post("/api/sql", "application/sql", "SELECT 1")
                            .statusCode());
            ProcessHandle process = processes(killed.pid()).get(0);
            assertEquals(1, files(temporary).size());
            killed.kill();
            Eventually.within(20, () -> !process.isAlive(), () -> "the SQL process lives on");
            Eventually.within(20, () -> files(temporary).isEmpty(), () -> "its folder is still there");
        } finally {
            killed.close();
        }
    }

    @Test
    void itsProcessIsNiceOrGetsOnlyWhatNothingElseWants() throws Exception {
        assertEquals(
                200,
                daemon.http().post("/api/sql", "application/sql", "SELECT 1").statusCode());
        assertEquals("10 0", scheduled(processes(daemon.pid()).get(0))); // of the usual class
        try (DaemonProcess idle =
                DaemonProcess.start(home.resolve("idle"), "-db.backend", "memory", "-sql.priority", "idle")) {
            assertEquals(
                    200,
                    idle.http().post("/api/sql", "application/sql", "SELECT 1").statusCode());
            assertEquals("0 5", scheduled(processes(idle.pid()).get(0))); // SCHED_IDLE
        }
    }

    /** How nice it is, and its class of scheduling, as proc(5) has them. */
    private static String scheduled(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // from the third field on
        return fields[19 - 3] + " " + fields[41 - 3];
    }

    private static List<ProcessHandle> processes(long daemon) {
        return ProcessHandle.of(daemon).orElseThrow().children().toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(files::add);
        }
        return files;
    }

    @Test
    void theCommandShowsRowsAndWhereAMistakeIs() throws Exception {
        PhotonProcess table = PhotonProcess.run(
                home,
                daemon.http(),
                "sql",
                "--url",
                daemon.http().base().toString(),
                "-o",
                "table",
                "--arg",
                "orders",
                "SELECT event_type, COUNT(*) AS n FROM events WHERE stream_name = ? GROUP BY event_type");
        assertEquals("event_type  n\nPlaced      3\n", table.out());
        PhotonProcess raw = PhotonProcess.run(
                home,
                daemon.http(),
                "sql",
                "--url",
                daemon.http().base().toString(),
                "-o",
                "raw",
                "SELECT 1, 'a,\"b' || CHAR(9) || CHAR(10) || 'c', NULL UNION ALL SELECT 2, '', 'd' ORDER BY 1");
        assertEquals("1\ta,\"b  c\t\n2\t\td\n", raw.out(), raw.err());
        PhotonProcess mistake = PhotonProcess.run(
                home, daemon.http(), "sql", "--url", daemon.http().base().toString(), "SELECT * FROM evens");
        assertEquals(2, mistake.code());
        assertTrue(
                mistake.err().startsWith("SELECT * FROM evens\n              ^\nphoton: sql: line 1, column 15"),
                mistake.err());
    }
}
