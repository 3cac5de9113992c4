// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import io.photon.daemon.Photon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contexts as they are used, over a real daemon. */
@Timeout(60)
class ContextCommandsTest {

    private static final String SECRET = "secret"; // the password of the test's daemon

    @TempDir
    Path dir;

    private Photon daemon;
    private Shell photon;

    @BeforeEach
    void start() throws IOException {
        daemon = OwnDaemon.start(dir, dir.resolve("run/photon"));
        photon = new Shell(daemon.url());
        photon.environment.remove("PHOTON_URL");
        photon.environment.put("XDG_RUNTIME_DIR", dir.resolve("run").toString());
        photon.environment.put("XDG_CONFIG_HOME", dir.resolve("config").toString());
        ok("context", "add", "prod", "--url", daemon.url(), "--production");
        ok("context", "add", "dev", "--url", "http://127.0.0.1:1");
        ok("emit", "--context", "prod", "--stream", "s", "--type", "t", "--payload", "1");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private Ran ok(String... words) {
        Ran ran = photon.run(words);
        assertEquals(0, ran.code(), () -> String.join(" ", words) + ": " + ran.err());
        return ran;
    }

    private String refused(int code, String... words) {
        Ran ran = photon.run(words);
        assertEquals(code, ran.code(), () -> String.join(" ", words) + ": " + ran.out() + ran.err());
        return ran.err();
    }

    private long events() {
        return ok("replay", "__all__", "--type", "cold", "--context", "prod")
                .out()
                .lines()
                .filter(line -> line.contains("\"event-type\":\"t\""))
                .count();
    }

    @Test
    void theContextInUseIsAskedAndMaybeAnotherOneByItsName() {
        assertTrue(refused(6, "streams", "list", "--context", "dev").contains("127.0.0.1:1: cannot connect"));
        ok("context", "use", "dev");
        refused(6, "streams", "list");
        ok("streams", "list", "--context", "prod");
        ok("streams", "list", "--url", daemon.url());
        ok("context", "use", "prod");
        assertTrue(ok("streams", "list").out().contains("\"stream-name\":\"s\""));
        ok("context", "use", "-");
        refused(6, "streams", "list");
        photon.environment.put("PHOTON_CONTEXT", "prod");
        ok("streams", "list");
        ok("context", "use", "--none");
        assertTrue(ok("context", "list").out().lines().noneMatch(line -> line.contains("\"in-use\":true")));
    }

    @Test
    void withoutATerminalNothingOfAProductionContextIsDestroyedUnlessItIsNamed() throws IOException {
        Path backup = dir.resolve("backup");
        ok("backup", "--context", "prod", "--file", backup.toString());
        ok("projection", "create", "n", "--context", "prod", "--language", "jq", "-e", ". + 1", "--initial", "0");
        List<String[]> destructive = List.of(
                new String[] {"streams", "delete", "s", "--context", "prod"},
                new String[] {"projection", "reset", "n", "--context", "prod"},
                new String[] {"projection", "delete", "n", "--context", "prod"},
                new String[] {"restore", backup.toString(), "--context", "prod"},
                new String[] {
                    "projection", "create", "n", "--context", "prod", "--language", "jq", "-e", ".", "--replace"
                },
                new String[] {"projection", "resume", "n", "--skip", "--context", "prod"});
        for (String[] words : destructive) {
            String err = refused(2, words);
            assertTrue(err.contains("'prod' is a production context") && err.contains("--confirm prod"), err);
            err = refused(2, with(words, "--confirm", "dev"));
            assertTrue(err.contains("--confirm dev, but the daemon is"), err);
            assertTrue(refused(2, with(words, "--yes")).contains("--yes is not enough"));
        }
        assertEquals(1, events());
        ok(with(destructive.get(1), "--confirm", "prod"));
        ok(with(destructive.get(3), "--confirm", "prod"));
        ok(with(destructive.get(4), "--confirm", "prod"));
        ok(with(destructive.get(2), "--confirm", "prod"));
        ok(with(destructive.get(0), "--confirm", "prod"));
        assertEquals(0, events());
    }

    @Test
    void whatIsNoProductionContextTakesYesInEveryCommandThatDestroys() throws IOException {
        Path backup = dir.resolve("backup");
        ok("backup", "--url", daemon.url(), "--file", backup.toString());
        ok("projection", "create", "n", "--url", daemon.url(), "--language", "jq", "-e", ". + 1", "--initial", "0");
        ok("restore", backup.toString(), "--url", daemon.url(), "--yes");
        ok("projection", "reset", "n", "--url", daemon.url(), "--yes");
        ok("projection", "create", "n", "--url", daemon.url(), "--language", "jq", "-e", ".", "--replace", "--yes");
        ok("projection", "delete", "n", "--url", daemon.url(), "--yes");
        ok("streams", "delete", "s", "--url", daemon.url(), "--yes");
        assertEquals(0, events());
    }

    @Test
    void aCallThatMayDestroyDataOfAProductionContextNeedsItsNameToo() {
        ok("context", "add", "bus", "--url", "amqp://127.0.0.1:1", "--production");
        List<List<String>> calls = List.of(
                List.of("photon", "/stream/delete", "{}"),
                List.of("photon", "/projection", "{\"projection-name\":\"p\",\"action\":\"delete\"}"),
                List.of("photon", "/restore/begin", "{}"),
                List.of("billing", "/events", "{}"));
        for (List<String> words : calls) {
            String[] call =
                    with(new String[] {"rpc", "--context", "bus", "--timeout", "5s"}, words.toArray(String[]::new));
            String err = refused(2, call);
            assertTrue(err.contains("'bus' is a production context") && err.contains("--confirm bus"), err);
            refused(6, with(call, "--confirm", "bus")); // there is no broker
            err = refused(2, with(call, "--confirm", "dev"));
            assertTrue(err.contains("the daemon is amqp://127.0.0.1:1"), err);
        }
        for (String path :
                List.of("/streams", "/stream-names", "/stats", "/events", "/projection", "/projection/pause")) {
            String[] call = {"rpc", "photon", path, "{}", "--context", "bus", "--timeout", "5s"};
            refused(6, call);
            refused(2, with(call, "--confirm", "dev"));
        }
    }

    private static String[] with(String[] words, String... more) {
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @Test
    void aLoadOnAProductionContextHasToBeWanted() {
        String[] load = {"bench", "emit", "--context", "prod", "--duration", "1s", "--warmup", "0s", "--clients", "1"};
        String err = refused(2, load);
        assertTrue(err.contains("'prod' is a production context: " + daemon.url()) && err.contains("--yes"), err);
        ok(with(load, "--yes"));
    }

    @Test
    void onATerminalTheContextsNameIsTypedAfterThatOfTheStream() {
        photon.inTerminal = true;
        String[] delete = {"streams", "delete", "s", "--context", "prod"};
        for (String typed : List.of("s\n", "s\ns\n", "prod\n", "s\nPROD\n", "\n\n")) {
            assertEquals(2, photon.runWith(typed, delete).code(), typed);
        }
        assertEquals(2, photon.runWith("dev\n", with(delete, "--yes")).code());
        assertEquals(1, events());
        Ran ran = photon.runWith("s\nprod\n", delete);
        assertEquals(0, ran.code(), ran.err());
        assertTrue(ran.err().contains("'prod' is a production context: " + daemon.url()), ran.err());
        assertEquals(0, events());
    }

    @Test
    void whatDestroysNothingDoesNotAsk() {
        ok("streams", "delete", "s", "--context", "prod", "--dry-run");
        ok("emit", "--context", "prod", "--stream", "s", "--type", "t", "--payload", "2");
        ok("projection", "create", "n", "--context", "prod", "--language", "jq", "-e", ".", "--initial", "0");
        ok("projection", "pause", "n", "--context", "prod");
        ok("projection", "resume", "n", "--context", "prod");
        assertEquals(2, events());
    }

    @Test
    void aContextThatPhotonUrlOverridesProtectsFromAWrongDaemonAllTheSame() {
        photon.environment.put("PHOTON_URL", daemon.url());
        assertTrue(ok("streams", "list", "--context", "dev").err().contains("counts more than --context dev"));
        String err = refused(2, "streams", "delete", "s", "--yes", "--context", "dev");
        assertTrue(err.contains("may not be the one that you mean"), err);
        err = refused(2, "streams", "delete", "s", "--confirm", "prod");
        assertTrue(err.contains("of no context"), err);
        photon.environment.remove("PHOTON_URL");
        assertEquals(1, events());
    }

    @Test
    void secretsAreReadWhereTheyAreKeptAndNeverShown() throws IOException {
        photon.environment.put("XDG_RUNTIME_DIR", "/nonexistent"); // no token is found by itself
        photon.environment.put("PROD_PASSWORD", SECRET);
        Path file = Files.writeString(dir.resolve("password"), SECRET + "\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        String[][] places = {
            {"--password-env", "PROD_PASSWORD"},
            {"--password-file", file.toString()},
            {"--password-command", "cat " + file}
        };
        for (String[] place : places) {
            Ran added = ok(
                    "context", "add", "p", "--url", daemon.url(), "--user", "admin", place[0], place[1], "--replace");
            Ran tested = ok("context", "test", "p");
            assertTrue(tested.out().contains("\"reachable\":true,\"identity\":\"user admin\",\"version\":\"test\""));
            assertTrue(tested.out().contains("\"took-ms\":"), tested.out());
            String all = added.out()
                    + tested.out()
                    + tested.err()
                    + ok("context", "list").out()
                    + ok("context", "list", "-o", "table").out()
                    + ok("context", "show", "p").out();
            assertFalse(all.contains(SECRET), all);
            assertFalse(Files.readString(dir.resolve("config/photon/contexts/p.context"))
                    .contains(SECRET));
        }
        Files.writeString(file, "wrong");
        assertTrue(refused(5, "context", "test", "p").contains("Not authorized"));
        photon.environment.put("PHOTON_TOKEN", "of another daemon");
        Files.writeString(file, SECRET);
        ok("streams", "list", "--context", "p"); // what the context says is for this daemon
    }

    @Test
    void aDamagedContextIsListedWithTheReasonAndStopsOnlyWhoUsesIt() throws IOException {
        Files.writeString(dir.resolve("config/photon/contexts/dev.context"), "photon-context=1\nulr=http://a\n");
        Ran listed = ok("context", "list");
        assertTrue(listed.out().contains("\"context\":\"dev\",\"error\":"), listed.out());
        assertTrue(listed.out().contains("did you mean url?"), listed.out());
        ok("streams", "list", "--context", "prod");
        assertTrue(refused(2, "streams", "list", "--context", "dev").contains("photon context add dev --replace"));
        ok("context", "rm", "dev");
        assertTrue(refused(3, "context", "rm", "dev").contains("there is no context 'dev'"));
    }

    @Test
    void theStatusFitsOnOneScreenAndNamesBothVersions() {
        Ran json = ok("status", "--context", "prod");
        for (String part : List.of(
                "\"url\":\"" + daemon.url() + "\",\"context\":\"prod\",\"production\":true",
                "\"version\":\"test\",\"command-version\":",
                "\"backend\":\"memory\"",
                "\"state\":\"writable\"")) {
            assertTrue(json.out().contains(part), json.out());
        }
        photon.outTerminal = true;
        Ran shown = ok("status", "--context", "prod");
        assertTrue(shown.out().lines().count() <= 30, shown.out());
        assertTrue(shown.out().lines().anyMatch(line -> line.matches(".*uptime.* [0-9,.]+ m?s.*")), shown.out());
        refused(6, "status", "--context", "dev");
    }
}
