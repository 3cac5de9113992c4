// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup --file X} writes to what X is. */
@Timeout(120)
class BackupPlacesTest {

    private static final String EVENT = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}";

    @TempDir
    Path dir;

    private StandInDaemon daemon;
    private Shell photon;
    private Bash bash;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        photon = new Shell(daemon.url());
        bash = new Bash(dir, daemon.url());
        assertEquals(0, photon.run("emit", "-q", EVENT).code());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void backup(Path file) {
        Shell.Ran ran = photon.run("backup", "-q", "--file", file.toString());
        assertEquals(0, ran.code(), ran.err());
        assertEquals("", ran.out());
    }

    private static void isBackup(Path file) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains("\"photon-backup\":{\"version\":1,\"events\":1,"), text);
    }

    private void nothingIsLeft() throws IOException {
        try (var names = Files.list(dir)) {
            assertEquals(
                    0, names.filter(name -> name.toString().endsWith(".part")).count());
        }
    }

    private String refused(Path file) throws IOException {
        Shell.Ran ran = photon.run("backup", "-q", "--file", file.toString());
        assertTrue(ran.code() == 2 || ran.code() == 3, ran.code() + " " + ran.err());
        nothingIsLeft();
        return ran.err();
    }

    @Test
    void aSymbolicLinkStaysOneAndItsTargetIsWritten() throws Exception {
        Path real = Files.createDirectory(dir.resolve("disk")).resolve("real");
        Files.writeString(real, "the one before");
        Files.createSymbolicLink(dir.resolve("one"), Path.of("disk/real"));
        Files.createSymbolicLink(dir.resolve("two"), Path.of("one"));
        backup(dir.resolve("two"));
        isBackup(real);
        assertTrue(Files.isSymbolicLink(dir.resolve("one")) && Files.isSymbolicLink(dir.resolve("two")));
        Files.createSymbolicLink(dir.resolve("free"), Path.of("disk/made"));
        backup(dir.resolve("free"));
        isBackup(real.resolveSibling("made"));
        assertTrue(Files.isSymbolicLink(dir.resolve("free")));
        nothingIsLeft();
    }

    @Test
    void aLinkThatLeadsNowhereIsRefusedAndNamed() throws Exception {
        Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
        assertTrue(
                refused(dir.resolve("loop")).contains("loop cannot be used: it is a symbolic link that leads round"));
        Files.createSymbolicLink(dir.resolve("away"), Path.of("gone/file"));
        assertTrue(refused(dir.resolve("away")).contains("there is no file " + dir.resolve("gone")));
        Files.writeString(dir.resolve("file"), "");
        assertTrue(
                refused(dir.resolve("file/x")).contains(dir.resolve("file") + " cannot be used: it is not a folder"));
        assertTrue(refused(dir).contains("it is a folder"));
    }

    @Test
    void aFileThatIsThereKeepsItsModeAndANewOneIsItsOwnersAlone() throws Exception {
        Path there = Files.writeString(dir.resolve("there"), "the one before");
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-rw-r--"));
        backup(there);
        isBackup(there);
        assertEquals("rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(there)));
        backup(dir.resolve("new"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("new"))));
    }

    @Test
    void aFileThatIsThereKeepsItsOwnerAndGroup() throws Exception {
        Path there = Files.writeString(dir.resolve("there"), "the one before");
        bash.run("chown nobody: there");
        String before = bash.run("stat -c %U:%G there");
        Assumptions.assumeTrue(before.startsWith("nobody:"), "only root may give files away");
        backup(there);
        isBackup(there);
        assertEquals(before, bash.run("stat -c %U:%G there"));
    }

    @Test
    void aPipeIsWrittenToAndStaysOne() throws Exception {
        String output =
                bash.run("mkfifo pipe && (tail -n 1 pipe | cut -c1-50 > read) & while ! test -p pipe; do :; done;"
                        + " photon backup -q --file pipe; echo $?; wait; test -p pipe && cat read");
        assertEquals("0\n{\"photon-backup\":{\"version\":1,\"events\":1,\"first\":1\n", output);
    }

    @Test
    void aDeviceIsWrittenToAndStaysOne() throws Exception {
        String output = bash.run("ls -l /dev/null > before; photon backup -q --file /dev/null; echo $?;"
                + " ls -l /dev/null | cmp - before; photon backup -q --file /dev/full; echo $?");
        assertEquals(
                "0\nphoton: backup: cannot write to /dev/full: No space left on device\n"
                        + "hint: make room there, or write elsewhere\n6\n",
                output);
    }

    @Test
    void descriptorsOfTheShellAreWrittenToAfterWhatIsThere() throws Exception {
        assertEquals(
                "2\n",
                bash.run("photon backup -q --compress gzip --file >(gzip -d | wc -l > n; : > done);"
                        + " while ! test -e done; do :; done; cat n"));
        String starts = " | cut -c1-12";
        assertEquals(
                "header\n{\"order-id\":\n{\"photon-bac\n",
                bash.run("echo header > a; photon backup -q --file /dev/stdout >> a; cat a" + starts));
        assertEquals(
                "header\n{\"order-id\":\n{\"photon-bac\nfooter\n",
                bash.run(
                        "(echo header; photon backup -q --file /dev/fd/7; echo footer >&7) 7>> b > b; cat b" + starts));
        assertEquals("{\"order-id\":\n{\"photon-bac\n", bash.run("photon backup -q --file - | cat" + starts));
        assertTrue(Files.isRegularFile(dir.resolve("b"), LinkOption.NOFOLLOW_LINKS));
    }
}
