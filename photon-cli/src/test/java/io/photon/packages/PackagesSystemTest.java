// SPDX-License-Identifier: Apache-2.0
package io.photon.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.launcher.Script;
import io.photon.system.ConsoleBlocks;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packages that bin/package makes, as docs/install.md uses them. */
@Timeout(600)
class PackagesSystemTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> JARS = List.of(
            "photon",
            "photon-broker",
            "photon-store-redis",
            "photon-store-cassandra",
            "photon-store-mongo",
            "photon-store-riak");

    @TempDir
    static Path folder;

    private static Path made;
    private static Path madeAgain;

    /** Twice, under circumstances that must not show in them. */
    @BeforeAll
    static void makeThem() throws Exception {
        made = make("made", "umask 022; export LANG=C TZ=UTC", "1");
        madeAgain = make("made-again", "umask 077; export LANG=de_DE.UTF-8 TZ=Asia/Tokyo GZIP=-1", "2");
    }

    private static Path make(String name, String circumstances, String revision) throws Exception {
        Path out = folder.resolve(name);
        Script.Ran ran = new Script(folder, Map.of())
                .run(
                        "bash",
                        "-c",
                        circumstances + "; exec \"$0\" --no-build --revision " + revision + " --to \"$1\"",
                        Script.ROOT.resolve("bin/package").toString(),
                        out.toString());
        assertEquals(0, ran.code(), ran.err());
        return out;
    }

    private static Path only(Path in, String ending) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .reduce((a, b) -> {
                        throw new IllegalStateException("two of " + ending + " in " + in);
                    })
                    .orElseThrow(() -> new IllegalStateException("no " + ending + " in " + in));
        }
    }

    private static Script.Ran bash(Path directory, String command, Path... arguments)
            throws IOException, InterruptedException {
        String[] words = Stream.concat(
                        Stream.of("bash", "-o", "pipefail", "-c", command, "test"),
                        Stream.of(arguments).map(Path::toString))
                .toArray(String[]::new);
        return new Script(directory, Map.of()).run(words);
    }

    @Test
    void theSameSourcesGiveTheSameBytes() throws Exception {
        assertEquals(-1, Files.mismatch(only(made, ".tar.gz"), only(madeAgain, ".tar.gz")));
        // The second deb has another revision: what is in it is the same but for the places that say so.
        String contents =
                "d=$(mktemp -d) && dpkg-deb -R \"$1\" \"$d\" && cd \"$d\" && rm usr/share/doc/photon/changelog.Debian.gz"
                        + " && sed -i '/changelog.Debian.gz/d' DEBIAN/md5sums && sed -i '/^Version:/d' DEBIAN/control && touch -d @0 DEBIAN/*"
                        + " && find . -type f -printf '%p %m %T@ ' -exec sh -c 'sha256sum <\"$0\"' {} \\; | sort; rm -rf \"$d\"";
        Script.Ran one = bash(folder, contents, only(made, ".deb"));
        assertTrue(one.out().lines().count() > 60, one.out() + one.err());
        assertEquals(one.out(), bash(folder, contents, only(madeAgain, ".deb")).out());
    }

    /** From the sources alone, at another place, with nothing built before. */
    @Test
    @Tag("soak")
    void theSameCommitBuiltAtTwoPlacesGivesTheSameBytes() throws Exception {
        String build = "mkdir -p \"$2\" && git -C \"$1\" archive HEAD | tar -x -C \"$2\" && cd \"$2\""
                + " && SOURCE_DATE_EPOCH=1795485600 bin/package >&2 && cat target/packages/SHA256SUMS";
        Script.Ran here = bash(folder, build, Script.ROOT, folder.resolve("here"));
        Script.Ran there = bash(folder, build, Script.ROOT, folder.resolve("there/deeper"));
        assertEquals(3, here.out().lines().count(), here.err());
        assertEquals(here.out(), there.out());
    }

    @Test
    void thePackagesHoldOneBillOfMaterialsWithAllJarsAndEachLibraryOnce() throws Exception {
        String fromTar = "tar -xOf \"$1\" --wildcards '*/share/doc/photon/photon.cdx.json'";
        String fromDeb = "dpkg-deb --fsys-tarfile \"$1\" | tar -xO ./usr/share/doc/photon/photon.cdx.json";
        String bill = Files.readString(only(made, ".json"));
        assertEquals(bill, bash(folder, fromTar, only(made, ".tar.gz")).out());
        assertEquals(bill, bash(folder, fromDeb, only(made, ".deb")).out());

        TreeSet<String> wanted = new TreeSet<>(JARS);
        for (String jar : JARS) {
            Path target = Script.ROOT.resolve("target");
            JsonNode part = JSON.readTree(target.resolve(jar + ".cdx.json").toFile());
            part.get("components")
                    .forEach(library -> wanted.add(library.get("purl").asText()));
            String sum = bash(folder, "sha256sum <\"$1\"", target.resolve(jar + ".jar"))
                    .out()
                    .split(" ")[0];
            assertTrue(bill.contains(sum), "the sum of " + jar + ".jar is missing");
        }
        List<String> listed = new ArrayList<>();
        TreeSet<String> refs = new TreeSet<>(
                List.of(JSON.readTree(bill).at("/metadata/component/bom-ref").asText()));
        for (JsonNode component : JSON.readTree(bill).get("components")) {
            boolean isJar = component.get("type").asText().equals("application");
            listed.add(component.get(isJar ? "name" : "purl").asText());
            refs.add(component.get("bom-ref").asText());
        }
        listed.replaceAll(name -> name.equals("photon-cli") ? "photon" : name);
        assertEquals(List.copyOf(wanted), listed.stream().sorted().toList());
        JSON.readTree(bill)
                .get("dependencies")
                .forEach(from -> from.get("dependsOn")
                        .forEach(on -> assertTrue(refs.contains(on.asText()), on + " is in no list")));
    }

    @Test
    void lintianFindsNothingWrongWithTheDeb() throws Exception {
        Requirement.program("lintian");
        Script.Ran ran = bash(folder, "lintian --fail-on error \"$1\"", only(made, ".deb"));
        assertEquals("0 ", ran.code() + " " + ran.out());
    }

    @Test
    void thePageAboutCheckingAPackageHolds() throws Exception {
        for (ConsoleBlocks.Step step : InstallPage.section("Checking a package")) {
            InstallPage.check(step, bash(made, step.command()));
        }
        assertTrue(Files.readAllLines(made.resolve("SHA256SUMS")).size() >= 3);
    }

    /** Without Maven, without a checkout, for a user whose home is new. */
    @Test
    void theArchiveInstallsBelowAFolderAndIsRemovedWithoutATrace() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.copy(only(made, ".tar.gz"), work.resolve(only(made, ".tar.gz").getFileName()));
        Script user = new Script(
                work, Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin", "XDG_CACHE_HOME", home + "/.cache"));
        for (ConsoleBlocks.Step step : InstallPage.section("Below a folder of your own")) {
            if (step.command().contains("--uninstall")) {
                checkInstalled(home, user);
            }
            InstallPage.check(step, user.run("bash", "-c", step.command()));
        }
        try (Stream<Path> left = Files.walk(home.resolve(".local"))) {
            assertEquals(
                    "",
                    left.filter(Files::isRegularFile).toList().stream()
                            .map(Path::toString)
                            .reduce("", (a, b) -> a + b));
        }
    }

    private void checkInstalled(Path home, Script user) throws Exception {
        Path prefix = home.resolve(".local");
        for (String file : new String[] {
            "share/man/man1/photon-projection-create.1",
            "share/man/man7/photon-identity.7",
            "share/bash-completion/completions/photon",
            "share/zsh/site-functions/_photon",
            "share/fish/vendor_completions.d/photon.fish",
            "share/doc/photon/LICENSE",
            "share/doc/photon/third-party/photon/LIBRARIES",
            "share/doc/photon/third-party/photon-store-redis/LIBRARIES",
            "lib/photon/photon-broker.jar",
            "share/doc/photon/third-party/photon-store-cassandra/LIBRARIES",
            "lib/photon/photon-store-redis.jar",
            "share/doc/photon/third-party/photon-store-mongo/LIBRARIES",
            "lib/photon/photon-store-cassandra.jar",
            "lib/photon/photon-store-mongo.jar",
            "lib/photon/photon-store-riak.jar"
        }) {
            assertTrue(Files.isRegularFile(prefix.resolve(file)), file + " is missing");
        }
        try (Stream<Path> archives = Files.list(prefix.resolve("lib/photon/cds"))) {
            assertEquals(
                    1, archives.filter(file -> file.toString().endsWith(".jsa")).count());
        }
        // It is the archive that the command starts from: loaded classes say where they come from.
        Script.Ran loaded =
                user.run("bash", "-c", "PHOTON_JAVA_OPTS=-Xlog:class+load:stdout ~/.local/bin/photon version -o raw");
        long shared = loaded.out()
                .lines()
                .filter(line -> line.contains("io.photon.") && line.contains("shared objects file"))
                .count();
        long read = loaded.out()
                .lines()
                .filter(line -> line.contains("io.photon.") && line.contains("photon.jar"))
                .count();
        assertTrue(shared > 20 && read < 10, shared + " classes from the archive, " + read + " from the jar");
        Script.Ran again = user.run("bash", "-c", "photon-*/install ~/.local");
        assertEquals(0, again.code(), again.err());
    }

    /** Installed by apt on a machine with systemd, used, upgraded with its data, removed, and purged. */
    @Test
    void theDebServesFromItsInstallationToItsPurge() throws Exception {
        Path given = Files.createDirectories(folder.resolve("given"));
        Files.copy(only(made, ".deb"), given.resolve("1.deb"));
        Files.copy(only(madeAgain, ".deb"), given.resolve("2.deb"), StandardCopyOption.REPLACE_EXISTING);
        try (Machine machine = Machine.start(given, folder)) {
            DebianLife life = new DebianLife(machine);
            for (ConsoleBlocks.Step step : InstallPage.section("Debian and Ubuntu")) {
                life.before(step.command());
                InstallPage.check(step, machine.run(step.command()));
                life.after(step.command());
            }
            life.checkEverythingHappened();
        }
        assertFalse(Files.exists(Path.of("/var/lib/photon")), "this machine was changed");
    }
}
