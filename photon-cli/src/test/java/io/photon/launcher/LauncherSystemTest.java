// SPDX-License-Identifier: Apache-2.0
package io.photon.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LauncherSystemTest {

    private static final String PHOTON = Script.ROOT.resolve("bin/photon").toString();
    private static final String JAR = Script.ROOT.resolve("target/photon.jar").toString();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Script script;

    @BeforeEach
    void start() {
        script = new Script(folder, environment);
    }

    @Test
    void photonRunsFromAnywhereAndThroughLinksToLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("photon"), Path.of(PHOTON));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("p"), Path.of("photon"));
        for (Path path : List.of(Path.of(PHOTON), link, linkToLink)) {
            Script.Ran ran = script.run(path.toString(), "version", "-o", "json");
            assertEquals(0, ran.code(), ran.err());
            assertTrue(
                    ran.out().matches("\\{\"version\":\"[^\"]+\",\"java\":\"[^\"]+\",\"build\":\"[^\"]+\"}\n"),
                    ran.out());
            assertEquals("", ran.err());
        }
        Script.Ran bare = script.run("bash", "-c", "PATH=\"$1:$PATH\"; photon version", "x", folder.toString());
        assertEquals(0, bare.code(), bare.err());
    }

    /** What Java loads says what a start costs, on any machine. */
    @Test
    void aStartBuildsNoModelThatNobodyAskedForAndWritesNoCodeForRecords() throws Exception {
        environment.put("PHOTON_JAVA_OPTS", "-Xlog:class+load:file=" + folder.resolve("loaded"));
        Script.Ran version = script.run(PHOTON, "version");
        String loaded = Files.readString(folder.resolve("loaded"));
        assertTrue(loaded.contains("io.photon.cli.VersionCommand"), version.err());
        assertFalse(loaded.contains("CommandReflection"), loaded);
        Script.Ran quiet = script.run(PHOTON, "version", "--quiet");
        assertEquals(version.out(), quiet.out());
        assertTrue(
                Files.readString(folder.resolve("loaded")).contains("CommandReflection"),
                "it is not named so any more");

        environment.put("PHOTON_URL", "http://127.0.0.1:1");
        assertEquals(
                6, script.run(PHOTON, "emit", "--stream", "s", "--type", "t").code());
        loaded = Files.readString(folder.resolve("loaded"));
        assertTrue(loaded.contains("io.photon.cli.command.Credentials"), loaded);
        assertFalse(loaded.contains("java.lang.runtime.ObjectMethods"), "a record is compared, hashed or printed");
        assertFalse(loaded.contains("picocli.CommandLine$Model"), "a model is built for an emit");

        assertEquals(6, script.run(PHOTON, "streams", "list").code());
        loaded = Files.readString(folder.resolve("loaded"));
        assertTrue(loaded.contains("io.photon.question.StreamQuestions"), loaded);
        assertFalse(loaded.contains("java.lang.runtime.ObjectMethods"), "parameters of questions are compared so");
        assertFalse(loaded.contains("io.photon.cli.command.ConfirmOption"), "a model is built of streams delete");
    }

    @Test
    void aCollectorOfTheUsersTakesThePlaceOfTheLaunchersOwn() throws Exception {
        for (String collector : List.of("SerialGC", "ParallelGC", "G1GC")) {
            environment.put("PHOTON_JAVA_OPTS", "-Xlog:gc+init:file=" + folder.resolve("gc") + " -XX:+Use" + collector);
            Script.Ran ran = script.run(PHOTON, "version");
            assertEquals(0, ran.code(), ran.err());
            assertEquals("", ran.err());
        }
    }

    @Test
    void aHeapThatIsSmallerThanTheUsualFirstOneIsEnoughForACommand() throws Exception {
        for (String heap : List.of("-Xmx24m", "-XX:MaxHeapSize=24m")) {
            environment.put("PHOTON_JAVA_OPTS", heap);
            Script.Ran ran = script.run(PHOTON, "version");
            assertEquals(0, ran.code(), ran.err());
        }
    }

    @Test
    void nothingAskedForIsAQuestionAndAnUnknownCommandIsAnError() throws Exception {
        Script.Ran nothing = script.run(PHOTON);
        assertEquals(2, nothing.code());
        assertEquals("", nothing.out());
        assertTrue(nothing.err().contains("photon emit --stream orders"), nothing.err());
        Script.Ran unknown = script.run(PHOTON, "emitt");
        assertEquals(2, unknown.code());
        assertTrue(unknown.err().contains("hint: did you mean: emit?"), unknown.err());
    }

    @Test
    void aClosedStandardStreamIsAsTheNullDevice() throws Exception {
        String commands = "\"$1\" verify <&- 2>&1; echo $?; \"$1\" version >&-; echo $?; \"$1\" nonsense 2>&-; echo $?;"
                + " \"$1\" completion zsh 2>&1 >/dev/full; echo $?";
        Script.Ran ran = script.run("bash", "-c", commands, "x", PHOTON);
        assertEquals(
                "photon: verify: there is no backup: the input is empty\n"
                        + "hint: name a file, or pipe one in: photon backup | photon verify\n7\n"
                        + "0\n2\n"
                        + "photon: completion: cannot write to stdout: No space left on device\n"
                        + "hint: make room there, or write elsewhere\n1\n",
                ran.out());
        assertEquals("", ran.err());
    }

    @Test
    void aDaemonSaysThatItIsReadyAndEndsWithZeroOnATerm() throws Exception {
        assertEquals(0, serveAndSignal("TERM", PHOTON, "serve", "-rest.port", "0"));
        assertEquals(0, serveAndSignal("INT", PHOTON, "serve", "--rest.port=0", "-db.backend", "file"));
    }

    @Test
    void theJarAloneServesWithSettingsAndWithNothingAtAll() throws Exception {
        assertEquals(0, serveAndSignal("TERM", JAVA, "-jar", JAR, "-rest.host", "127.0.0.1", "-rest.port", "0"));
        Files.writeString(folder.resolve("photon.properties"), "rest.port=0\ndb.backend=dummy\n");
        assertEquals(0, serveAndSignal("TERM", JAVA, "-jar", JAR));
    }

    private int serveAndSignal(String signal, String... words) throws IOException, InterruptedException {
        Process daemon = script.builder(words).start();
        List<String> said = new ArrayList<>();
        try (BufferedReader err = daemon.errorReader()) {
            String line = err.readLine();
            while (line != null && !line.startsWith("photon: ready http://")) {
                said.add(line);
                line = err.readLine();
            }
            assertTrue(line != null, () -> "it ended: " + said);
            assertTrue(
                    line.matches(
                            "photon: ready http://127\\.0\\.0\\.1:\\d+ backend=\\w+ head=\\d+ version=\\S+( password=default)?( data=/.*)?"),
                    line);
            new ProcessBuilder("kill", "-" + signal, Long.toString(daemon.pid()))
                    .start()
                    .waitFor();
            assertTrue(daemon.waitFor(40, TimeUnit.SECONDS));
            return daemon.exitValue();
        } finally {
            daemon.destroyForcibly();
        }
    }

    @Test
    void wrongSettingsEndWithTwoAndAllOfThemAreNamed() throws Exception {
        Files.writeString(folder.resolve("photon.properties"), "#\nrest.port=99999\n");
        Script.Ran ran = script.run(PHOTON, "serve", "-rest.prot", "1");
        assertEquals(2, ran.code());
        assertEquals(
                "photon: serve: command line -rest.prot: there is no setting rest.prot\n"
                        + "hint: did you mean rest.port? photon serve --print-config lists all settings\n"
                        + "photon: serve: photon.properties:2: rest.port is 99999\n"
                        + "hint: use 1 to 65535, or 0 for a free port\n",
                ran.err());
    }

    /** As the message of a start says that finds log and database of different states. */
    @Test
    void adoptIsTheSettingOfThatName() throws Exception {
        Script.Ran ran = script.run(PHOTON, "serve", "--adopt", "log", "--print-config", "-o", "ndjson");
        assertEquals(0, ran.code(), ran.err());
        String shown = "{\"setting\":\"h2.adopt\",\"value\":\"log\",\"origin\":\"command line --adopt\"}\n";
        assertTrue(ran.out().contains(shown), ran.out());
        Script.Ran wrong = script.run(PHOTON, "serve", "--adopt", "both");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("use one of log, h2"), wrong.err());
    }

    @Test
    void aLineThatTheHeapHasNoRoomForIsRefusedAtTheStart() throws Exception {
        Script.Ran ran = script.run(PHOTON, "serve", "-rest.max-line", "64MiB", "-rest.port", "0");
        assertEquals(2, ran.code(), ran.err());
        assertTrue(ran.err().contains("rest.max-line is 64 MiB, and the heap of "), ran.err());
        assertTrue(ran.err().contains("PHOTON_JAVA_OPTS=-Xmx"), ran.err());
    }

    /** A supervisor that starts again what has failed must not take it for a stop that was asked for. */
    @Test
    void aStartThatRunsOutOfMemoryIsAFailure() throws Exception {
        environment.put("PHOTON_JAVA_OPTS", "-XX:MaxDirectMemorySize=4k");
        Script.Ran ran = script.run(
                PHOTON, "serve", "-rest.port", "0", "-events.port", "0", "-projections.port", "0", "-muon.url", "none");
        assertEquals(1, ran.code(), ran.err());
        assertTrue(ran.err().contains("there is not enough memory for this\nhint: "), ran.err());
    }

    @Test
    void printConfigShowsEveryValueWithItsOriginAndNoSecret() throws Exception {
        environment.put("PHOTON_ADMIN_PASS", "hunter2");
        Script.Ran ran = script.run(PHOTON, "serve", "--print-config", "-rest.port", "4000", "-o", "ndjson");
        assertEquals(0, ran.code(), ran.err());
        assertTrue(
                ran.out()
                        .contains(
                                "{\"setting\":\"rest.port\",\"value\":4000,\"origin\":\"command line -rest.port\"}\n"),
                ran.out());
        assertTrue(
                ran.out()
                        .contains("{\"setting\":\"admin.pass\",\"value\":\"********\","
                                + "\"origin\":\"environment PHOTON_ADMIN_PASS\"}\n"),
                ran.out());
        assertTrue(!ran.out().contains("hunter2"), ran.out());
    }

    @Test
    void printConfigSaysWhichSettingsBelongToAnotherBackend() throws Exception {
        Script.Ran ran = script.run(
                PHOTON,
                "serve",
                "--print-config",
                "-o",
                "ndjson",
                "-db.backend",
                "file",
                "-h2.stop-wait",
                "1s",
                "-file.path",
                "x",
                "-redis.prefix",
                "p");
        assertEquals(0, ran.code(), ran.err());
        String without = "\",\"without-effect\":\"db.backend is file\"}\n";
        assertTrue(ran.out().contains("command line -h2.stop-wait" + without), ran.out());
        assertTrue(ran.out().contains("command line -redis.prefix" + without), ran.out());
        assertTrue(ran.out().contains("command line -file.path\"}\n"), ran.out());
        String help = script.run(PHOTON, "help", "settings").out();
        assertTrue(help.contains("--rest.port=PORT") && help.contains("--redis.url=URL"), help);
    }

    @Test
    void anOldJavaAndNoJavaAreNamedWithWhatToDo() throws Exception {
        Path old = folder.resolve("old");
        Files.createDirectories(old.resolve("bin"));
        program(old.resolve("bin/java"), "exit 99");
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
        environment.put("JAVA_HOME", old.toString());
        Script.Ran ran = script.run(PHOTON, "version");
        assertEquals(1, ran.code());
        assertTrue(
                ran.err().startsWith("photon: Java 17 or newer is needed, and " + old + "/bin/java is 11.0.2\nhint: "),
                ran.err());
        environment.put("JAVA_HOME", "/nowhere");
        assertTrue(script.run(PHOTON, "version").err().startsWith("photon: there is no /nowhere/bin/java\nhint: "));
        environment.remove("JAVA_HOME");
        environment.put("PATH", folder.toString());
        Script.Ran none = script.run("/bin/bash", PHOTON, "version");
        assertEquals(1, none.code());
        assertTrue(none.err().startsWith("photon: there is no Java here\nhint: "), none.err());
    }

    @Test
    void twoFirstUsesAtOnceBuildOnce() throws Exception {
        Path house = houseWithoutJar();
        String twice = "photon version -o raw & photon version -o raw & wait";
        Script.Ran ran =
                script.run("bash", "-c", "PATH=\"$1:$2:$PATH\"; " + twice, "x", house + "/bin", house + "/tools");
        assertEquals(2, ran.out().lines().count(), ran.out() + ran.err());
        assertEquals("built\n", Files.readString(house.resolve("builds")));
        assertEquals(
                "photon: building it, which takes a minute the first time\n"
                        + "photon: building it: photon-cli [3/5]\n"
                        + "photon: building it: what makes it start fast\n",
                ran.err());
    }

    @Test
    void withoutAPlaceForTheArchivePhotonRunsAllTheSame() throws Exception {
        Path house = houseWithoutJar();
        Files.createDirectories(house.resolve("target"));
        Files.createSymbolicLink(house.resolve("target/photon.jar"), Path.of(JAR));
        Files.writeString(house.resolve("target/cds"), "not a folder");
        Script.Ran ran = script.run(house.resolve("bin/photon").toString(), "version", "-o", "raw");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err());
    }

    @Test
    void anArchiveThatIsRubbishIsPassedOverSilently() throws Exception {
        Path house = houseWithoutJar();
        Files.createDirectories(house.resolve("target/cds"));
        Files.createSymbolicLink(house.resolve("target/photon.jar"), Path.of(JAR));
        String version = script.run(PHOTON, "version").out().replaceAll(".*\"java\":\"([^\"]+)\".*\n", "$1");
        Files.writeString(house.resolve("target/cds/photon-" + version + ".jsa"), "rubbish");
        Script.Ran ran = script.run(house.resolve("bin/photon").toString(), "version", "-o", "raw");
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.err());
    }

    /** A copy of the launcher in a house of its own, with a Maven that notes being called and hands out our jar. */
    private Path houseWithoutJar() throws IOException {
        Path house = folder.resolve("house");
        Files.createDirectories(house.resolve("bin"));
        Files.createDirectories(house.resolve("tools"));
        Files.copy(Path.of(PHOTON), house.resolve("bin/photon"));
        assertTrue(house.resolve("bin/photon").toFile().setExecutable(true));
        program(
                house.resolve("tools/mvn"),
                "echo built >> builds; mkdir -p target; echo '[INFO] Building photon-cli 1.0    [3/5]'; echo '[INFO] x';  cp '"
                        + JAR + "' target/jar && mv target/jar target/photon.jar");
        return house;
    }

    private static void program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }
}
