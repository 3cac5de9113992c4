// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProjectionCommandsTest {

    private static final String COUNT =
            "{\"projection-name\":\"count\",\"stream-name\":\"__all__\",\"language\":\"jq\","
                    + "\"status\":\"running\",\"position\":7,\"processed\":3}";
    private static final String BROKEN = "{\"projection-name\":\"broken\",\"stream-name\":\"s\",\"language\":\"jq\","
            + "\"status\":\"failed\",\"position\":5,\"processed\":1,\"last-error\":{\"message\":\"line 2: no\\u001b\"}}";

    private StandInDaemon daemon;
    private Shell photon;

    @TempDir
    Path dir;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        photon = new Shell(daemon.url());
        daemon.answers.put("GET /api/projections", "{\"projections\":[" + BROKEN + "," + COUNT + "]}");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void whatIsCreatedIsSentAsItWasWritten() throws IOException {
        daemon.answers.put("POST /api/projection?replace=false", "{\"correct\":true}");
        Path code = Files.writeString(dir.resolve("a b.js"), "(p, e) => \"\\n\" + p // é");
        Ran ran = photon.run(
                "projection", "create", "a\"b", "--stream", "s/1", "--code", code.toString(), "--initial", "{}");
        assertEquals(new Ran(0, "{\"correct\":true}\n", ""), ran);
        assertEquals(
                List.of("POST /api/projection?replace=false {\"projection-name\":\"a\\\"b\",\"stream-name\":\"s/1\","
                        + "\"language\":\"javascript\",\"reduction\":\"(p, e) => \\\"\\\\n\\\" + p // é\","
                        + "\"initial-value\":\"{}\"}"),
                daemon.asked);
    }

    @Test
    void anEdnFileIsSentWithItsNameForMessages() throws IOException {
        Path file = Files.writeString(dir.resolve("p.edn"), "{:projection-name \"x\"}");
        String target =
                "POST /api/projection?replace=true&file=" + file.toString().replace("/", "%2F");
        daemon.answers.put(target, "{\"correct\":true}");
        assertEquals(
                0,
                photon.run("projection", "create", "-f", file.toString(), "--replace")
                        .code());
        assertEquals(List.of(target + " {:projection-name \"x\"}"), daemon.asked);
    }

    @Test
    void aProjectionThatIsNotWhollyDescribedIsRefusedBeforeAnythingIsSent() throws IOException {
        assertEquals(
                2, photon.run("projection", "create", "x", "--language", "jq").code());
        assertEquals(
                2,
                photon.run("projection", "create", "--language", "jq", "-e", ".")
                        .code());
        assertEquals(2, photon.run("projection", "create", "x", "-e", ".").code());
        assertEquals(2, photon.run("projection", "create", "x", "-f", "p.edn").code());
        assertEquals(
                3,
                photon.run("projection", "create", "-f", dir.resolve("none.edn").toString())
                        .code());
        Path latin = Files.write(dir.resolve("l.jq"), new byte[] {(byte) 0xe9});
        Ran ran = photon.run("projection", "create", "x", "--code", latin.toString());
        assertEquals(2, ran.code());
        assertTrue(ran.err().contains("is not UTF-8\nhint: "), ran.err());
        assertEquals(List.of(), daemon.asked);
    }

    @Test
    void waitingForANewProjectionEndsWithWhatItIs() {
        daemon.answers.put("POST /api/projection?replace=false", "{\"correct\":true}");
        daemon.answers.put("GET /api/stats", "{\"head\":7}");
        daemon.answers.put("GET /api/projection/count/wait?at-least=7&timeout=500", "{\"position\":7}");
        Ran ran = photon.run("projection", "create", "count", "--language", "jq", "-e", ".", "--wait");
        assertEquals(0, ran.code(), ran.err());
        assertEquals(COUNT + "\n", ran.out());
        assertTrue(ran.err().contains("folded 3 events in "), ran.err());
    }

    @Test
    void oneOfAFileIsWaitedForByTheNameItHasThere() throws IOException {
        Path file = Files.writeString(dir.resolve("p.edn"), "{:stream-name \"x\", :projection-name \"count\"}");
        daemon.answers.put(
                "POST /api/projection?replace=false&file=" + file.toString().replace("/", "%2F"), "{\"correct\":true}");
        daemon.answers.put("GET /api/stats", "{\"head\":7}");
        daemon.answers.put("GET /api/projection/count/wait?at-least=7&timeout=500", "{\"position\":7}");
        Ran ran = photon.run("projection", "create", "-f", file.toString(), "--wait");
        assertEquals(0, ran.code(), ran.err());
        assertEquals(COUNT + "\n", ran.out());
    }

    @Test
    void oneThatHasFailedGoesOnAfterItsEventWhenThatIsWanted() {
        daemon.answers.put("POST /api/projection/p/resume?skip=true", "{\"correct\":true}");
        Ran ran = photon.run("projection", "resume", "p", "--skip");
        assertEquals(0, ran.code(), ran.err());
        daemon.failures.put("POST /api/projection/q/resume?skip=true", Failure.of(Kind.CONFLICT, "it is running"));
        assertEquals(4, photon.run("projection", "resume", "q", "--skip").code());
    }

    @Test
    void oneThatFailsWhileItIsWaitedForSaysWhy() {
        daemon.answers.put("POST /api/projection?replace=false", "{\"correct\":true}");
        daemon.answers.put("GET /api/stats", "{\"head\":7}");
        daemon.failures.put(
                "GET /api/projection/broken/wait?at-least=7&timeout=500", Failure.of(Kind.TIMED_OUT, "not yet"));
        Ran ran = photon.run("projection", "create", "broken", "--language", "jq", "-e", ".", "--wait");
        assertEquals(1, ran.code(), ran.err());
        assertTrue(ran.err().contains("photon: projection create: it failed: line 2: no\\u001b\nhint: "), ran.err());
    }

    @Test
    void projectionsAreListedInEveryForm() {
        assertEquals(
                BROKEN + "\n" + COUNT + "\n", photon.run("projection", "list").out());
        assertEquals(
                "{\"projections\":[" + BROKEN + "," + COUNT + "]}\n",
                photon.run("projection", "list", "-o", "json").out());
        assertEquals(
                "count\n",
                photon.run("projection", "list", "-o", "raw", "--prefix", "c").out());
        assertEquals("""
                PROJECTION  STREAM   LANGUAGE  STATUS   PROCESSED  POSITION  REMARK
                broken      s        jq        failed           1  5         line 2: no\\u001b
                count       __all__  jq        running          3  7
                """, photon.run("projection", "list", "-o", "table").out());
    }

    @Test
    void aValueIsShownAsItIsAndLaidOutForAPerson() {
        daemon.answers.put("GET /api/projection/count/value", "{\"a\":[1,{}],\"b\":\"x, {y}\"}");
        daemon.answers.put("GET /api/projection/count/value?key=b", "\"x, {y}\"");
        daemon.answers.put("GET /api/projection/count/value?at=1764000000000001", "3");
        daemon.answers.put("GET /api/projection/count", "{\"status\":\"running\"}");
        assertEquals(
                "{\"a\":[1,{}],\"b\":\"x, {y}\"}\n",
                photon.run("projection", "query", "count").out());
        assertEquals(
                """
                {
                  "a": [
                    1,
                    {}
                  ],
                  "b": "x, {y}"
                }
                """, photon.run("projection", "query", "count", "-o", "table").out());
        assertEquals(
                "x, {y}\n",
                photon.run("projection", "query", "count", "b", "-o", "raw").out());
        assertEquals(
                "3\n",
                photon.run("projection", "query", "count", "--at", "1764000000000001")
                        .out());
        assertEquals(
                "{\"status\":\"running\"}\n",
                photon.run("projection", "query", "count", "--full").out());
        assertEquals(
                2,
                photon.run("projection", "query", "count", "--full", "--at", "now")
                        .code());
        assertEquals(
                2,
                photon.run("projection", "query", "count", "b", "--diff", "1", "2")
                        .code());
    }

    @Test
    void aDifferenceIsARowOrALineForEachOperation() {
        String patch = "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":2},{\"op\":\"remove\",\"path\":\"/o\"}]";
        daemon.answers.put("GET /api/projection/count/diff?from=1764000000000001&to=1764000000000002", patch);
        String[] words = {"projection", "query", "count", "--diff", "1764000000000001", "1764000000000002", "-o", ""};
        words[7] = "json";
        assertEquals(patch + "\n", photon.run(words).out());
        words[7] = "ndjson";
        assertEquals(2, photon.run(words).out().lines().count());
        words[7] = "table";
        assertEquals(
                "OP       PATH  VALUE\nreplace  /n    2\nremove   /o\n",
                photon.run(words).out());
    }

    @Test
    void updatesAreLinesUntilThereAreEnough() {
        daemon.answers.put(
                "GET /api/projection/count/updates",
                ": hello\n\nid: 1\ndata: {\"projection-name\":\"count\",\"status\":\"running\",\"processed\":1,"
                        + "\"current-value\":{\"n\":1}}\n\nid: 2\ndata:{\"projection-name\":\"count\","
                        + "\"current-value\":2}\n\n");
        assertEquals(new Ran(0, "{\"n\":1}\n2\n", ""), photon.run("projection", "watch", "count"));
        assertEquals(new Ran(0, "{\"n\":1}\n", ""), photon.run("projection", "watch", "count", "-n", "1"));
        assertTrue(photon.run("projection", "watch", "count", "--full").out().startsWith("{\"projection-name\":"));
    }

    @Test
    void updatesThatBreakOffEndWithTheReason() {
        daemon.answers.put(
                "GET /api/projection/count/updates",
                "data: {\"error\":\"Photon is stopping\",\"code\":\"overloaded\",\"hint\":\"ask again\"}\n\n");
        Ran ran = photon.run("projection", "watch", "count");
        assertEquals(6, ran.code());
        assertEquals("photon: projection watch: Photon is stopping\nhint: ask again\n", ran.err());
    }

    @Test
    void changesNameWhatTheyChange() {
        for (String change : new String[] {"reset", "pause", "resume"}) {
            daemon.answers.put("POST /api/projection/a%2Fb/" + change, "{\"correct\":true}");
            assertEquals(0, photon.run("projection", change, "a/b").code());
        }
        assertEquals(3, daemon.asked.size());
    }

    @Test
    void nothingIsDeletedUnlessSomebodyIsSure() {
        daemon.answers.put("DELETE /api/projection/count?detailed=true", "{\"correct\":true}");
        assertEquals(2, photon.run("projection", "delete", "count").code());
        assertEquals(
                COUNT + "\n",
                photon.run("projection", "delete", "count", "--dry-run").out());
        assertEquals(
                3, photon.run("projection", "delete", "nobody", "--dry-run").code());
        assertEquals(
                List.of("GET /api/projections", "GET /api/projections", "GET /api/projections"),
                daemon.asked,
                "for each of the two, and for a name that is near");
        assertEquals(0, photon.run("projection", "delete", "count", "--yes").code());
        photon.inTerminal = true;
        assertEquals(
                2, photon.runWith("other\n", "projection", "delete", "count").code());
        assertEquals(
                0, photon.runWith("count\n", "projection", "delete", "count").code());
    }

    @Test
    void aWaitEndsWithZeroOrWith124() {
        daemon.answers.put(
                "GET /api/projection/count/wait?at-least=1764000000000007&timeout=29500", "{\"position\":8}");
        assertEquals(
                new Ran(0, "{\"position\":8}\n", ""),
                photon.run("wait", "projection", "count", "--at-least", "1764000000000007"));
        daemon.failures.put(
                "GET /api/projection/count/wait?at-least=1764000000000007&timeout=3600",
                Failure.of(Kind.TIMED_OUT, "it is at 5", "see how it is"));
        Ran late = photon.run("wait", "projection", "count", "--at-least", "1764000000000007", "--timeout", "4s");
        assertEquals(124, late.code());
        assertEquals("photon: wait projection: it is at 5\nhint: see how it is\n", late.err());
        daemon.answers.put("GET /api/stats", "{\"head\":1764000000000007}");
        assertEquals(
                0,
                photon.run("wait", "projection", "count", "--at-least", "now").code());
    }

    @Test
    void aBisectionSendsTheConditionAndShowsTheEvent() {
        daemon.answers.put("GET /api/projection/count/bisect?until=.n%20%3E%202", "{\"order-id\":9}");
        assertEquals(
                "{\"order-id\":9}\n",
                photon.run("projection", "bisect", "count", "--until", ".n > 2").out());
        assertEquals(2, photon.run("projection", "bisect", "count").code());
    }

    @Test
    void aSchemaIsARowForEachField() {
        daemon.answers.put(
                "GET /api/schema/s",
                "{\"1\":{\"total-events\":3,\"schema\":{\"count\":3,\"truncated\":true,\"m\":{\"[:payload :a]\":{\"path\":"
                        + "\".payload.a\",\"type\":[\"s/Int\",\"s/Str\"],\"mode\":\"optional\",\"count\":2,"
                        + "\"types\":{\"integer\":1,\"string\":1}}}}}}");
        Ran ran = photon.run("streams", "schema", "s", "-o", "table");
        assertEquals("""
                version 1: 3 events
                FIELD       REQUIRED  EVENTS  TYPE
                .payload.a  no             2  integer (1), string (1)
                """, ran.out());
        assertTrue(ran.err().contains("there are more fields"), ran.err());
        assertTrue(photon.run("streams", "schema", "s").out().startsWith("{\"1\":{"));
    }

    @Test
    void aTraceIsATreeOnATerminal() {
        daemon.answers.put(
                "GET /api/trace/3?limit=1000",
                "{\"causes\":[" + node(2, "Paid", "") + "," + node(1, "Placed", "")
                        + "],\"missing-cause\":null,\"event\":"
                        + node(
                                3,
                                "Sent",
                                ",\"effects\":["
                                        + node(4, "A", ",\"effects\":[" + node(5, "B", ",\"effects\":[]") + "]") + ","
                                        + node(6, "C", ",\"effects\":[]") + "]")
                        + ",\"complete\":false,\"scanned-to\":9}");
        photon.outTerminal = true;
        photon.environment.put("LANG", "C.UTF-8");
        Ran ran = photon.run("event", "trace", "3");
        assertEquals("""
                1  1970-01-01T00:00:00.001Z  s  Placed
                └─ 2  1970-01-01T00:00:00.001Z  s  Paid
                   └─ 3  1970-01-01T00:00:00.001Z  s  Sent  <- this one
                      ├─ 4  1970-01-01T00:00:00.001Z  s  A
                      │  └─ 5  1970-01-01T00:00:00.001Z  s  B
                      └─ 6  1970-01-01T00:00:00.001Z  s  C
                """, ran.out());
        assertTrue(ran.err().contains("there may be more effects after 9"), ran.err());
        photon.environment.put("LC_ALL", "C");
        assertTrue(photon.run("event", "trace", "3").out().contains("      |- 4"));
        assertEquals(
                "1\n2\n3\n4\n5\n6\n",
                photon.run("event", "trace", "3", "-o", "raw").out());
    }

    private static String node(int id, String type, String more) {
        return "{\"order-id\":" + id + ",\"event-time\":1,\"stream-name\":\"s\",\"event-type\":\"" + type
                + "\",\"relation\":null,\"service-id\":null" + more + "}";
    }
}
