// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static io.photon.system.ConsoleInBrowser.awaitFile;
import static io.photon.system.ConsoleInBrowser.open;
import static io.photon.system.ConsoleInBrowser.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.browser.Tab;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The web console when something ends early, is gone or damaged: it says so, and why. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ConsoleTroubleSystemTest {

    private ConsoleInBrowser console;
    private Path folder;
    private Tab tab;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        folder = dir;
        console = ConsoleInBrowser.start(dir, "", "-db.backend", "memory");
        for (String stream : List.of("orders-1", "orders-2", "salaries")) {
            console.emit(stream, "T", "{\"n\":1}");
        }
    }

    @BeforeEach
    void logIn() throws Exception {
        tab = console.logIn("admin", 1280, 800);
        // What is shown for a moment only counts, too.
        tab.eval(
                "new MutationObserver(() => { window.sawUndefined ||= document.body.innerText.includes('undefined'); })"
                        + ".observe(document.body, {childList: true, characterData: true, subtree: true})");
    }

    @AfterEach
    void nothingWasUndefined() {
        assertFalse(tab.eval("!!window.sawUndefined").asBoolean(), "undefined was shown");
        tab.close();
    }

    @AfterAll
    void stop() {
        if (console != null) {
            console.close();
        }
    }

    private String grant(String user) throws IOException {
        console.post("/api/user", "{\"username\":\"" + user + "\",\"password\":\"" + ConsoleInBrowser.PASSWORD + "\"}");
        String granted = console.post(
                "/api/grant", "{\"username\":\"" + user + "\",\"roles\":[\"reader\"],\"streams\":\"orders-*\"}");
        return HttpDoor.JSON.readTree(granted).get("grant-id").asText();
    }

    private void revoke(String user, String grant) throws IOException {
        assertEquals(
                200,
                console.daemon.http().delete("/api/grant/" + user + "/" + grant).statusCode());
    }

    private void awaitError(String words) throws InterruptedException {
        tab.await("document.querySelector('#main .error .what')?.textContent.includes(" + ConsoleInBrowser.quoted(words)
                + ")");
    }

    @Test
    void aProjectionThatIsDeletedElsewhereIsSaidToBeGone() throws Exception {
        console.count("doomed", "orders-1");
        open(tab, "#/projection/doomed");
        tab.await("document.querySelector('.bignum')");
        assertEquals(200, console.daemon.http().delete("/api/projection/doomed").statusCode());
        awaitError("no projection 'doomed'");
        assertEquals(0, tab.eval("document.querySelectorAll('.bignum').length").asInt());
    }

    @Test
    void aProjectionThatMayNoLongerBeReadIsShownNoLongerAndTheReasonIs() throws Exception {
        console.count("watched", "orders-1");
        String grant = grant("watcher");
        console.logIn(tab, "watcher");
        open(tab, "#/projection/watched");
        tab.await("document.querySelector('.bignum')");
        revoke("watcher", grant);
        awaitError("what watcher may read has become less");
        assertEquals(0, tab.eval("document.querySelectorAll('.bignum').length").asInt());
    }

    @Test
    void aTailThatEndsSaysWhy() throws Exception {
        String grant = grant("tailer");
        console.logIn(tab, "tailer");
        open(tab, "#/stream/orders-1?tail=true");
        tab.awaitText("Live: new events come on top");
        console.emit("orders-1", "Later", "{}");
        tab.await("document.querySelector('[aria-rowindex=\"2\"]').textContent.includes('Later')");
        revoke("tailer", grant);
        awaitError("what tailer may read has become less");
    }

    @Test
    void aQueryThatFailsAfterItsFirstRowsSaysWhyAndLeavesNoFile() throws Exception {
        Path saved = Files.createDirectories(folder.resolve("broken"));
        tab.download(saved);
        open(tab, "#/sql");
        tab.fill(
                "textarea", "SELECT repeat('y', 100) AS t, 1000 / (5000 - x) AS r FROM system_range(1, 9000) -- fails");
        tab.press("Run");
        awaitError("ivision by zero");
        tab.fill("textarea", "SELECT 1 AS \"error\"");
        tab.press("Run");
        tab.awaitText("1 rows");
        tab.fill("textarea", "SELECT repeat('y', 100) AS t, 1000 / (5000 - x) AS r FROM system_range(1, 9000)");
        tab.press("CSV");
        awaitError("ivision by zero");
        try (Stream<Path> files = Files.list(saved)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void theCsvOfAQueryIsNothingThatASpreadsheetRuns() throws Exception {
        Path saved = Files.createDirectories(folder.resolve("harmless"));
        tab.download(saved);
        open(tab, "#/sql");
        tab.fill(
                "textarea",
                "SELECT '=1+1' AS \"=name\", -5 AS n, CAST(-1.5 AS DOUBLE PRECISION) AS d, '' AS e, NULL AS z, '@x,\"y\"' AS q");
        tab.press("CSV");
        assertEquals(
                "'=name,n,d,e,z,q\r\n'=1+1,-5,-1.5,\"\",,\"'@x,\"\"y\"\"\"\r\n",
                Files.readString(awaitFile(saved, ".csv")));
    }

    @Test
    void aVerificationListsDamagedPlacesAndSaysWhyItFails() throws Exception {
        try (DaemonProcess damaged = DaemonProcess.start(
                Files.createDirectories(folder.resolve("damaged")),
                Map.of("PHOTON_ADMIN_PASS", ConsoleInBrowser.PASSWORD),
                "-db.backend",
                "file")) {
            for (int i = 0; i < 20; i++) {
                damaged.http()
                        .stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "p".repeat(1_000)
                                + "\"}");
            }
            ConsoleInBrowser.logIn(tab, damaged, "admin");
            open(tab, "#/backup");
            tab.press("Verify the store");
            tab.await("document.querySelector('.badge.ok')?.textContent === 'whole'");
            Path segment = flip(damaged.data());
            tab.press("Verify the store");
            tab.await("document.querySelector('.badge.bad')?.textContent === 'damaged'");
            List<String> cells = texts(tab, "#main td");
            assertEquals(4, cells.size(), cells.toString());
            assertTrue(cells.get(0).contains(segment.getFileName().toString()), cells.toString());
            assertFalse(cells.get(1).isEmpty() || cells.get(1).startsWith(cells.get(0)), cells.toString());
            assertTrue(cells.get(2).matches("\\d{16}") && cells.get(3).matches("\\d{16}"), cells.toString());
            // A store that fails in the middle is not to be had at will: this is what is answered then.
            tab.eval("{ const real = window.fetch; window.fetch = (address, ...more) => address.endsWith('api/verify')"
                    + " ? Promise.resolve(new Response('{\"events\":5,\"bytes\":500}\\n{\"error\":\"too many files are open\",\"code\":\"overloaded\"}\\n'))"
                    + " : real(address, ...more); }");
            tab.press("Verify the store");
            awaitError("too many files are open");
            assertEquals(List.of(), texts(tab, "#main td"));
        }
    }

    /** Damages the middle of the log. @return its file */
    private static Path flip(Path data) throws IOException {
        Path segment;
        try (Stream<Path> files = Files.walk(data)) {
            segment = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            byte[] all = new byte[(int) file.length()];
            file.readFully(all);
            int at = new String(all, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("pppp") + 10_000;
            file.seek(at);
            file.write(all[at] ^ 1);
        }
        return segment;
    }

    @Test
    void aBackupIsRestoredIntoAnotherDaemon() throws Exception {
        Path saved = Files.createDirectories(folder.resolve("moved"));
        tab.download(saved);
        open(tab, "#/backup");
        tab.press("Download a backup");
        Path backup = awaitFile(saved, ".backup");
        try (DaemonProcess other = DaemonProcess.start(
                Files.createDirectories(folder.resolve("other")),
                Map.of("PHOTON_ADMIN_PASS", ConsoleInBrowser.PASSWORD),
                "-db.backend",
                "memory")) {
            ConsoleInBrowser.logIn(tab, other, "admin");
            open(tab, "#/backup");
            tab.upload("input[name=backup]", backup);
            tab.press("Restore…");
            tab.fill("dialog input", "restore");
            tab.click("dialog button[type=submit]");
            tab.await("[...document.querySelectorAll('#main b')].some(e => e.textContent === 'Restored')");
            for (String stream : List.of("orders-1", "orders-2", "salaries")) {
                assertEquals(console.daemon.http().replay(stream), other.http().replay(stream), stream);
            }
            open(tab, "#/stream/salaries");
            tab.await("document.querySelectorAll('.rows-all .row').length === 1");
        }
    }
}
