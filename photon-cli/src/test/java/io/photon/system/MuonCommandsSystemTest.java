// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.ResidentPhoton;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands over AMQP: the packaged binary, a packaged daemon, and a real RabbitMQ between them. */
@Timeout(180)
class MuonCommandsSystemTest {

    @TempDir
    static Path home;

    private static RabbitMq broker;
    private static DaemonProcess daemon;
    private static MuonShell shell;
    private static ResidentPhoton photon;
    private static MuonShell started;

    @BeforeAll
    static void start() throws Exception {
        RabbitMqRequirement.met();
        broker = RabbitMq.shared();
        daemon = DaemonProcess.start(home.resolve("daemon"), "-muon.url", broker.url());
        shell = new MuonShell(home.resolve("shell"), broker.url());
        photon = new ResidentPhoton();
        started = new MuonShell(home.resolve("started"), broker.url(), photon.script());
    }

    @AfterAll
    static void stop() throws Exception {
        if (photon != null) {
            photon.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private static String ok(String script) throws Exception {
        return ok(shell, script);
    }

    /** By a {@code photon} that has started already: what is asked, not the program, is the matter there. */
    private static String answered(String script) throws Exception {
        return ok(started, script);
    }

    /** A daemon that is ready over HTTP announces itself to the broker a moment later. */
    private static void awaitService(String name) {
        Eventually.holds(
                name + " is announced",
                () -> started.run("photon discover -o raw").out().contains(name + "\n"));
    }

    private static String ok(MuonShell by, String script) throws Exception {
        MuonShell.Ran ran = by.run(script);
        assertEquals(0, ran.code(), () -> script + " left " + ran);
        return ran.out();
    }

    private static void lines(String file, String stream, int count) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"stream-name\":\"")
                    .append(stream)
                    .append("\",\"event-type\":\"Counted\",\"payload\":{\"n\":");
            lines.append(i).append(",\"big\":12345678901234567890}}\n");
        }
        Files.writeString(shell.folder().resolve(file), lines);
        Files.writeString(started.folder().resolve(file), lines);
    }

    @Test
    void theDocumentedFirstStepsWorkAsTheyStand() throws Exception {
        String answer = ok("photon emit '{ \"event-type\": \"SomethingHappened\", \"schema\": \"1\",\"stream-name\":"
                + " \"something\",\"payload\": {\"message\": \"Hi there!\"}}'");
        assertTrue(
                answer.matches("\\{\"order-id\":\\d{16},\"event-time\":\\d{13},\"durability\":\"fsync\"}\n"), answer);
        String replayed = ok("photon replay something '{\"stream-type\":\"cold\"}'");
        assertEquals(daemon.http().replay("something"), replayed.lines().toList());
        assertTrue(replayed.contains("\"payload\":{\"message\": \"Hi there!\"}"), replayed);
    }

    /** Numbers and times differ from run to run, so they are compared by their shape. */
    @Test
    void everyCommandOfTheDocumentationRunsAndPrintsWhatItShows() throws Exception {
        Path page = Path.of(System.getProperty("photon.root", "..")).resolve("docs/commands-over-amqp.md");
        try (RabbitMq fresh = RabbitMq.start();
                DaemonProcess other = DaemonProcess.start(home.resolve("documented"), "-muon.url", fresh.url())) {
            MuonShell there = new MuonShell(home.resolve("reader"), fresh.url());
            List<ConsoleBlocks.Step> steps = ConsoleBlocks.of(page);
            assertEquals(13, steps.size());
            for (ConsoleBlocks.Step step : steps) {
                MuonShell.Ran ran = there.run("set -o pipefail; " + step.command());
                assertEquals(0, ran.code(), () -> "line " + step.line() + ": " + ran);
                assertEquals(shape(step.output()), shape(ran.out().strip()), "line " + step.line());
            }
            assertEquals(1, other.http().replay("orders").size());
        }
    }

    private static String shape(String text) {
        return text.replaceAll("photon-\\d+-[0-9a-f]+", "INSTANCE").replaceAll("\\d+(\\.\\d+)?", "N");
    }

    @Test
    void tenThousandLinesAreAnsweredInTheirOrderAndStoredInIt() throws Exception {
        lines("many", "many", 10_000);
        List<String> answers = ok("photon emit -q -o raw < many").lines().toList();
        assertEquals(10_000, answers.size());
        assertEquals(answers.stream().sorted().toList(), answers);
        List<String> stored = daemon.http().replay("many");
        for (int i = 0; i < 10_000; i++) {
            String line = stored.get(i);
            assertTrue(line.startsWith("{\"order-id\":" + answers.get(i) + ","), line);
            assertTrue(line.endsWith("\"payload\":{\"n\":" + i + ",\"big\":12345678901234567890}}"), line);
        }
        assertEquals(stored, ok("photon replay many --type cold").lines().toList());
    }

    @Test
    void aCommandOverHttpLoadsNothingOfAmqp() throws Exception {
        String http =
                " --url " + daemon.http().base() + " --token " + daemon.http().token();
        ok("_JAVA_OPTIONS=-Xlog:class+load:file=http.loaded photon emit --stream light --type t" + http);
        ok("_JAVA_OPTIONS=-Xlog:class+load:file=amqp.loaded photon emit --stream light --type t");
        String amqp = "grep -c -E 'com\\.rabbitmq|io\\.photon\\.(client\\.muon|muon)' ";
        assertEquals("0\n", shell.run(amqp + "http.loaded").out());
        assertTrue(Integer.parseInt(ok(amqp + "amqp.loaded").strip()) > 50, "the pattern finds them where they are");
    }

    @Test
    void anIdOfItsOwnStoresAnEventOnce() throws Exception {
        String first = answered("photon emit --stream once --type t --id a-1");
        assertEquals(
                first.replace("}", ",\"duplicate\":true}"), answered("photon emit --stream once --type t --id a-1"));
    }

    @Test
    void aRefusedLineIsNamedAndTheOthersAreStored() throws Exception {
        MuonShell.Ran ran =
                shell.run("printf '%s\\n' '{\"stream-name\":\"partly\",\"event-type\":\"t\",\"payload\":1}' 'no'"
                        + " '{\"stream-name\":\"__config__\",\"event-type\":\"t\",\"payload\":1}'"
                        + " '{\"stream-name\":\"partly\",\"event-type\":\"t\",\"payload\":2}' | photon emit");
        assertEquals(8, ran.code(), ran.toString());
        assertEquals(2, daemon.http().replay("partly").size());
        assertTrue(ran.err().contains("line 2: ") && ran.err().contains("line 3: "), ran.err());
    }

    @Test
    void aLiveReplayShowsHistoryThenWhatArrivesAndSaysOnCtrlCHowToResume() throws Exception {
        lines("before", "live", 300);
        ok("photon emit -q < before");
        Process replay = shell.builder("exec photon replay live 2>live.err").start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(replay.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 300; i++) {
                assertTrue(out.readLine().contains("{\"n\":" + i + ","));
            }
            String id = ok("photon emit --stream live --type Later -o raw").strip();
            assertTrue(out.readLine().startsWith("{\"order-id\":" + id + ","));
            new ProcessBuilder("kill", "-INT", Long.toString(replay.pid()))
                    .start()
                    .waitFor();
            assertEquals(null, out.readLine());
            assertTrue(replay.waitFor(60, TimeUnit.SECONDS));
            assertEquals(130, replay.exitValue());
            assertEquals(
                    "photon: replay: stopped at " + id + "; resume with --from " + (Long.parseLong(id) + 1) + "\n",
                    Files.readString(shell.folder().resolve("live.err")));
        }
        Eventually.within(
                60,
                () -> broker.control("list_queues", "name").lines().noneMatch(line -> line.contains(".reply.")),
                () -> "queues are left: " + broker.control("list_queues", "name"));
    }

    @Test
    void aReaderThatLeavesEndsAReplaySilently() throws Exception {
        lines("piped", "piped", 500);
        ok("photon emit -q < piped");
        assertEquals(
                "1\n141\n",
                ok("photon replay piped 2>piped.err | head -1 | wc -l; echo ${PIPESTATUS[0]}; cat piped.err"));
    }

    @Test
    void boundsAndFiltersWorkAsOverHttp() throws Exception {
        lines("filtered", "filtered", 50);
        answered("photon emit -q < filtered");
        String options = "replay filtered --type cold --where '.payload.n >= 10' --event-type 'C*' -n 3";
        assertEquals(3, answered("photon " + options).lines().count());
        assertEquals(
                answered("photon " + options + " --backwards --url "
                        + daemon.http().base() + " --token " + daemon.http().token()),
                answered("photon " + options + " --backwards"));
        assertEquals(0, started.run("photon replay filtered --to -1h").code());
    }

    @Test
    void aBackupOverAmqpIsTheBackupOverHttpAndRestoresAsNewEvents() throws Exception {
        lines("backed", "backed", 1_000);
        ok("photon emit -q < backed");
        ok("photon backup -q --file amqp.backup");
        String verified = ok("photon verify amqp.backup");
        assertTrue(verified.contains("\"complete\":true"), verified);
        try (DaemonProcess other =
                DaemonProcess.start(home.resolve("other"), "-muon.url", broker.url(), "-microservice.name", "other")) {
            awaitService("other");
            String restored = ok("photon restore --as-new amqp.backup --service other");
            assertTrue(
                    restored.matches("\\{\"restored\":\\d+,\"skipped\":\\d+,\"deleted\":0,\"left-out\":0,.*\n"),
                    restored);
            List<String> there = other.http().replay("backed");
            assertEquals(1_000, there.size());
            List<String> here = daemon.http().replay("backed");
            for (int i = 0; i < 1_000; i++) {
                assertEquals(
                        here.get(i).replaceFirst("^.*?\"stream-name\"", ""),
                        there.get(i).replaceFirst("^.*?\"stream-name\"", ""));
            }
            ok("photon backup -q --url " + other.http().base() + " --token "
                    + other.http().token() + " > http.backup");
            ok("photon backup -q --service other > again.backup");
            assertEquals("", ok("diff <(grep -v photon-backup http.backup) <(grep -v photon-backup again.backup)"));
        }
    }

    @Test
    void incrementsTakenOverAmqpAndOverHttpAreOneChain() throws Exception {
        String http =
                " --url " + daemon.http().base() + " --token " + daemon.http().token();
        lines("first", "increments", 10);
        answered("photon emit -q < first");
        answered("photon backup -q --file $PWD/chain.0");
        answered("photon backup -q --since $PWD/chain.0 --file $PWD/chain.1");
        answered("photon backup -q --since $PWD/chain.1 --file $PWD/chain.2" + http);
        answered("photon emit -q < first");
        answered("photon backup -q --since $PWD/chain.2 --file $PWD/chain.3");
        answered("photon backup -q --since $PWD/chain.3 --file $PWD/chain.4" + http);
        assertEquals("0 0 10 0\n", answered("grep -vc photon-backup chain.[1-4] | cut -d: -f2 | paste -sd' ' || :"));
        assertTrue(answered("photon verify $PWD/chain.?").startsWith("{\"backups\":5,"));
        try (DaemonProcess other = DaemonProcess.start(
                home.resolve("stranger"), "-muon.url", broker.url(), "-microservice.name", "stranger")) {
            other.http().stored("{\"stream-name\":\"increments\",\"event-type\":\"T\",\"payload\":1}");
            awaitService("stranger");
            assertEquals(
                    4,
                    started.run("photon backup --since $PWD/chain.4 --service stranger")
                            .code());
        }
    }

    @Test
    void anExactRestoreOverAmqpIsForHoldersOfATokenAndIsTheSameStore() throws Exception {
        lines("exact", "exact", 3_000);
        answered("photon emit -q < exact");
        answered("photon backup -q --token " + daemon.http().token() + " --file $PWD/exact.backup");
        try (DaemonProcess other =
                DaemonProcess.start(home.resolve("exact"), "-muon.url", broker.url(), "-microservice.name", "exact")) {
            awaitService("exact");
            String restore = "photon restore -q $PWD/exact.backup --service exact --token ";
            assertEquals(5, started.run(restore + "nobody").code());
            assertEquals(0, other.http().replay("__all__").size());
            String cut = "head -n 2000 exact.backup | " + restore.replace("$PWD/exact.backup", "");
            assertEquals(7, started.run(cut + other.http().token()).code());
            assertEquals(0, other.http().replay("__all__").size(), "all or nothing");
            String restored = answered(restore + other.http().token());
            assertTrue(restored.startsWith("{\"restored\":"), restored);
            answered("photon backup -q --url " + other.http().base() + " --token "
                    + other.http().token() + " > copy.backup");
            assertEquals(
                    "", answered("diff <(grep -v photon-backup exact.backup) <(grep -v photon-backup copy.backup)"));
        }
    }

    @Test
    void streamsAreListedShownAndDeleted() throws Exception {
        answered("photon emit --stream listed/one --type t");
        assertTrue(answered("photon streams list --prefix listed/ -o raw").contains("listed/one\n"));
        assertTrue(answered("photon streams show listed/one")
                .startsWith("{\"stream-name\":\"listed/one\",\"total-events\":1,"));
        assertEquals("{\"correct\":true,\"deleted-events\":1}\n", answered("photon streams delete listed/one --yes"));
        assertEquals(3, started.run("photon streams show listed/one").code());
        assertEquals(3, started.run("photon streams delete listed/one --yes").code());
        assertEquals(5, started.run("photon streams delete __config__ --yes").code());
    }

    @Test
    void theToolsForAnyServiceShowWhatTheyFind() throws Exception {
        answered("photon emit --stream tools --type t --payload '{\"a\":1}'");
        assertTrue(answered("photon d").contains("{\"identifier\":\"photon\",\"tags\":[\"photon\",\"eventstore\"],"));
        assertTrue(answered("photon discover -o json | jq -r '.services[].identifier'")
                .contains("photon\n"));
        assertTrue(answered("photon i photon -o raw").contains("rpc://photon/stream-names\n"));
        assertTrue(answered("photon introspect photon | jq -r '.protocols[].protocolScheme'")
                .contains("reactive-stream\n"));
        assertTrue(answered("photon rpc rpc://photon/stream-names")
                .contains("{\"stream-name\":\"tools\",\"total-events\":1}"));
        assertEquals(daemon.http().base() + "\n", answered("photon rpc photon /rest-url -o raw"));
        assertEquals(
                daemon.http().replay("tools"),
                answered("photon stream stream://photon/stream '{\"stream-name\":\"tools\",\"stream-type\":\"cold\"}'")
                        .lines()
                        .toList());
        assertEquals(
                1,
                answered("photon stream 'photon/stream?stream-name=tools' -n 1")
                        .lines()
                        .count());
    }

    @Test
    void aTerminalGetsTheBoxOfTheDocumentation() throws Exception {
        Requirement.program("tmux");
        String tmux = "tmux -u -S " + shell.folder().resolve("tmux") + " -f /dev/null ";
        ok(tmux + "new-session -d -x 100 -y 30 'bash --norc --noprofile'");
        try {
            ok(tmux + "send-keys 'clear; photon d; echo done $?' Enter");
            String[] screen = {""};
            Eventually.within(
                    60,
                    () -> {
                        screen[0] = ok(tmux + "capture-pane -p");
                        return screen[0].contains("\ndone 0");
                    },
                    () -> screen[0]);
            String box =
                    "┌──────────────────────────────┬──────────────────────────────┬──────────────────────────────┐\n"
                            + "│ SERVICE NAME                 │ TAGS                         │ CONTENT/TYPE                 │\n"
                            + "├──────────────────────────────┼──────────────────────────────┼──────────────────────────────┤\n";
            assertTrue(screen[0].contains(box), screen[0]);
            assertTrue(
                    screen[0].contains(
                            "│ photon                       │ photon,eventstore            │ application/json             │\n"),
                    screen[0]);
        } finally {
            ok(tmux + "kill-server");
        }
    }
}
