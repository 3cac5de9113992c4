// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.rabbit.FreePort;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code photon bench} from the packaged binary against a real daemon. */
class BenchSystemTest {

    private static final int LIMIT_S = 60;

    /** One daemon for all tests but the one that kills it. */
    @TempDir
    static Path shared;

    private static DaemonProcess daemon;
    private static String broker;

    @TempDir
    Path home;

    @BeforeAll
    static void start() throws Exception {
        String port = Integer.toString(FreePort.next());
        broker = "amqp://127.0.0.1:" + port;
        daemon = DaemonProcess.startMeasured(
                shared,
                "-db.backend",
                "file",
                "-muon.url",
                "embedded",
                "-muon.port",
                port,
                "-events.port",
                "0",
                "-projections.port",
                "0");
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    private PhotonProcess photon(String... words) throws Exception {
        return PhotonProcess.run(home, Map.of("PHOTON_URL", daemon.http().base().toString()), daemon.http(), words);
    }

    /** Runs a load for a second. */
    private JsonNode measured(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("bench"));
        command.addAll(List.of(words));
        command.addAll(List.of("--duration", "1s", "--warmup", "100ms", "-o", "json"));
        PhotonProcess ran = photon(command.toArray(String[]::new));
        assertEquals(0, ran.code(), ran.err());
        JsonNode result = HttpDoor.JSON.readTree(ran.out());
        assertEquals(words[0], result.at("/bench").asText());
        assertTrue(result.at("/complete").asBoolean(), ran.out());
        assertEquals(0, result.at("/errors").size(), ran.out());
        assertTrue(result.at("/events").asLong() > 0, ran.out());
        assertTrue(result.at("/latency-ms/p50").asDouble() > 0, ran.out());
        assertTrue(
                result.at("/latency-ms/max").asDouble()
                        >= result.at("/latency-ms/p99").asDouble(),
                ran.out());
        assertEquals(1, result.at("/samples").size(), ran.out());
        return result;
    }

    private void assertNothingIsLeft() throws IOException {
        String listed = daemon.http().json("/api/streams").at("/streams") + " "
                + daemon.http().json("/api/projections").findValues("projection-name");
        assertTrue(listed.contains("__streams__"), listed);
        assertFalse(listed.contains("photon-bench-"), listed);
    }

    private static void awaitEmits(DaemonProcess from) throws Exception {
        long before = appended(from);
        Eventually.within(LIMIT_S, () -> appended(from) > before + 50, () -> "nothing is emitted");
    }

    private static long appended(DaemonProcess by) throws IOException {
        return by.http().json("/api/stats").at("/log/appended").asLong();
    }

