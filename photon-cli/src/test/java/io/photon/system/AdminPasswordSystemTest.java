// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.rabbit.FreePort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which password the administrator has, from the packaged binary. */
@Timeout(180)
class AdminPasswordSystemTest {

    private static final String[] QUIET = {
        "-events.port", "0", "-projections.port", "0", "-db.backend", "memory", "-admin.pass", "random"
    };

    private static final String OPEN_FEEDS = "feeds ask for no identity: every user of this machine reads all";

    @TempDir
    Path home;

    private static int login(DaemonProcess daemon, String password) throws IOException {
        return login(daemon.http().base().toString(), password);
    }

    private static int login(String base, String password) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + "/api/ping").toURL().openConnection();
        String pair = "admin:" + password;
        connection.setRequestProperty(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        return connection.getResponseCode();
    }

    @Test
    void aRandomPasswordIsMadeOnceSaidOnceAndKeptForItsOwner() throws Exception {
        Path file = home.resolve("data/photon/admin.password");
        String password;
        try (DaemonProcess daemon = DaemonProcess.start(home, QUIET)) {
            password = Files.readString(file).strip();
            assertTrue(password.matches("[a-z2-9]{6}(-[a-z2-9]{6}){3}"), password);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(200, login(daemon, password));
            assertEquals(401, login(daemon, "p4010n"));
            assertEquals(401, login(daemon, "random"));
            assertTrue(daemon.stderr().contains("the password of admin is " + password), daemon.stderr());
            assertFalse(daemon.stderr().contains("password=default"), daemon.stderr());
            assertFalse(daemon.stderr().contains("can be read there by every user"), daemon.stderr());
            assertFalse(daemon.stderr().contains(OPEN_FEEDS), "there are none: " + daemon.stderr());
        }
        try (DaemonProcess again = DaemonProcess.start(home, QUIET)) {
            assertEquals(200, login(again, password));
            assertFalse(again.stderr().contains(password), again.stderr());
        }
    }

    @Test
    void aStartSaysOnceThatFeedsAreOpenWhereNotEveryoneMayReadAll() throws Exception {
        Map<String, String> own = Map.of("PHOTON_ADMIN_PASS", "some words of its own");
        String[] open = {"-events.port", "" + FreePort.next(), "-projections.port", "0"};
        try (DaemonProcess daemon = DaemonProcess.start(home, own, open)) {
            assertEquals(2, daemon.stderr().split(OPEN_FEEDS, -1).length, daemon.stderr());
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, open)) {
            assertFalse(daemon.stderr().contains(OPEN_FEEDS), "everybody may do everything: " + daemon.stderr());
            String user = "{\"username\":\"ann\",\"password\":\"her very own words\"}";
            assertEquals(
                    200,
                    daemon.http().post("/api/user", "application/json", user).statusCode());
            assertTrue(daemon.http().get("/api/stats").body().contains("\"users\":1"));
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, open)) {
            assertTrue(daemon.stderr().contains(OPEN_FEEDS), daemon.stderr());
        }
    }

    @Test
    void theReadyLineSaysThatTheDefaultPasswordIsInForceAndWhoIsLeftOut() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(
                home,
                Map.of("PHOTON_REST_HOST", "0.0.0.0"),
                "-events.port",
                "0",
                "-projections.port",
                "0",
                "-db.backend",
                "memory")) {
            String said = daemon.stderr();
            assertTrue(said.contains("no login from other machines: the default password of admin"), said);
            assertTrue(said.contains(" password=default"), said);
            String base = daemon.http().base().toString();
            assertTrue(base.contains("//0.0.0.0:"), base);
            assertEquals(401, login(base, "p4010n"), "it is not a name of this machine alone");
            assertEquals(200, login(base.replace("0.0.0.0", "127.0.0.1"), "p4010n"));
        }
    }
}
