// SPDX-License-Identifier: Apache-2.0
package io.photon.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From which start-up archive an installed photon starts. Its Java is a script here that prints how it was called, and
 * makes an archive when it is told to.
 */
@Timeout(60)
class InstalledLauncherTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Script script;
    private Path prefix;
    private Path cache;

    @BeforeEach
    void install() throws IOException {
        script = new Script(folder, environment);
        prefix = folder.resolve("a prefix");
        cache = Files.createDirectories(folder.resolve("cache"));
        Files.createDirectories(prefix.resolve("bin"));
        Files.createDirectories(prefix.resolve("lib/photon/cds"));
        Files.copy(Script.ROOT.resolve("bin/photon"), prefix.resolve("bin/photon"));
        assertTrue(prefix.resolve("bin/photon").toFile().setExecutable(true));
        Files.writeString(prefix.resolve("lib/photon/photon.jar"), "a jar");
        upgradePhoton("b1");
        Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                for word; do
                    case $word in -XX:SharedArchiveFile=*) archive=${word#*=} ;; esac
                done
                case " $* " in
                *" -Xshare:dump "*) echo archive >"$archive" ;;
                *CdsTraining*) ;;
                *) echo "from ${archive:-nothing}" ;;
                esac
                """);
        assertTrue(java.toFile().setExecutable(true));
        upgradeJava("17.0.1+1-A");
        environment.put("JAVA_HOME", folder.resolve("java").toString());
        environment.put("XDG_CACHE_HOME", cache.toString());
    }

    private void upgradePhoton(String build) throws IOException {
        Files.writeString(prefix.resolve("lib/photon/build"), build + "\n");
    }

    /** The version stays, as with a rebuilt package of a distribution. */
    private void upgradeJava(String build) throws IOException {
        Files.writeString(
                folder.resolve("java/release"), "JAVA_RUNTIME_VERSION=\"" + build + "\"\nJAVA_VERSION=\"17.0.1\"\n");
    }

    private String start() throws IOException, InterruptedException {
        Script.Ran ran = script.run(prefix.resolve("bin/photon").toString(), "version");
        assertEquals("0 ", ran.code() + " " + ran.err());
        return ran.out().strip();
    }

    /** Starts until there is an archive; it is made in the background. @return its file name, from which it then starts */
    private String startsFrom(Path place) throws IOException, InterruptedException {
        String said = start();
        for (int i = 0; said.equals("from nothing") && i < 300; i++) {
            said = start();
        }
        assertTrue(said.startsWith("from " + place + "/photon-"), said);
        return said.substring(said.lastIndexOf('/') + 1);
    }

    private static List<String> in(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsa"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theArchiveIsMadeWithTheInstallationWhenAsked() throws Exception {
        environment.put("PHOTON_REBUILD", "1");
        assertTrue(start().startsWith("from " + prefix + "/lib/photon/cds/photon-b1-17.0.1+1-A-"));
    }

    @Test
    void anUpgradeOfJavaOrOfPhotonMakesAnotherByItself() throws Exception {
        Path place = prefix.resolve("lib/photon/cds");
        String first = startsFrom(place);
        upgradeJava("17.0.1+1-B");
        assertEquals(first.replace("1-A", "1-B"), startsFrom(place));
        upgradePhoton("b2");
        String third = startsFrom(place);
        assertTrue(third.startsWith("photon-b2-17.0.1+1-B-"), third);
        upgradePhoton("b1");
        upgradeJava("17.0.1+1-A");
        assertEquals("from " + place.resolve(first), start(), "the first one was made again");
        assertEquals(3, in(place).size());
    }

    @Test
    void aFolderThatWasMovedGetsAnotherForJavaComparesThePath() throws Exception {
        String before = startsFrom(prefix.resolve("lib/photon/cds"));
        Path moved = folder.resolve("moved");
        Files.move(prefix, moved);
        prefix = moved;
        String after = startsFrom(moved.resolve("lib/photon/cds"));
        assertTrue(after.endsWith("_moved.jsa") && before.endsWith("_a prefix.jsa"), before + ", " + after);
    }

    @Test
    void whoMayNotWriteTheInstallationHasOneOfTheirOwn() throws Exception {
        Files.delete(prefix.resolve("lib/photon/cds"));
        startsFrom(cache.resolve("photon"));
        assertTrue(Files.notExists(prefix.resolve("lib/photon/cds")));
    }

    /** As of root with another user's HOME: who may write an archive decides what is run. */
    @Test
    void oneInAFolderOfAnotherUserIsNeitherUsedNorMade() throws Exception {
        Files.delete(prefix.resolve("lib/photon/cds"));
        String name = startsFrom(cache.resolve("photon"));
        boolean given = script.run("chown", "nobody", cache.resolve("photon").toString(), cache.toString())
                        .code()
                == 0;
        Assumptions.assumeTrue(given, "only root can give a folder away");
        assertEquals("from nothing", start());
        assertEquals(List.of(name), in(cache.resolve("photon")));
        upgradePhoton("b2");
        assertEquals("from nothing", start());
        assertEquals(List.of(name), in(cache.resolve("photon")));
        for (String build : List.of("b2", "b1")) { // root may write the installation: none is being made there any more
            upgradePhoton(build);
            startsFrom(prefix.resolve("lib/photon/cds"));
        }
    }
}