    @Test
    void eachOfTheFourLoadsIsMeasuredAndLeavesNothing() throws Exception {
        JsonNode emit = measured("emit", "--clients", "4", "--size", "500");
        assertEquals("closed", emit.at("/settings/loop").asText());
        assertEquals(500 * emit.at("/events").asLong(), emit.at("/bytes").asLong());
        assertEquals("file", emit.at("/daemon/backend").asText());
        assertEquals("fsync", emit.at("/daemon/durability").asText());
        assertEquals(emit.at("/client/version"), emit.at("/daemon/version"));
        assertTrue(emit.at("/client/cores").asInt() > 0);
        assertTrue(emit.at("/client/heap-max-bytes").asLong() > 0);
        JsonNode batches = measured("emit", "--clients", "1", "--batch", "50");
        assertEquals(0, batches.at("/events").asLong() % 50);
        JsonNode replay = measured("replay", "--clients", "2", "--events", "2000");
        assertTrue(replay.at("/events").asLong() >= 2_000, replay.toString());
        JsonNode live = measured("live", "--clients", "2", "--rate", "100/s");
        assertEquals("open", live.at("/settings/loop").asText());
        assertEquals(200, live.at("/events").asLong(), 60, "100 a second, at two readers");
        JsonNode projection = measured("projection", "--events", "2000", "--rate", "100/s", "--language", "jq");
        assertEquals(2_000, projection.at("/fold/events").asLong());
        assertTrue(projection.at("/fold/events-per-second").asDouble() > 0, projection.toString());
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"INT,130,emit", "TERM,143,emit", "INT,130,projection", "TERM,143,live"})
    void stoppedInTheMiddleItRemovesWhatItMadeAndTellsWhatItHas(String signal, int code, String load) throws Exception {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        Process bench =
                begun(daemon, out, err, load, "--duration", "5m", "--warmup", "0s", "--progress", "bar", "-o", "json");
        try {
            // a second in which something was measured: only then is there something to tell
            Eventually.within(
                    LIMIT_S, () -> Files.readString(err).matches("(?s).*p99 +\\d.*"), () -> "nothing is measured");
            kill(signal, bench.pid());
            assertTrue(bench.waitFor(LIMIT_S, TimeUnit.SECONDS), "it does not end");
        } finally {
            bench.destroyForcibly();
        }
        assertEquals(code, bench.exitValue(), Files.readString(err));
        assertTrue(Files.readString(err).contains("what it made is removed"), Files.readString(err));
        assertFalse(HttpDoor.JSON.readTree(out.toFile()).at("/complete").asBoolean(true), Files.readString(out));
        assertNothingIsLeft();
    }

    /** The daemon stands still for most of a second, as it does for a disk that stalls. */
    @Test
    void aStallOfTheDaemonIsInThePercentilesOfAnOpenLoop() throws Exception {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        Process bench = begun(
                daemon,
                out,
                err,
                "emit",
                "--clients",
                "4",
                "--rate",
                "200/s",
                "--duration",
                "3s",
                "--warmup",
                "0s",
                "-o",
                "json");
        try {
            awaitEmits(daemon);
            kill("STOP", daemon.pid());
            assertFalse(bench.waitFor(800, TimeUnit.MILLISECONDS), "it ended in the stall");
            kill("CONT", daemon.pid());
            assertTrue(bench.waitFor(LIMIT_S, TimeUnit.SECONDS), "it does not end");
        } finally {
            bench.destroyForcibly();
        }
        assertEquals(0, bench.exitValue(), Files.readString(err));
        JsonNode result = HttpDoor.JSON.readTree(out.toFile());
        assertTrue(
                result.at("/latency-ms/p90").asDouble() > 200, "160 of 600 requests were due in the stall: " + result);
        assertTrue(result.at("/latency-ms/p99").asDouble() > 600, result.toString());
        assertTrue(result.at("/latency-ms/count").asLong() >= 595, "none is left out: " + result);
    }

    /** Nothing answers any more, and no connection is closed. */
    @Test
    void aDaemonThatStandsStillForGoodEndsTheRunWithWhatWasMeasured() throws Exception {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        try (DaemonProcess still =
                DaemonProcess.start(home, "-db.backend", "file", "-events.port", "0", "-projections.port", "0")) {
            Process bench = begun(
                    still,
                    out,
                    err,
                    "projection",
                    "--duration",
                    "5s",
                    "--warmup",
                    "0s",
                    "--timeout",
                    "5s",
                    "--progress",
                    "bar",
                    "-o",
                    "json");
            try {
                Eventually.within(
                        LIMIT_S,
                        () -> Files.readString(err).matches("(?s).*p99 +\\d.*"),
                        () -> "nothing is measured: " + text(err));
                kill("STOP", still.pid());
                assertTrue(bench.waitFor(2 * LIMIT_S, TimeUnit.SECONDS), "it does not end: " + Files.readString(err));
            } finally {
                bench.destroyForcibly();
                kill("CONT", still.pid());
            }
            assertTrue(bench.exitValue() != 0, Files.readString(err));
            assertTrue(Files.readString(err).contains("is not removed"), Files.readString(err));
            JsonNode result = HttpDoor.JSON.readTree(out.toFile());
            assertTrue(result.at("/latency-ms/count").asLong() > 0, result.toString());
        }
    }

    @Test
    void whatCannotBeRemovedIsNamedWithTheCommandThatRemovesIt() throws Exception {
        Path err = home.resolve("err");
        try (DaemonProcess mortal =
                DaemonProcess.start(home, "-db.backend", "file", "-events.port", "0", "-projections.port", "0")) {
            Process bench = begun(mortal, home.resolve("out"), err, "emit", "--duration", "1s", "--warmup", "1s");
            try {
                awaitEmits(mortal);
                mortal.kill();
                assertTrue(bench.waitFor(LIMIT_S, TimeUnit.SECONDS), "it does not end");
            } finally {
                bench.destroyForcibly();
            }
            String said = Files.readString(err);
            assertTrue(bench.exitValue() != 0, said);
            assertTrue(said.matches("(?s).*stream photon-bench-[0-9a-f]{8} is not removed: .*"), said);
            assertTrue(
                    said.matches(
                            "(?s).*hint: remove it with: photon streams delete photon-bench-[0-9a-f]{8} --yes\n.*"),
                    said);
        }
    }

    @Test
    void emitsAndReadersGoOverABrokerToo() throws Exception {
        Eventually.within(
                LIMIT_S,
                () -> daemon.http().json("/api/stats").at("/muon/connected").asBoolean(),
                daemon::stderr);
        measured("emit", "--clients", "2", "--url", broker);
        measured("live", "--clients", "1", "--writers", "1", "--rate", "50/s", "--url", broker);
        assertNothingIsLeft();
    }

    @Test
    void twoResultsAreComparedAndTheSlowerOneIsAFailure() throws Exception {
        String sample = "{\"second\":1,\"events-per-second\":%1$s,\"p50\":1.0,\"p99\":2.0}";
        String result = "{\"bench\":\"emit\",\"complete\":true,\"latency-ms\":{\"max\":3.0},\"samples\":["
                + String.join(",", java.util.Collections.nCopies(10, sample)) + "]}";
        Path fast = Files.writeString(home.resolve("fast.json"), result.replace("%1$s", "1000.0"));
        Path slow = Files.writeString(home.resolve("slow.json"), result.replace("%1$s", "500.0"));
        PhotonProcess worse = photon("bench", "compare", fast.toString(), slow.toString(), "-o", "json");
        assertEquals(7, worse.code(), worse.err());
        JsonNode figures = HttpDoor.JSON.readTree(worse.out());
        assertTrue(figures.at("/worse").asBoolean());
        assertEquals(0.5, figures.at("/figures/0/ratio").asDouble());
        assertEquals("worse", figures.at("/figures/0/verdict").asText());
        assertEquals(
                0, photon("bench", "compare", slow.toString(), fast.toString()).code());
        assertEquals(
                3, photon("bench", "compare", "missing.json", fast.toString()).code());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Process begun(DaemonProcess daemon, Path out, Path err, String... words) throws IOException {
        List<String> command = new ArrayList<>(PhotonJar.command());
        command.add("bench");
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("PHOTON_URL", daemon.http().base().toString());
        builder.environment().put("PHOTON_TOKEN", daemon.http().token());
        return builder.start();
    }

    private static void kill(String signal, long pid) throws Exception {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, code, "kill -" + signal);
    }
}
