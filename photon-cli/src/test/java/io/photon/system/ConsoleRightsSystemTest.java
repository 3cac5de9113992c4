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
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The web console of people who may not do everything, below a path of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ConsoleRightsSystemTest {

    private ConsoleInBrowser console;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        folder = dir;
        console = ConsoleInBrowser.start(dir, "/photon", "-db.backend", "memory");
        for (String stream : List.of("orders-1", "orders-2", "salaries")) {
            console.emit(stream, "T", "{\"n\":1}");
        }
        console.count("count", "orders-1");
        person("idle", null, null);
        person("reader", "reader", "orders-*");
        person("writer", "writer", "orders-1");
        person("operator", "operator", "orders-*");
    }

    private void person(String name, String role, String streams) throws IOException {
        console.post("/api/user", "{\"username\":\"" + name + "\",\"password\":\"" + ConsoleInBrowser.PASSWORD + "\"}");
        if (role != null) {
            console.post(
                    "/api/grant",
                    "{\"username\":\"" + name + "\",\"roles\":[\"" + role + "\"],\"streams\":\"" + streams + "\"}");
        }
    }

    @AfterAll
    void stop() {
        if (console != null) {
            console.close();
        }
    }

    private Tab logIn(String name) throws InterruptedException {
        return console.logIn(name, 1100, 690);
    }

    /** Opens each page that is offered, and looks whether the daemon refused anything. @return what is offered */
    private static List<String> walk(Tab tab) throws InterruptedException {
        List<String> pages = texts(tab, "nav a.nav-link");
        List<String> links =
                List.of(tab.eval("[...document.querySelectorAll('nav a.nav-link')].map(e => e.hash).join('|')")
                        .asText()
                        .split("\\|"));
        for (String link : links) {
            open(tab, link);
            assertEquals(0, texts(tab, "#main .error").size(), link + texts(tab, "#main .error"));
        }
        assertEquals(List.of(), tab.complaints());
        return pages;
    }

    @Test
    void whoMayOnlyReadIsOfferedNothingElse() throws Exception {
        Tab tab = logIn("reader");
        assertEquals(
                List.of("Dashboard", "Streams", "Projections", "SQL", "Import & export", "Applications"), walk(tab));
        open(tab, "#/stream/orders-1");
        assertEquals(List.of("Events", "Schema", "Export"), texts(tab, "[role=tab]"));
        assertFalse(texts(tab, "#main a.button").contains("Emit"));
        open(tab, "#/streams");
        tab.awaitText("orders-1");
        assertEquals(List.of("Tail all"), texts(tab, "#main a.button"));
        tab.fill("input[type=search]", "no such name");
        tab.awaitText("No stream has such a name");
        assertEquals(List.of(), texts(tab, "#main a[href='#/emit']"));
        open(tab, "#/apps");
        assertEquals(
                0,
                tab.eval("document.querySelectorAll('input[name=username]').length")
                        .asInt());
        open(tab, "#/projections");
        tab.awaitText("count");
        assertFalse(texts(tab, "#main button").contains("Pause"));
        assertFalse(texts(tab, "#main a").contains("New projection"));
        open(tab, "#/projection/count");
        assertFalse(texts(tab, "#main button").contains("Delete"));
        open(tab, "#/transfer");
        assertEquals(List.of("Export"), texts(tab, "#main .panel h2"));
        open(tab, "#/users");
        tab.awaitText("does not open this page");
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void whoMayDoNothingYetIsToldSo() throws Exception {
        Tab tab = logIn("idle");
        assertEquals(List.of("Dashboard", "Applications"), walk(tab));
        open(tab, "#/dashboard");
        tab.awaitText("Nothing yet");
        tab.close();
    }

    @Test
    void buttonsFollowTheStreamsOfAGrant() throws Exception {
        Tab tab = logIn("writer");
        walk(tab);
        open(tab, "#/stream/orders-1");
        assertTrue(texts(tab, "#main a.button").contains("Emit"));
        assertFalse(texts(tab, "[role=tab]").contains("Delete"));
        tab.close();
        tab = logIn("operator");
        walk(tab);
        open(tab, "#/stream/orders-2");
        assertTrue(texts(tab, "[role=tab]").contains("Delete"));
        open(tab, "#/projection/count");
        tab.await("[...document.querySelectorAll('#main button')].some(e => e.textContent === 'Pause')");
        tab.press("Pause");
        tab.awaitText("is paused");
        tab.press("Resume");
        tab.awaitText("goes on");
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void theAdministratorSeesEveryPageAndMakesAHook() throws Exception {
        Tab tab = logIn("admin");
        assertEquals(14, walk(tab).size());
        open(tab, "#/hooks");
        tab.fill("input[name=hook]", "github");
        tab.fill("input[name=stream]", "pushes");
        tab.press("Create");
        tab.await("document.querySelectorAll('code.secret').length === 2");
        assertEquals(
                console.daemon.http().base() + "/hooks/github",
                texts(tab, "code.secret").get(0));
        tab.press("I have it");
        tab.await("[...document.querySelectorAll('td')].some(e => e.textContent.startsWith('github'))");
        assertTrue(console.get("/api/hook/github").contains("\"stream\":\"pushes\""));
        tab.press("Disable");
        tab.click("dialog button.danger");
        tab.await("[...document.querySelectorAll('.badge')].some(e => e.textContent === 'disabled')");
        tab.press("Enable");
        tab.await("![...document.querySelectorAll('.badge')].some(e => e.textContent === 'disabled')");
        tab.press("Limit");
        tab.fill("input[name=limit]", "65536");
        tab.press("Set");
        tab.awaitText("64 KB at most");
        String hook = console.get("/api/hook/github");
        assertTrue(hook.contains("\"max-body\":65536,\"enabled\":true"), hook);
        tab.close();
    }

    @Test
    void usersChangeTheirOwnPassword() throws Exception {
        person("ann", "reader", "orders-*");
        Tab tab = logIn("ann");
        tab.click(".who a");
        tab.awaitText("What ann may do");
        change(tab, "not this one", "a new password", "a new password");
        tab.await(
                "document.querySelector('#main .error .what')?.textContent === 'the present password is another one'");
        change(tab, ConsoleInBrowser.PASSWORD, "a new password", "another password");
        tab.await("document.querySelector('#main .error .what')?.textContent.includes('in two ways')");
        assertEquals(200, status("ann", ConsoleInBrowser.PASSWORD));
        change(tab, ConsoleInBrowser.PASSWORD, "a new password", "a new password");
        tab.awaitText("the password is changed");
        assertEquals(401, status("ann", ConsoleInBrowser.PASSWORD));
        assertEquals(200, status("ann", "a new password"));
        open(tab, "#/stream/orders-1");
        tab.await("document.querySelectorAll('.rows-all .row').length === 1");
        tab.close();
        tab = logIn("admin");
        open(tab, "#/account");
        tab.awaitText("admin.pass");
        assertEquals(List.of(), texts(tab, "#main form"));
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    private static void change(Tab tab, String present, String password, String again) throws InterruptedException {
        tab.fill("input[name=present]", present);
        tab.fill("input[name=password]", password);
        tab.fill("input[name=again]", again);
        tab.press("Change the password");
    }

    private int status(String name, String password) throws IOException {
        String basic = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpDoor.send(HttpRequest.newBuilder(console.daemon.http().base().resolve("/photon/api/whoami"))
                        .header("Authorization", "Basic " + basic)
                        .build())
                .statusCode();
    }

    @Test
    void theAdministratorMakesATokenAndAnApplicationForAnotherUser() throws Exception {
        person("robot", "reader", "orders-*");
        Tab tab = logIn("admin");
        for (String page : List.of("#/apps", "#/apps?view=tokens")) {
            open(tab, page);
            tab.fill("input[name=name]", "of-robot");
            tab.fill("input[name=username]", "robot");
            tab.press("Create");
            tab.await("document.querySelector('code.secret')");
            tab.press("I have it");
            tab.await("[...document.querySelectorAll('#main td')].some(e => e.textContent === 'robot')");
        }
        assertTrue(console.get("/auth/apps?username=robot").contains("\"name\":\"of-robot\""));
        assertTrue(console.get("/auth/tokens?username=robot").contains("\"name\":\"of-robot\""));
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    @Test
    void aFileBecomesANewStreamOrNothingAndGoesOutAsPevAndCsv() throws Exception {
        Path saved = Files.createDirectories(folder.resolve("saved"));
        Tab tab = logIn("admin");
        tab.download(saved);
        Path bad = Files.writeString(
                folder.resolve("bad.ndjson"),
                "{\"event-type\":\"T\",\"payload\":1}\n{\"event-type\":\"\",\"payload\":2}\n");
        open(tab, "#/transfer");
        tab.upload("input[name=new-stream-file]", bad);
        tab.fill("input[name=new-stream]", "fresh");
        tab.press("Import as a new stream");
        tab.await("document.querySelector('#main .error')");
        assertEquals(404, console.daemon.http().get("/photon/api/stream/fresh").statusCode());
        tab.complaints().clear(); // the browser notes the 400
        open(tab, "#/stream/orders-1?view=export");
        tab.choose("#main select", "pev");
        tab.press("Export");
        Path pev = awaitFile(saved, ".pev");
        open(tab, "#/stream/orders-1?view=export");
        tab.choose("#main select", "csv");
        tab.press("Export");
        Path csv = awaitFile(saved, ".csv");
        assertTrue(Files.readString(csv).contains("\"{\"\"n\"\":1}\""), Files.readString(csv));
        open(tab, "#/transfer");
        tab.upload("input[name=new-stream-file]", pev);
        tab.fill("input[name=new-stream]", "copy");
        tab.press("Import as a new stream");
        tab.awaitText("1 events are stored in copy");
        assertTrue(console.get("/api/stream-contents/copy").contains("{\"n\":1}"));
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }
}
