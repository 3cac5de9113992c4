// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.cli.command.Shell.Ran;
import io.photon.cli.command.meta.HelpCommand;
import io.photon.result.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CommandsTest {

    private static final String ONE = "1764000000000001";
    private static final String FIRST = "{\"order-id\":1764000000000001,\"event-time\":1764000000000,"
            + "\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{\"n\" : 1.10}}\n";

    private StandInDaemon daemon;
    private Shell photon;

    @TempDir
    Path dir;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        photon = new Shell(daemon.url());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void emitFirst() {
        Ran ran = photon.run("emit", "--stream", "orders", "--type", "Placed", "--payload", "{\"n\" : 1.10}");
        assertEquals(0, ran.code(), ran.err());
    }

    @Test
    void emitAnswersWithThePosition() {
        Ran ran = photon.run("emit", "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}");
        assertEquals(
                new Ran(
                        0,
                        "{\"order-id\":1764000000000001,\"event-time\":1764000000000,\"durability\":\"memory\"}\n",
                        ""),
                ran);
    }

    @Test
    void aTerminalGetsATableAndRawIsThePositionAlone() {
        photon.outTerminal = true;
        Ran table = photon.run("emit", "--stream", "s", "--type", "t", "--color", "never");
        assertEquals(
                "order-id    1764000000000001\nevent-time  2025-11-24T16:00:00.000Z\ndurability  memory\n",
                table.out());
        assertEquals(
                "1764000000000002\n",
                photon.run("emit", "--stream", "s", "--type", "t", "-o", "raw").out());
    }

    @Test
    void emitOptionsBecomeFieldsAndThePayloadKeepsItsBytes() {
        Ran ran = photon.run(
                "emit",
                "--stream",
                "a/b",
                "--type",
                "T",
                "--payload",
                " [1.00, \"\\u00e4\"]",
                "--schema",
                "2",
                "--caused-by",
                "1764000000000000",
                "--service",
                "me",
                "--id",
                "x-1");
        assertEquals(0, ran.code(), ran.err());
        assertEquals(
                "{\"order-id\":1764000000000001,\"event-time\":1764000000000,\"stream-name\":\"a/b\","
                        + "\"event-type\":\"T\",\"local-id\":\"x-1\",\"schema\":\"2\","
                        + "\"caused-by\":1764000000000000,\"service-id\":\"me\",\"payload\":[1.00, \"\\u00e4\"]}\n",
                photon.run("event", "get", "a/b", ONE).out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,\"x\":2", "hello", "", "{} {}", "]"})
    void aPayloadThatIsNotOneValueNeverLeaves(String payload) {
        Ran ran = photon.run("emit", "--stream", "s", "--type", "t", "--payload", payload);
        assertEquals(2, ran.code());
        assertTrue(ran.err().startsWith("photon: emit: --payload is not one JSON value"), ran.err());
        assertTrue(ran.err().contains("\nhint: "), ran.err());
    }

    @Test
    void linesOfStdinAreAnsweredInOrderAndBadOnesNamed() {
        String good = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}";
        Ran ran = photon.runWith(good + "\nnonsense\n\n" + good, "emit", "-q");
        assertEquals(8, ran.code());
        assertEquals(3, ran.out().lines().count());
        assertTrue(ran.err().contains("photon: emit: line 2: "), ran.err());
    }

    @Test
    void anArrayIsAsGoodAsLinesAndATrailerIsSkipped() {
        String item = "{\"stream-name\":\"s\",\"event-type\":\"t\",\n \"payload\":[1,\n2]}";
        Ran array = photon.runWith(" [" + item + "," + item + "\n]\n", "emit", "-o", "raw", "-q");
        assertEquals(new Ran(0, "1764000000000001\n1764000000000002\n", ""), array);
        Ran trailer = photon.runWith(FIRST + "{\"photon-backup\":{\"version\":1}}\n", "emit", "-o", "raw", "-q");
        assertEquals(new Ran(0, "1764000000000003\n", ""), trailer);
    }

    @Test
    void whenAllLinesAreRefusedTheReasonIsTheExitCode() {
        assertEquals(2, photon.runWith("x\ny\n", "emit").code());
    }

    @Test
    void anUploadThatBreaksOffEndsWithItsReason() {
        daemon.breakUploads = "{\"error\":\"no space left\",\"code\":\"no-space\",\"hint\":\"make room\"}";
        Ran ran = photon.runWith(FIRST, "emit", "-q");
        assertEquals(6, ran.code());
        assertEquals("photon: emit: no space left\nhint: make room\n", ran.err());
    }

    @Test
    void aFileIsReadAndSaysSoOnStderrOnly() throws IOException {
        Path file = Files.writeString(dir.resolve("events"), FIRST);
        Ran ran = photon.run("emit", "-f", file.toString());
        assertEquals(0, ran.code(), ran.err());
        assertEquals(1, ran.out().lines().count());
        assertTrue(ran.err().startsWith("photon: emit: sending " + file + " to " + daemon.url() + "\n"), ran.err());
        assertTrue(ran.err().contains("photon: emit: stored 1 event in "), ran.err());
    }

    @Test
    void anExpectationThatDoesNotHoldIsAConflict() {
        emitFirst();
        Ran ran = photon.run("emit", "--stream", "orders", "--type", "Paid", "--expect", "7");
        assertEquals(4, ran.code());
        assertEquals(
                "photon: emit: the stream's last order-id is 1764000000000001\nhint: replay it first\n", ran.err());
        assertEquals(
                0,
                photon.run("emit", "--stream", "orders", "--type", "Paid", "--expect", ONE)
                        .code());
        assertEquals(
                0,
                photon.run("emit", "--stream", "orders", "--type", "Paid", "--expect", "any")
                        .code());
    }

    @Test
    void aReplayIsTheStoredBytes() {
        emitFirst();
        assertEquals(new Ran(0, FIRST, ""), photon.run("replay", "orders", "--type", "cold"));
        assertEquals(new Ran(0, FIRST, ""), photon.run("replay", "orders", "{\"stream-type\":\"cold\",\"from\":1}"));
        assertEquals("", photon.run("replay", "nothing", "--type", "cold").out());
    }

    @Test
    void aReplayOnATerminalIsATableAndHarmless() {
        photon.run("emit", "--stream", "o\u001b[2J", "--type", "T", "--payload", "\"\u009b31m\u202e\"");
        photon.outTerminal = true;
        Ran ran = photon.run("replay", "__all__", "--type", "cold", "--color", "never");
        assertEquals(
                "ORDER-ID          TIME (UTC)    STREAM      TYPE  PAYLOAD\n2025-11-24\n"
                        + "1764000000000001  16:00:00.000  o\\u001b[2J  T     \"\\u009b31m\\u202e\"\n",
                ran.out());
    }

    @Test
    void colourIsForTerminalsAndNoColorIsRespected() {
        emitFirst();
        photon.outTerminal = true;
        assertTrue(photon.run("streams", "list").out().startsWith("\u001b[1mSTREAM"));
        photon.environment.put("NO_COLOR", "1");
        assertTrue(photon.run("streams", "list").out().startsWith("STREAM"));
        assertTrue(photon.run("streams", "list", "--color", "always").out().startsWith("\u001b[1mSTREAM"));
    }

    @Test
    void anIdleReplayEndsWell() {
        emitFirst();
        assertEquals(new Ran(0, FIRST, ""), photon.run("replay", "orders", "--idle", "2s"));
    }

    @Test
    void aReplayWhoseFilterLetsNothingThroughSaysWhereToResume() {
        emitFirst();
        daemon.heartbeatsBeforeStop = 2;
        Ran ran = photon.run("replay", "nothing", "--timeout", "20s");
        assertEquals(6, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().endsWith("Photon is stopping\nhint: resume with --from 1764000000000002\n"), ran.err());
    }

    @Test
    void aReplayThatTakesTooLongSaysWhereToResume() {
        emitFirst();
        Ran ran = photon.run("replay", "orders", "--timeout", "3s");
        assertEquals(124, ran.code());
        assertEquals(FIRST, ran.out());
        assertTrue(ran.err().contains("hint: resume with --from 1764000000000002\n"), ran.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--type=warm, a replay is not 'warm'",
        "--from=yesterday, '''yesterday'' is neither a position nor a time'",
        "--from=2026-01-31T25:00:00, '''2026-01-31T25:00:00'' is neither'",
        "--limit=0, --limit is 0",
        "--idle=soon, '''soon'' is not a duration'",
    })
    void whatAReplayDoesNotUnderstandIsNamed(String option, String message) {
        Ran ran = photon.run("replay", "orders", option);
        assertEquals(2, ran.code());
        assertTrue(ran.err().startsWith("photon: replay: " + message), ran.err());
    }

    @Test
    void streamsAreListedInEveryForm() {
        emitFirst();
        photon.run("emit", "--stream", "a b", "--type", "t");
        String ab = "{\"stream-name\":\"a b\",\"total-events\":1,\"first-order-id\":1764000000000002,"
                + "\"last-order-id\":1764000000000002}";
        assertEquals("a b\norders\n", photon.run("streams", "list", "-o", "raw").out());
        assertTrue(photon.run("streams", "list").out().startsWith(ab + "\n{"));
        assertTrue(photon.run("streams", "list", "-o", "json").out().startsWith("{\"streams\":[" + ab + ",{"));
        assertEquals(
                "STREAM  EVENTS  SIZE  RATE  FIRST                 LAST\n"
                        + "a b          1              2025-11-24T16:00:00Z  2025-11-24T16:00:00Z\n"
                        + "orders       1              2025-11-24T16:00:00Z  2025-11-24T16:00:00Z\n",
                photon.run("streams", "list", "-o", "table").out());
        assertEquals(
                "orders\n",
                photon.run("streams", "list", "-o", "raw", "--prefix", "or").out());
        assertEquals(
                "a b\n", photon.run("streams", "list", "-o", "raw", "-n", "1").out());
    }

    @Test
    void manyStreamsComePageByPage() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2_345; i++) {
            lines.append("{\"stream-name\":\"s").append(10_000 + i).append("\",\"event-type\":\"t\",\"payload\":0}\n");
        }
        assertEquals(0, photon.runWith(lines.toString(), "emit", "-q").code());
        Ran ran = photon.run("streams", "list", "-o", "raw");
        assertEquals(2_345, ran.out().lines().distinct().count());
    }

    @Test
    void aStreamIsShownAndAnUnknownOneIsNotFound() {
        emitFirst();
        photon.run("emit", "--stream", "orders2", "--type", "t");
        assertTrue(photon.run("streams", "show", "orders").out().contains("\"total-events\":1"));
        assertEquals(
                new Ran(3, "", "photon: streams show: no stream 'order'\nhint: did you mean 'orders'? list them\n"),
                photon.run("streams", "show", "order"));
    }

    @Test
    void aDeletionIsConfirmedOrRefused() {
        emitFirst();
        Ran unsure = photon.run("streams", "delete", "orders");
        assertEquals(2, unsure.code());
        assertTrue(unsure.err().contains("--yes"), unsure.err());
        assertTrue(photon.run("streams", "delete", "orders", "--dry-run").out().contains("\"total-events\":1"));
        photon.inTerminal = true;
        assertEquals(2, photon.runWith("other\n", "streams", "delete", "orders").code());
        assertEquals(
                0, photon.runWith("orders\n", "streams", "delete", "orders").code());
        assertEquals(3, photon.run("streams", "show", "orders").code());
        assertEquals(5, photon.run("streams", "delete", "__config__", "--yes").code());
    }

    @Test
    void aBackupIsCheckedAndPassedThrough() throws IOException {
        emitFirst();
        Ran ran = photon.run("backup");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.out().startsWith(FIRST + "{\"photon-backup\":{\"version\":1,\"events\":1,"), ran.out());
        Path file = dir.resolve("b");
        assertEquals(0, photon.run("backup", "--file", file.toString()).code());
        Ran folder = photon.run("backup", "--file", dir.toString());
        assertEquals(2, folder.code());
        assertTrue(folder.err().contains(dir + " cannot be used: it is a folder"), folder.err());
        assertEquals(ran.out(), Files.readString(file));
        assertEquals(0, photon.run("verify", file.toString()).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void aPackedBackupIsUnpackedByVerifyAndRestore(String packing) throws IOException {
        emitFirst();
        Path file = dir.resolve("b");
        assertEquals(
                0,
                photon.run("backup", "--compress", packing, "--file", file.toString())
                        .code());
        Ran verified = photon.run("verify", file.toString());
        assertEquals(
                "{\"backups\":1,\"events\":1,\"first\":1764000000000001,\"last\":1764000000000001",
                verified.out().split(",\"bytes\"")[0],
                verified.err());
        assertEquals(0, photon.run("restore", file.toString()).code());
        assertTrue(daemon.restored.startsWith(FIRST), daemon.restored);
        byte[] cut = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(cut, cut.length - 12));
        assertEquals(7, photon.run("verify", file.toString()).code());
    }

    @Test
    void aBackupThatIsCutOrDamagedIsSeven() throws IOException {
        emitFirst();
        daemon.cutBackups = true;
        Ran cut = photon.run("backup");
        assertEquals(7, cut.code());
        assertTrue(cut.err().contains("has no trailer after 1 events"), cut.err());
        daemon.cutBackups = false;
        daemon.damageBackups = true;
        Path file = dir.resolve("b");
        Ran damaged = photon.run("backup", "--file", file.toString());
        assertEquals(7, damaged.code());
        assertTrue(damaged.err().contains("SHA-256"), damaged.err());
        try (Stream<Path> left = Files.list(dir)) {
            assertEquals(0, left.count(), "a backup that failed leaves nothing behind");
        }
    }

    @Test
    void aFlippedByteIsFoundWithItsLine() throws IOException {
        emitFirst();
        Path file = dir.resolve("b");
        photon.run("backup", "--file", file.toString());
        byte[] bytes = Files.readAllBytes(file);
        bytes[FIRST.length() - 5] = '9';
        Files.write(file, bytes);
        Ran ran = photon.run("verify", file.toString());
        assertEquals(7, ran.code());
        assertTrue(ran.err().contains(file + ": line 2"), ran.err());
        assertEquals(3, photon.run("verify", dir.resolve("none").toString()).code());
    }

    @Test
    void severalBackupsAreRestoredAsOneChain() throws IOException {
        Path a = Files.writeString(dir.resolve("a"), "one");
        Path b = Files.writeString(dir.resolve("b"), "two\n");
        Ran ran = photon.run("restore", a.toString(), b.toString());
        assertEquals("one\ntwo\n", daemon.restored);
        assertEquals("{\"restored\":2,\"skipped\":0,\"deleted\":0,\"head\":0}\n", ran.out());
    }

    @Test
    void aRunningStoreIsVerified() {
        assertEquals(
                "{\"ok\":true,\"events\":0,\"bytes\":9}\n",
                photon.run("verify", "--live").out());
    }

    @ParameterizedTest
    @CsvSource({
        "400, BAD_INPUT, 2",
        "401, NOT_AUTHENTICATED, 5",
        "403, DENIED, 5",
        "404, NOT_FOUND, 3",
        "409, CONFLICT, 4",
        "413, TOO_LARGE, 2",
        "415, UNSUPPORTED_TYPE, 2",
        "500, DAMAGED, 7",
        "500, INTERNAL, 1",
        "503, READ_ONLY, 6",
        "507, NO_SPACE, 6",
    })
    void everyFailureHasItsExitCode(int status, Failure.Kind kind, int code) {
        photon.environment.put("PHOTON_TOKEN", "given"); // else the hint is where one was looked for
        daemon.answerAlways = Failure.of(kind, "no", "do this");
        daemon.answerAlwaysStatus = status;
        String[][] commands = {
            {"emit", "--stream", "s", "--type", "t"},
            {"replay", "s"},
            {"streams", "list"},
            {"event", "get", "s", "1"},
            {"backup"},
            {"verify", "--live"},
        };
        for (String[] command : commands) {
            Ran ran = photon.run(command);
            assertEquals(code, ran.code(), command[0]);
            assertTrue(ran.err().endsWith(": no\nhint: do this\n"), ran.err());
            assertEquals("", ran.out());
        }
    }

    @Test
    void nobodyThereIsSixAndJsonErrorsAreJson() throws IOException {
        daemon.close();
        Ran plain = photon.run("streams", "list");
        assertEquals(6, plain.code());
        assertTrue(plain.err().contains("hint: start a daemon with: photon serve"), plain.err());
        Ran json = photon.run("streams", "list", "-o", "json");
        assertEquals(
                "unreachable",
                new JsonMapper().readTree(json.err()).path("error").path("code").asText());
        assertEquals("", json.out());
    }

    @Test
    void everyCommandsJsonParses() throws IOException {
        emitFirst();
        Path file = dir.resolve("b");
        photon.run("backup", "--file", file.toString());
        String[][] commands = {
            {"emit", "--stream", "s", "--type", "t"},
            {"replay", "orders", "--type", "cold"},
            {"streams", "list"},
            {"streams", "show", "orders"},
            {"streams", "delete", "orders", "--dry-run"},
            {"event", "get", "orders", ONE},
            {"backup"},
            {"restore", file.toString()},
            {"verify", file.toString()},
            {"verify", "--live"},
            {"streams", "delete", "orders", "--yes"},
        };
        for (String[] command : commands) {
            String[] words = java.util.Arrays.copyOf(command, command.length + 2);
            words[command.length] = "-o";
            words[command.length + 1] = "json";
            Ran ran = photon.run(words);
            assertEquals(0, ran.code(), ran.err());
            try (var values = new JsonMapper().readerFor(JsonNode.class).readValues(ran.out())) {
                assertTrue(values.hasNext(), String.join(" ", words) + " prints nothing");
                values.readAll();
            }
        }
    }

    @Test
    void topicsAndCommandsAreExplained() {
        assertTrue(photon.run("help", "exit-codes").out().contains("141  the reader of the output left"));
        assertTrue(photon.run("help", "streams", "list").out().startsWith("List streams by name."));
        for (String topic : HelpCommand.TOPICS) {
            assertEquals(0, photon.run("help", topic).code(), topic);
        }
        assertEquals(2, photon.run("help", "nonsense").code());
        assertTrue(photon.run("completion", "bash").out().startsWith("#!/usr/bin/env bash"));
        assertTrue(photon.run("completion", "zsh").out().startsWith("#compdef photon"));
    }

    @Test
    void everyHelpPageStartsWithExamples() {
        for (String command : new String[] {"emit", "replay", "backup", "restore", "verify", "streams", "event"}) {
            String help = photon.run(command, "--help").out();
            assertTrue(help.indexOf("Examples:\n  photon " + command) < help.indexOf("Usage: "), help);
            assertTrue(help.indexOf("Examples:") > 0, help);
        }
    }

    @Test
    void whatCannotBeUnderstoodIsOneLineAndAHint() throws IOException {
        assertEquals(
                new Ran(2, "", "photon: usage: 'emmit' is not a command of photon\nhint: did you mean: emit?\n"),
                photon.run("emmit"));
        assertEquals(
                "photon: replay: missing required parameter: 'STREAM'\nhint: see: photon replay --help\n",
                photon.run("replay").err());
        assertEquals(2, photon.run("streams").code());
        assertEquals(2, photon.run("backup", "--compress", "lzma").code());
        Ran json = photon.run("replay", "s", "--nonsense", "-o", "json");
        assertEquals(
                "bad-input",
                new JsonMapper().readTree(json.err()).path("error").path("code").asText());
    }

    @Test
    void aPasswordIsNotAskedForWithoutATerminal() {
        Ran ran = photon.run("streams", "list", "--user", "ann");
        assertEquals(2, ran.code());
        assertTrue(ran.err().contains("--password-file"), ran.err());
    }
}
