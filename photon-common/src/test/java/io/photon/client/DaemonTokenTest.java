// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTokenTest {

    @TempDir
    Path runtime;

    private static final DaemonAddress LOCAL = new DaemonAddress(false, "127.0.0.1", 3000, "");

    private Path write(String text, String mode) throws IOException {
        Path file = Files.createDirectories(runtime.resolve("photon")).resolve("3000.token");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    private DaemonToken.Found find(DaemonAddress endpoint) {
        return DaemonToken.find(endpoint, Map.of("XDG_RUNTIME_DIR", runtime.toString()), "/nowhere");
    }

    private static String living() {
        return "pid=" + ProcessHandle.current().pid() + "\ntoken=secret\n";
    }

    @Test
    void theTokenOfALivingDaemonOfOurUserIsUsedOnLoopback() throws IOException {
        write(living(), "rw-------");
        assertEquals(new Identity.Token("secret"), find(LOCAL).identity());
    }

    @Test
    void itIsNeverShownToAnotherMachine() throws IOException {
        write(living(), "rw-------");
        assertEquals(
                Identity.NOBODY,
                find(new DaemonAddress(false, "192.0.2.1", 3000, "")).identity());
    }

    @Test
    void aFileOthersCanReadIsNotTrusted() throws IOException {
        write(living(), "rw-r-----");
        DaemonToken.Found found = find(LOCAL);
        assertEquals(Identity.NOBODY, found.identity());
        assertTrue(found.note().contains("mode rw-r-----"), found.note());
    }

    @Test
    void theTokenOfADeadDaemonIsNotGivenToWhoeverHasItsPort() throws IOException {
        write("pid=999999999\ntoken=secret\n", "rw-------");
        DaemonToken.Found found = find(LOCAL);
        assertEquals(Identity.NOBODY, found.identity());
        assertTrue(found.note().contains("process 999999999, which is gone"), found.note());
    }

    @Test
    void whatAKilledDaemonLeftBehindDoesNotHideTheTokenOfALivingOne() throws IOException {
        write("pid=999999999\ntoken=secret\n", "rw-------");
        Path data = Files.createDirectories(runtime.resolve("data/photon"));
        Path living = Files.writeString(data.resolve("3000.token"), living());
        Files.setPosixFilePermissions(living, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment = Map.of(
                "XDG_RUNTIME_DIR", runtime.toString(),
                "XDG_DATA_HOME", runtime.resolve("data").toString());
        assertEquals(
                new Identity.Token("secret"),
                DaemonToken.find(LOCAL, environment, "/nowhere").identity());
    }

    @Test
    void withoutItsVariableTheFolderOfTheSessionIsLookedInToo() throws IOException {
        String uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
        Path session = runtime.resolve(uid);
        Files.createDirectories(session);
        write(living(), "rw-------");
        Files.move(runtime.resolve("photon"), session.resolve("photon"));
        DaemonToken.Found found = DaemonToken.find(LOCAL, Map.of(), "/nowhere", runtime);
        assertEquals(new Identity.Token("secret"), found.identity());
        assertEquals(session.resolve("photon/3000.token"), found.file());
        String note = DaemonToken.find(LOCAL, Map.of(), "/nowhere", runtime.resolve("x"))
                .note();
        assertEquals(
                "there is no token of a daemon of this user: no " + runtime.resolve("x/" + uid)
                        + "/photon/3000.token, no /nowhere/.local/share/photon/3000.token",
                note);
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path real = write(living(), "rw-------");
        Path moved = Files.move(real, runtime.resolve("elsewhere"));
        Files.createSymbolicLink(real, moved);
        assertTrue(find(LOCAL).note().contains("not a regular file"));
    }

    @Test
    void theSecretIsNotInTheTextForm() {
        assertEquals("Token[…]", new Identity.Token("secret").toString());
        assertEquals("User[ann]", new Identity.User("ann", "secret").toString());
    }
}
