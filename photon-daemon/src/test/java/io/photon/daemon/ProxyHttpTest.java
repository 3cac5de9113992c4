// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.door.http.wire.HttpSettings;
import io.photon.settings.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Behind a proxy: whom it believes about clients, and below which path everything is. */
@Timeout(60)
class ProxyHttpTest {

    private static final String WRONG = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("ann:wrong".getBytes(StandardCharsets.UTF_8)) + "\r\n";

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        start("", "127.0.0.1", "10.0.0.0/8", "::1");
    }

    private void start(String basePath, String... trusted) {
        if (daemon != null) {
            daemon.close();
        }
        List<Network> networks = java.util.Arrays.stream(trusted)
                .map(each -> Network.parse(each).orElseThrow())
                .toList();
        daemon = Daemon.start(Daemon.config(
                dir,
                "memory",
                HttpSettings.plain("localhost", 0).withFront(new HttpSettings.Front(basePath, networks, 100))));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String ask(String target, String headers) throws IOException {
        return daemon.raw(
                "GET " + target + " HTTP/1.1\r\nHost: photon.example\r\nConnection: close\r\n" + headers + "\r\n");
    }

    /** From where the daemon believes that a wrong password came. */
    private String believed(String headers) throws IOException {
        assertTrue(ask("/api/ping", WRONG + headers).startsWith("HTTP/1.1 401 "));
        String entries = new JsonMapper()
                .readTree(daemon.get("/api/log").body())
                .path("entries")
                .toString();
        return entries.substring(entries.lastIndexOf("\"message\":"));
    }

    @Test
    void theClientIsTheLastAddressThatIsNoTrustedProxys() throws IOException {
        assertTrue(believed("X-Forwarded-For: 6.6.6.6, 192.0.2.1, 10.1.1.1\r\n").contains("192.0.2.1"));
        assertTrue(believed("X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 192.0.2.2\r\n")
                .contains("192.0.2.2"));
        assertTrue(believed("Forwarded: for=6.6.6.6, for=\"[2001:db8::7]:4711\";proto=https;by=10.1.1.1\r\n")
                .contains("2001:db8:0:0:0:0:0:7"));
        assertTrue(believed("Forwarded: for=192.0.2.3:80\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.3\r\n")
                .contains("192.0.2.3"));
    }

    @Test
    void ofTwoHeadersThatDifferOneIsTheClientsOwnSoNeitherIsBelieved() throws IOException {
        assertTrue(believed("Forwarded: for=203.0.113.9;proto=https;host=x\r\nX-Forwarded-For: 192.0.2.4\r\n")
                .contains("127.0.0.1"));
    }

    @Test
    void theBasePathWithoutItsSlashLeadsToTheConsole() throws IOException {
        start("/photon");
        String answer = ask("/photon?x=1", "");
        assertTrue(answer.startsWith("HTTP/1.1 308 "), answer);
        assertTrue(answer.contains("Location: /photon/\r\n"), answer);
        assertTrue(ask("http://photon.example/photon", "").startsWith("HTTP/1.1 308 "));
        String page = ask("/photon/", "");
        assertTrue(page.startsWith("HTTP/1.1 200 "), page);
        String script = page.replaceFirst("(?s).* src=\"(console/[^\"]*app.js)\".*", "$1");
        assertTrue(ask("/photon/" + script, "").startsWith("HTTP/1.1 200 "), script);
        assertTrue(ask("/photo", "").startsWith("HTTP/1.1 404 "));
        start("");
        assertTrue(ask("/", "").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void whatIsNoAddressIsNotBelieved() throws IOException {
        for (String forged : List.of("unknown", "_hidden", "localhost", "10.0.0.0/8", "300.1.1.1", "", "for=")) {
            String said = believed("X-Forwarded-For: " + forged + "\r\n");
            assertTrue(said.contains("127.0.0.1"), forged + ": " + said);
            said = believed("Forwarded: for=" + forged + "\r\n");
            assertTrue(said.contains("127.0.0.1"), forged + ": " + said);
        }
        start("", "10.0.0.0/8");
        assertTrue(believed("X-Forwarded-For: 192.0.2.1\r\n").contains("127.0.0.1"), "the peer is not trusted");
    }

    @Test
    void nobodyBecomesLocalThroughAProxy() throws IOException {
        String password = "Authorization: Basic "
                + Base64.getEncoder().encodeToString("admin:p4010n".getBytes(StandardCharsets.UTF_8)) + "\r\n";
        for (String forged : List.of(
                "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: localhost\r\n",
                "Forwarded: for=127.0.0.1;host=localhost\r\n",
                "Forwarded: for=\"[::1]\";host=localhost\r\n",
                "X-Real-IP: 127.0.0.1\r\n")) {
            String answer = ask("/api/ping", password + forged);
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        }
    }

    @Test
    void theSchemeAndTheHostAreTheClients() throws IOException {
        String page = daemon.authorization() + "Origin: https://events.example\r\n";
        String answer = ask("/api/ping", page);
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer); // the token does not count here, and the page neither
        answer = ask("/auth/session", "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Host: events.example\r\n" + page);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }

    @Test
    void everythingIsBelowTheBasePath() throws IOException {
        start("/a/photon");
        assertTrue(daemon.photon.url().endsWith("/a/photon"), daemon.photon.url());
        assertEquals(200, daemon.get("/api/ping").statusCode());
        assertEquals(200, daemon.emit(Daemon.event("a/b", 1)).statusCode());
        assertEquals(200, daemon.get("/api/stream/a%2Fb").statusCode());
        assertEquals(200, daemon.get("/api-docs").statusCode());
        for (String outside : List.of("/", "/api/ping", "/a/photonapi/ping", "/a/photo", "/A/photon/api/ping")) {
            assertTrue(ask(outside, daemon.authorization()).startsWith("HTTP/1.1 404 "), outside);
        }
        String login = daemon.raw("GET /a/photon/auth/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + daemon.authorization() + "\r\n");
        assertTrue(login.contains("; Path=/a/photon/;"), login);
        try (RawWebSocket socket =
                RawWebSocket.shake(daemon.socket(), "/a/photon/ws/replay/x?type=cold", daemon.authorization())) {
            assertTrue(socket.answer.startsWith("HTTP/1.1 101 "), socket.answer);
            socket.request(1);
            assertTrue(socket.next().text().startsWith("{\"complete\""));
        }
    }
}
