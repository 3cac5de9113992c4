// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.command.Shell.Ran;
import io.photon.codec.JsonFields;
import io.photon.daemon.Photon;
import io.photon.text.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code photon token} and {@code photon app} against the daemon itself. */
@Timeout(120)
class TokenCommandsTest {

    @TempDir
    Path dir;

    private Photon daemon;
    private Shell photon;
    private Shell stranger;

    @BeforeEach
    void start() {
        daemon = OwnDaemon.start(dir, dir.resolve("run").resolve("photon"));
        photon = new Shell(daemon.url());
        photon.environment.put("XDG_RUNTIME_DIR", dir.resolve("run").toString());
        stranger = new Shell(daemon.url());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static String ok(Ran ran) {
        assertEquals(0, ran.code(), ran.err());
        return ran.out();
    }

    private static String field(String json, String name) {
        return JsonFields.text(Utf8.bytes(json.strip()), name);
    }

    private int ping(Path token) {
        return stranger.run("streams", "list", "--token-file", token.toString()).code();
    }

    @Test
    void aTokenIsWrittenForItsOwnerOnlyAndEndsWhenItIsRevoked() throws IOException {
        Path file = dir.resolve("ci.token");
        String made = ok(photon.run("token", "create", "ci", "--life", "90d", "--out", file.toString()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String token = Files.readString(file).strip();
        assertFalse(made.contains(token), made);
        assertEquals(0, ping(file));
        String id = field(made, "id");
        String list = ok(photon.run("token", "list"));
        assertTrue(list.startsWith("{\"id\":\"" + id + "\",\"username\":\"admin\",\"name\":\"ci\","), list);
        assertTrue(list.contains("\"created-by\":\"local\""), list);
        assertEquals(id + "\n", ok(photon.run("token", "list", "-o", "raw")));
        String table = ok(photon.run("token", "list", "-o", "table"));
        assertTrue(table.startsWith("NAME  USER   MAY AT MOST "), table);
        assertTrue(ok(photon.run("token", "show", id, "-o", "table")).contains("created-by  local\n"));
        assertEquals(
                5,
                stranger.run("token", "create", "more", "--token-file", file.toString())
                        .code());
        assertEquals("{\"correct\":true}\n", ok(photon.run("token", "revoke", id)));
        assertEquals(5, ping(file));
        assertEquals(3, photon.run("token", "revoke", id).code());
        assertEquals(3, photon.run("token", "show", id).code());
    }

    @Test
    void aTokenThatWasFoundIsEndedByShowingIt() throws IOException {
        Ran shown = photon.run("token", "create", "lost");
        Path found = Files.writeString(dir.resolve("found"), ok(shown));
        assertTrue(shown.err().contains("is shown only now"), shown.err());
        assertEquals(0, ping(found));
        ok(photon.run("token", "revoke", "--shown-in", found.toString()));
        assertEquals(5, ping(found));
        Path other = dir.resolve("other");
        ok(photon.run("token", "create", "other", "--out", other.toString()));
        assertEquals(2, photon.run("token", "revoke", "--all").code());
        assertEquals(0, ping(other));
        ok(photon.run("token", "revoke", "--all", "--yes"));
        assertEquals(5, ping(other));
        assertEquals("", ok(photon.run("token", "list")));
    }

    @Test
    void aLinkToATokensFileStaysOneAPipeIsWrittenToAndADashIsStdout() throws Exception {
        Path target = Files.writeString(dir.resolve("target"), "old");
        Path link = Files.createSymbolicLink(dir.resolve("link"), target);
        ok(photon.run("token", "create", "linked", "--out", link.toString()));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        assertEquals(0, ping(target));

        Path pipe = dir.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path read = dir.resolve("read");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();
        ok(photon.run("token", "create", "piped", "--out", pipe.toString()));
        assertTrue(reader.waitFor(30, TimeUnit.SECONDS));
        assertFalse(Files.isRegularFile(pipe));
        Files.setPosixFilePermissions(read, PosixFilePermissions.fromString("rw-------"));
        assertEquals(0, ping(read));

        String shown = ok(photon.run("token", "create", "shown", "--out", "-", "-o", "raw"));
        assertEquals(0, ping(Files.writeString(read, shown)));
        assertFalse(Files.exists(Path.of("-")));

        Path circle = Files.createSymbolicLink(dir.resolve("circle"), dir.resolve("circle"));
        Ran refused = photon.run("token", "create", "none", "--out", circle.toString());
        assertEquals(2, refused.code());
        assertTrue(refused.err().contains("leads round in a circle"), refused.err());
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingIsHandedOut() {
        assertEquals(2, photon.run("token").code());
        assertEquals(2, photon.run("token", "revoke").code());
        assertEquals(2, photon.run("token", "revoke", "x", "--all", "--yes").code());
        assertEquals(2, photon.run("token", "revoke", "x", "--for", "ann").code());
        assertEquals(2, photon.run("token", "create", "x", "--life", "long").code());
        assertEquals(2, photon.run("token", "create", "x", "--life", "9999d").code());
        assertEquals(2, photon.run("token", "create", " ").code());
        assertEquals(2, photon.run("token", "create", "a\u001b[2J").code());
        assertEquals(2, photon.run("token", "create", "x", "--roles", "king").code());
        assertEquals(3, photon.run("token", "create", "x", "--for", "nobody").code());
        assertEquals(
                2,
                photon.run(
                                "token",
                                "create",
                                "x",
                                "--out",
                                dir.resolve("no/such").toString())
                        .code());
        assertEquals(
                2, photon.run("app", "create", "x", "--out", dir.toString()).code());
        assertEquals("", ok(photon.run("token", "list")) + ok(photon.run("app", "list")));
    }

    @Test
    void anApplicationIsMadeListedRotatedAndDeleted() throws IOException {
        Path file = dir.resolve("shop.json");
        String made = ok(photon.run("app", "create", "shop", "--website", "https://shop", "--out", file.toString()));
        String id = field(made, "client-id");
        String secret = field(Files.readString(file), "client-secret");
        assertFalse(made.contains(secret), made);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String list = ok(photon.run("app", "list"));
        assertTrue(list.contains("\"name\":\"shop\"") && !list.contains(secret) && !list.contains("pbkdf2"), list);
        assertTrue(ok(photon.run("app", "show", id, "-o", "table")).contains("website       https://shop\n"));
        String rotated = ok(photon.run("app", "rotate", id));
        assertEquals(id, field(rotated, "client-id"));
        assertFalse(rotated.contains(secret), rotated);
        assertEquals(2, photon.run("app", "delete", id).code());
        assertEquals(0, photon.run("app", "delete", id, "--dry-run").code());
        assertEquals("{\"correct\":true}\n", ok(photon.run("app", "delete", id, "--yes")));
        assertEquals(3, photon.run("app", "show", id).code());
        assertEquals("", ok(photon.run("app", "list")));
    }
}
