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
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code photon hook} against the daemon itself. */
@Timeout(120)
class HookCommandsTest {

    @TempDir
    Path dir;

    private Photon daemon;
    private Shell photon;

    @BeforeEach
    void start() {
        daemon = OwnDaemon.start(dir, dir.resolve("run").resolve("photon"));
        photon = new Shell(daemon.url());
        photon.environment.put("XDG_RUNTIME_DIR", dir.resolve("run").toString());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static String ok(Ran ran) {
        assertEquals(0, ran.code(), ran.err());
        return ran.out();
    }

    @Test
    void aHookIsAddedTriedShownChangedAndRemoved() throws IOException {
        Path file = dir.resolve("secret");
        String made =
                ok(photon.run("hook", "add", "gh", "--stream", "came", "--scheme", "github", "--out", file.toString()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String secret = Files.readString(file).strip();
        assertFalse(made.contains(secret), made);
        assertTrue(ok(photon.run("hook", "test", "gh")).contains("\"stream-name\":\"came\""));
        assertEquals(2, photon.run("hook", "test", "gh", "--payload", "{").code());
        assertEquals("gh\n", ok(photon.run("hook", "list", "-o", "raw")));
        String table = ok(photon.run("hook", "list", "-o", "table"));
        assertTrue(table.startsWith("NAME  STREAM  SCHEME  STORED  FAILED  LAST DELIVERY  PATH"), table);
        assertTrue(table.contains("never"), table);
        assertTrue(ok(photon.run("hook", "show", "gh", "-o", "table")).contains("created-by    local\n"));
        Ran rotated = photon.run("hook", "rotate", "gh", "--grace", "1h");
        assertTrue(rotated.err().contains("is shown only now"), rotated.err());
        assertTrue(ok(rotated).contains("\"secret\":\""));
        assertTrue(ok(photon.run("hook", "show", "gh")).contains("\"former-secret-until\":"));
        assertEquals(2, photon.run("hook", "rm", "gh").code());
        assertEquals("{\"correct\":true}\n", ok(photon.run("hook", "rm", "gh", "--yes")));
        assertEquals(3, photon.run("hook", "show", "gh").code());
        assertEquals(3, photon.run("hook", "rotate", "gh").code());
    }

    @Test
    void aHookIsSwitchedOffAndOnAndTakesNoMoreThanItsLimit() {
        ok(photon.run("hook", "add", "gh", "--stream", "came", "--scheme", "github", "--max-body", "64KiB"));
        assertTrue(ok(photon.run("hook", "show", "gh")).contains("\"max-body\":65536,\"enabled\":true"));
        assertEquals("{\"correct\":true}\n", ok(photon.run("hook", "disable", "gh")));
        assertTrue(ok(photon.run("hook", "list", "-o", "table")).contains("github (off)"));
        ok(photon.run("hook", "test", "gh"));
        ok(photon.run("hook", "enable", "gh"));
        ok(photon.run("hook", "limit", "gh", "10"));
        Ran longer = photon.run("hook", "test", "gh", "--payload", "{\"n\":12345}");
        assertEquals(2, longer.code());
        assertTrue(longer.err().contains("has 11 bytes, more than max-body of the hook 'gh', 10"), longer.err());
        ok(photon.run("hook", "limit", "gh", "none"));
        assertFalse(ok(photon.run("hook", "show", "gh")).contains("max-body"));
        for (String wrong : new String[] {"0", "65MiB", "much", "-1"}) {
            assertEquals(2, photon.run("hook", "limit", "gh", wrong).code(), wrong);
        }
        assertEquals(3, photon.run("hook", "disable", "none").code());
        assertEquals(3, photon.run("hook", "limit", "none", "1KiB").code());
    }

    @Test
    void aSecretOfTheSendersComesFromAFileOrStandardInput() throws IOException {
        Path file = Files.writeString(dir.resolve("stripe"), "whsec_0123456789abcdef\n");
        ok(photon.run(
                "hook",
                "add",
                "st",
                "--stream",
                "s",
                "--scheme",
                "stripe",
                "--tolerance",
                "10m",
                "--secret-file",
                file.toString()));
        assertTrue(ok(photon.run("hook", "show", "st")).contains("\"tolerance\":600"));
        Path small = Files.writeString(dir.resolve("short"), "short\n");
        Ran refused = photon.run("hook", "rotate", "st", "--secret-file", small.toString());
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("it could be guessed"), refused.err());
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsMade() {
        assertEquals(2, photon.run("hook").code());
        assertEquals(2, photon.run("hook", "add", "x").code());
        assertEquals(
                2,
                photon.run("hook", "add", "x", "--stream", "s", "--scheme", "twilio")
                        .code());
        assertEquals(
                2,
                photon.run("hook", "add", "x", "--stream", "s", "--scheme", "github", "--out", dir.toString())
                        .code());
        assertEquals(
                3,
                photon.run("hook", "add", "x", "--stream", "s", "--scheme", "github", "--secret-file", "/no/such")
                        .code());
        assertEquals("", ok(photon.run("hook", "list")));
    }
}
