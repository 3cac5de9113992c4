// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static io.photon.system.ConsoleInBrowser.awaitFile;
import static io.photon.system.ConsoleInBrowser.open;
import static io.photon.system.ConsoleInBrowser.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.browser.Tab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several streams on one page of the web console, and one stream whose name could be taken for several. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ConsoleGlobSystemTest {

    private static final String ROWS = "document.querySelectorAll('.rows-all .row').length";

    private ConsoleInBrowser console;
    private Path folder;
    private Tab tab;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        folder = dir;
        console = ConsoleInBrowser.start(dir, "", "-db.backend", "memory");
        for (String stream : List.of("orders-1", "orders-2", "orders-*", "salaries")) {
            console.emit(stream, "T", "{\"of\":\"" + stream + "\"}");
        }
        console.count("all", "orders-*");
        console.post(
                "/api/projection",
                "{\"projection-name\":\"one\",\"stream-name\":\"orders-*\",\"exact\":true,\"language\":\"jq\",\"reduction\":\". + 1\",\"initial-value\":\"0\"}");
    }

    @BeforeEach
    void logIn() throws Exception {
        tab = console.logIn("admin", 1280, 800);
    }

    @AfterEach
    void nothingWentWrong() {
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @AfterAll
    void stop() {
        if (console != null) {
            console.close();
        }
    }

    /** Goes where the link to a projection's stream leads. */
    private void followStream(String projection) throws InterruptedException {
        open(tab, "#/projection/" + projection);
        tab.click("#main .sub a");
        tab.await("location.hash.startsWith('#/stream/') && document.querySelector('.rows-all .row')");
    }

    @Test
    void aProjectionOverAGlobLeadsToTheEventsOfAllItsStreams() throws Exception {
        followStream("all");
        tab.await(ROWS + " === 3");
        assertEquals(List.of("Events", "Export"), texts(tab, "[role=tab]"));
        assertEquals(List.of(), texts(tab, "#main .page-head a.button"));
        tab.press("Tail");
        tab.awaitText("Live: new events come on top");
        console.emit("orders-3", "Later", "{}");
        tab.await("document.querySelector('[aria-rowindex=\"2\"]').textContent.includes('orders-3')");
        open(tab, "#/projections");
        String links = tab.eval("[...document.querySelectorAll('#main td a')].map(e => e.hash).join(' ')")
                .asText();
        assertTrue(links.contains("#/stream/orders-*?glob=true #/projection/one #/stream/orders-*"), links);
    }

    @Test
    void aStreamWhoseNameIsAGlobIsOneStream() throws Exception {
        followStream("one");
        tab.await(ROWS + " === 1");
        tab.awaitText("{\"of\":\"orders-*\"}");
        assertEquals(List.of("Events", "Schema", "Export", "Delete"), texts(tab, "[role=tab]"));
        open(tab, "#/projection/one?view=time");
        tab.await("document.querySelector('.bignum')?.textContent === '1'");
        open(tab, "#/stream/orders-*?view=export");
        tab.awaitText("photon replay 'orders-*' --type cold --exact > orders--.ndjson");
        Path saved = Files.createDirectories(folder.resolve("one"));
        tab.download(saved);
        tab.choose("#main select", "ndjson");
        tab.press("Export");
        String one = Files.readString(awaitFile(saved, ".ndjson"));
        assertTrue(one.lines().count() == 1 && one.contains("{\"of\":\"orders-*\"}"), one);
        tab.choose("#main select", "pev");
        tab.press("Export");
        assertTrue(Files.size(awaitFile(saved, ".pev")) > 0);
    }

    @Test
    void anExportOfAGlobHasTheEventsOfAllItsStreams() throws Exception {
        Path saved = Files.createDirectories(folder.resolve("saved"));
        tab.download(saved);
        for (String form : List.of("ndjson", "csv")) {
            open(tab, "#/transfer");
            tab.fill("input[name=exported]", "orders-?");
            tab.press("Choose what and how");
            tab.await("document.querySelector('#main select')");
            tab.choose("#main select", form);
            tab.press("Export");
            String text = Files.readString(awaitFile(saved, "." + form));
            for (String stream : List.of("orders-1", "orders-2", "orders-*")) {
                assertTrue(text.contains(stream), form + ": " + text);
            }
            assertTrue(!text.contains("salaries"), form + ": " + text);
        }
    }

    @Test
    void anAddressThatNamesNoStreamOffersTheGlobItLooksLike() throws Exception {
        open(tab, "#/stream/sal*");
        tab.awaitText("Nothing is stored here");
        tab.press("Take the name for a glob");
        tab.await(ROWS + " === 1");
        tab.complaints().clear(); // the browser notes the 404 of the stream
    }
}
