// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.cli.command.Shell;
import io.photon.testing.Pause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projections of a packaged daemon, from a terminal's side. */
class ProjectionCommandsSystemTest {

    private static final String SUM =
            "function(p, e) { p.n = (p.n || 0) + e.payload.n; p.events = (p.events || 0) + 1;" + " return p }";

    @TempDir
    Path home;

    private final List<Long> positions = new ArrayList<>();

    private PhotonProcess photon(DaemonProcess daemon, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", daemon.http().base().toString()));
        return PhotonProcess.run(home, daemon.http(), all.toArray(String[]::new));
    }

    /** In this process: what is asked is the matter there, and the packaged program shows the exit codes of all that fails. */
    private JsonNode json(DaemonProcess daemon, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-o", "json"));
        Shell shell = new Shell(daemon.http().base().toString());
        shell.environment.put("PHOTON_TOKEN", daemon.http().token());
        Shell.Ran ran = shell.run(all.toArray(String[]::new));
        assertEquals(0, ran.code(), String.join(" ", words) + "\n" + ran);
        return HttpDoor.JSON.readTree(ran.out());
    }

    private void emit(DaemonProcess daemon, int from, int to) throws Exception {
        for (int n = from; n <= to; n++) {
            positions.add(
                    daemon.http().stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":{\"n\":" + n + "}}"));
        }
    }

    private long last() {
        return positions.get(positions.size() - 1);
    }

    @Test
    void everyCommandAnswersWithJsonAndItsExitCode() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file", "-muon.url", "none")) {
            emit(daemon, 1, 10);
            JsonNode created = json(
                    daemon,
                    "projection",
                    "create",
                    "sum",
                    "--stream",
                    "s",
                    "--language",
                    "javascript",
                    "-e",
                    SUM,
                    "--initial",
                    "{}",
                    "--wait");
            assertEquals(10, created.path("processed").intValue());
            PhotonProcess queried = photon(daemon, "projection", "query", "sum");
            assertEquals(0, queried.code(), queried.err());
            assertEquals(55, HttpDoor.JSON.readTree(queried.out()).path("n").intValue());
            assertEquals(55, json(daemon, "projection", "query", "sum", "n").intValue());
            assertEquals(
                    "running",
                    json(daemon, "projection", "query", "sum", "--full")
                            .path("status")
                            .textValue());
            assertEquals(
                    3, json(daemon, "projection", "list").path("projections").size());
            assertEquals(
                    1,
                    json(daemon, "projection", "watch", "sum", "-n", "1")
                                    .path("events")
                                    .intValue()
                            / 10);
            assertEquals(
                    6,
                    json(daemon, "projection", "query", "sum", "--at", Long.toString(positions.get(2)))
                            .path("n")
                            .intValue());
            JsonNode diff = json(
                    daemon,
                    "projection",
                    "query",
                    "sum",
                    "--diff",
                    Long.toString(positions.get(2)),
                    Long.toString(last()));
            assertEquals(
                    "/n",
                    diff.findValuesAsText("path").stream()
                            .filter("/n"::equals)
                            .findAny()
                            .orElse(""));
            JsonNode found = json(daemon, "projection", "bisect", "sum", "--until", ".n != null and .n > 20");
            assertEquals(positions.get(5), found.path("order-id").longValue(), found.toString());
            assertEquals(15, found.at("/before/n").intValue());
            assertEquals(21, found.at("/after/n").intValue());

            json(daemon, "projection", "pause", "sum");
            emit(daemon, 11, 11);
            assertEquals(55, json(daemon, "projection", "query", "sum", "n").intValue());
            PhotonProcess late =
                    photon(daemon, "wait", "projection", "sum", "--at-least", Long.toString(last()), "--timeout", "2s");
            assertTrue(late.code() == 124 || late.code() == 4, late.toString());
            json(daemon, "projection", "resume", "sum");
            assertTrue(json(daemon, "wait", "projection", "sum", "--at-least", Long.toString(last()))
                            .path("position")
                            .longValue()
                    >= last());
            assertEquals(66, json(daemon, "projection", "query", "sum", "n").intValue());
            json(daemon, "projection", "reset", "sum");
            json(daemon, "wait", "projection", "sum", "--at-least", "now");
            assertEquals(66, json(daemon, "projection", "query", "sum", "n").intValue());

            JsonNode schema = json(daemon, "streams", "schema", "s");
            assertEquals(
                    11,
                    schema.at("/__unversioned__/schema/m")
                            .path("[:payload :n]")
                            .path("count")
                            .intValue());
            long effect = daemon.http()
                    .stored("{\"stream-name\":\"e\",\"event-type\":\"E\",\"caused-by\":" + last() + ",\"payload\":1}");
            JsonNode trace = json(daemon, "event", "trace", Long.toString(last()));
            assertEquals(effect, trace.at("/event/effects/0/order-id").longValue());

            assertEquals(2, photon(daemon, "projection", "delete", "sum").code());
            assertEquals(
                    "sum",
                    json(daemon, "projection", "delete", "sum", "--dry-run")
                            .path("projection-name")
                            .textValue());
            json(daemon, "projection", "delete", "sum", "--yes");
            assertEquals(3, photon(daemon, "projection", "query", "sum").code());
            assertEquals(
                    5,
                    photon(daemon, "projection", "delete", "__streams__", "--yes")
                            .code());
            assertEquals(3, photon(daemon, "streams", "schema", "nobody").code());
            assertEquals(3, photon(daemon, "event", "trace", "1764000000000001").code());
            assertEquals(0, daemon.stop());
        }
    }

    @Test
    void codeThatCannotBeUsedIsRefusedWithItsPlaceAndHostileCodeStopsOnlyItself() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file", "-muon.url", "none")) {
            emit(daemon, 1, 3);
            PhotonProcess bad = photon(
                    daemon,
                    "projection",
                    "create",
                    "bad",
                    "--language",
                    "javascript",
                    "-e",
                    "function(p, e) {\n  return p +;\n}");
            assertEquals(2, bad.code(), bad.toString());
            assertTrue(bad.err().contains("line 2, column "), bad.err());
            assertEquals(3, photon(daemon, "projection", "query", "bad").code());
            Path broken =
                    Files.writeString(home.resolve("broken.edn"), "{:projection-name \"x\"\n :reduction (fn [p n]\n");
            PhotonProcess edn = photon(daemon, "projection", "create", "-f", broken.toString());
            assertEquals(2, edn.code(), edn.toString());
            assertTrue(edn.err().contains("broken.edn:2:"), edn.err());
            for (String hostile : new String[] {
                "function(p, e) { while (true); }",
                "function(p, e) { return java.lang.System.exit(1); }",
                "function(p, e) { throw 'no'; }"
            }) {
                PhotonProcess ran = photon(
                        daemon,
                        "projection",
                        "create",
                        "h",
                        "--replace",
                        "--language",
                        "javascript",
                        "-e",
                        hostile,
                        "--wait");
                assertEquals(1, ran.code(), hostile + "\n" + ran);
                assertTrue(ran.err().contains("it failed: "), ran.err());
            }
            assertEquals(
                    3,
                    json(daemon, "streams", "schema", "s")
                            .at("/__unversioned__/total-events")
                            .intValue());
            assertEquals(0, daemon.stop());
        }
    }

    @Test
    void afterKillsAtAnyMomentEveryEventCountsOnce() throws Exception {
        Path file = home.resolve("sum.edn");
        Files.writeString(
                file,
                "{:projection-name \"sum\" :stream-name \"s\" :language :clojure\n"
                        + " :reduction (fn [p n] (+ p (get-in n [:payload :n]))) :initial-value 0}");
        int total = 0;
        for (int round = 0; round < 4; round++) {
            try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file", "-muon.url", "none")) {
                if (round == 0) {
                    json(daemon, "projection", "create", "-f", file.toString(), "--wait");
                }
                emit(daemon, 1, 200);
                total += 200;
                json(daemon, "wait", "projection", "sum", "--at-least", Long.toString(last()));
                json(daemon, "wait", "projection", "__streams__", "--at-least", Long.toString(last()));
                assertEquals(
                        (round + 1) * 20_100,
                        json(daemon, "projection", "query", "sum").intValue());
                JsonNode schema = json(daemon, "streams", "schema", "s");
                assertEquals(total, schema.at("/__unversioned__/total-events").intValue());
                Pause.millis(round * 1_500L); // a snapshot was just written, is being written, or is due
                daemon.kill();
            }
        }
    }
}
