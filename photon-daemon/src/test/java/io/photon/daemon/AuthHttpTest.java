// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.projection.ProjectionSettings;
import io.photon.sql.SqlSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.memory(dir);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static String basic(String user, String password) {
        String pair = user + ":" + password;
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    private int status(String host, String headers) throws IOException {
        return status(daemon, host, headers);
    }

    private static int status(Daemon daemon, String host, String headers) throws IOException {
        String answer =
                daemon.raw("GET /api/ping HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers + "\r\n");
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void aPageOfAnotherSiteIsRefusedEvenWithAKnownPassword() throws IOException {
        String login = basic("admin", "p4010n");
        assertEquals(200, status("localhost", login));
        assertEquals(200, status("localhost", login + "Origin: http://localhost\r\n"));
        assertEquals(403, status("localhost", login + "Origin: http://evil.example\r\n"));
        assertEquals(403, status("localhost", login + "Origin: http://localhost.evil.example\r\n"));
        assertEquals(403, status("localhost", login + "Origin: null\r\n"));
        String own = "localhost:" + daemon.photon.port();
        for (String origin : List.of("http://" + own, "https://" + own)) {
            assertEquals(200, status(own, login + "Origin: " + origin + "\r\n"), origin);
        }
        assertEquals(200, status("LOCALHOST:80", login + "Origin: http://localhost\r\n"));
        assertEquals(200, status("localhost", login + "Origin: http://localhost:80\r\n"));
        for (String origin : List.of(
                "http://evil.com://" + own,
                "http://evil.com?://" + own,
                "http://evil.com#://" + own,
                "http://evil.com/://" + own,
                "evil://" + own,
                "://" + own,
                "http://evil@" + own,
                "http://" + own + "/",
                "http://" + own + " ",
                "http://" + own + "\r\nOrigin: http://evil.example",
                "http://evil.example\r\nOrigin: http://" + own)) {
            boolean bare = origin.endsWith(" "); // white space around a header's value is none of it
            assertEquals(bare ? 200 : 403, status(own, login + "Origin: " + origin + "\r\n"), origin);
        }
        assertEquals(400, status("localhost\r\nHost: evil.example", login));
    }

    @Test
    void nothingUnderApiIsOpenWithoutAnIdentity() throws IOException {
        for (String path : List.of("/api/ping", "/api/streams", "/api/replay/s", "/api/backup", "/api/nothing")) {
            String answer = daemon.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
            assertTrue(answer.contains("WWW-Authenticate: Basic"), answer);
            assertTrue(
                    answer.contains("{\"error\":\"Not authorized\",\"code\":\"not-authenticated\",\"hint\":"), answer);
        }
        assertTrue(daemon.raw("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 200"));
        assertTrue(daemon.raw("GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 200"));
    }

    @Test
    void theDefaultPasswordWorksFromThisMachineOnly() throws IOException {
        String admin = basic("admin", "p4010n");
        assertEquals(200, status("localhost", admin));
        assertEquals(200, status("127.0.0.1:3000", admin));
        assertEquals(200, status("[::1]:3000", admin));
        assertEquals(401, status("photon.example", admin));
        assertEquals(401, status("127.0.0.1.example", admin));
        for (String header : List.of(
                "X-Forwarded-For: 10.0.0.1",
                "Forwarded: for=10.0.0.1",
                "forwarded: for=10.0.0.1",
                "Via: 1.1 proxy",
                "X-Real-IP: 10.0.0.1",
                "X-Forwarded-Host: photon.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Server: proxy",
                "True-Client-IP: 10.0.0.1")) {
            assertEquals(401, status("localhost", admin + header + "\r\n"), header);
            assertEquals(401, status("localhost", daemon.authorization() + header + "\r\n"), header);
        }
        assertEquals(401, status("localhost", basic("admin", "wrong")));
        assertEquals(401, status("localhost", basic("root", "p4010n")));
        assertEquals(401, status("localhost", "Authorization: Basic ???\r\n"));
    }

    @Test
    void aPasswordOfOnesOwnWorksFromEverywhere() throws IOException {
        HttpSettings http = HttpSettings.plain("localhost", 0);
        PhotonConfig own = new PhotonConfig(
                StoreConfig.of("memory", dir),
                dir.resolve("run2"),
                "ann",
                "a:secret of é",
                "test",
                http,
                ProjectionSettings.plain());
        try (Daemon other = Daemon.start(own)) {
            assertEquals(200, status(other, "photon.example", basic("ann", "a:secret of é")));
            assertEquals(401, status(other, "localhost", basic("admin", "p4010n")));
        }
    }

    @Test
    void theTokenWorksForLocalCallersUntilTheStop() throws IOException {
        assertEquals(200, status("localhost", "Authorization: Token " + daemon.photon.token() + "\r\n"));
        assertEquals(200, status("localhost", "Authorization: Bearer " + daemon.photon.token() + "\r\n"));
        assertEquals(401, status("localhost", "Authorization: Bearer 0123\r\n"));
        assertEquals(401, status("photon.example", "Authorization: Bearer " + daemon.photon.token() + "\r\n"));
    }

    @Test
    void theTokenFileIsOursAloneAndGoesWithTheDaemon() throws IOException {
        Path file = dir.resolve("run").resolve(daemon.photon.port() + ".token");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        List<String> lines = Files.readAllLines(file);
        assertEquals("pid=" + ProcessHandle.current().pid(), lines.get(0));
        assertTrue(lines.get(1).matches("started=\\d{13}"), lines.get(1));
        assertEquals("token=" + daemon.photon.token(), lines.get(2));
        daemon.close();
        assertFalse(Files.exists(file));
    }

    @Test
    void theTokenFileStandsInTheDataFolderTooAndNeedNot() throws IOException {
        Path blocked = Files.writeString(dir.resolve("blocked"), "a file where a folder is wanted");
        List<Path> places = List.of(dir.resolve("run3"), dir.resolve("data3"), blocked);
        PhotonConfig own = new PhotonConfig(
                StoreConfig.of("memory", dir),
                places,
                "admin",
                "secret",
                "test",
                HttpSettings.plain("localhost", 0),
                ProjectionSettings.plain(),
                SqlSettings.usual(),
                FeedConfig.off(),
                MuonConfig.off());
        Path file;
        try (Daemon other = Daemon.start(own)) {
            file = places.get(1).resolve(other.photon.port() + ".token");
            assertEquals(Files.readString(places.get(0).resolve(file.getFileName())), Files.readString(file));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(places.get(1))));
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void guessingIsSlowedDownAndTheRightPasswordAndTheTokenStillWork() throws Exception {
        // All at once: one after the other takes as long as the free guesses need to come back.
        long from = System.nanoTime();
        ExecutorService guessers = Executors.newFixedThreadPool(28);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 28; i++) { // 20 are free, and 10 may wait
            String guess = basic("admin", "guess" + i);
            answers.add(guessers.submit(() -> status("localhost", guess)));
        }
        guessers.shutdown();
        for (Future<Integer> answer : answers) {
            assertEquals(401, answer.get());
        }
        assertTrue(System.nanoTime() - from > 7_000_000_000L, "not slowed down");
        assertEquals(401, status("localhost", basic("admin", "one more")));
        assertEquals(200, status("localhost", basic("admin", "p4010n")));
        assertEquals(200, status("localhost", daemon.authorization()));
    }

    @Test
    void aWrongPasswordThatIsSentAgainAndAgainHoldsNobodyUp() throws IOException {
        long from = System.nanoTime();
        for (int i = 0; i < 60; i++) {
            assertEquals(401, status("localhost", basic("admin", "forgotten in a script")));
        }
        assertEquals(200, status("localhost", basic("admin", "p4010n")));
        assertTrue(System.nanoTime() - from < 30_000_000_000L, "slowed down");
    }
}
