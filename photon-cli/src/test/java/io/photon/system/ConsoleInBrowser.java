// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.browser.Browser;
import io.photon.browser.Tab;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A daemon with its web console, and a browser in which people log in to it. Closing it ends both. */
final class ConsoleInBrowser implements AutoCloseable {

    /** Of the administrator, and of all whom a test adds. */
    static final String PASSWORD = "secret of the console";

    private static final String SHOWN = "document.querySelector('#main h1') && !document.querySelector('.busy')";

    /** A page with nothing but one thing that moves. */
    /** Counts frames, and those that came late, of a page that does something in each, in five seconds. */
    private static final String FRAMES = """
            (async () => {
              const box = document.body.appendChild(document.createElement('div'));
              box.textContent = 'moves';
              const said = {all: 0, slow: 0};
              const end = performance.now() + 5000;
              let last = await new Promise(requestAnimationFrame);
              while (performance.now() < end) {
                DO;
                const now = await new Promise(requestAnimationFrame);
                said.all++;
                said.slow += now - last > 50 ? 1 : 0;
                last = now;
              }
              return said;
            })()""";

    private static final String MOVE = "box.style.transform = `translateY(${said.all % 300}px)`";

    private static final String ROWS = """
            box.replaceChildren(...Array.from({length: 48}, (_, i) => {
              const row = document.createElement('div');
              for (const word of JSON.stringify({n: said.all * 48 + i, text: 'x'.repeat(200)}).match(/.{1,16}/g)) {
                row.appendChild(document.createElement('span')).textContent = word;
              }
              return row;
            }))""";

    final DaemonProcess daemon;
    final Browser browser;
    private final String base;

    private ConsoleInBrowser(DaemonProcess daemon, Browser browser, String base) {
        this.daemon = daemon;
        this.browser = browser;
        this.base = base;
    }

    /** @param base the path that the daemon is asked below, empty for none @param options more of {@code photon serve} */
    static ConsoleInBrowser start(Path dir, String base, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        if (!base.isEmpty()) {
            all.addAll(List.of("-rest.base-path", base));
        }
        DaemonProcess daemon =
                DaemonProcess.start(dir, Map.of("PHOTON_ADMIN_PASS", PASSWORD), all.toArray(String[]::new));
        try {
            return new ConsoleInBrowser(daemon, Browser.start(dir), base);
        } catch (Exception | Error e) {
            daemon.close();
            throw e;
        }
    }

    /** Asks the daemon as its administrator for what has to succeed. */
    String post(String path, String body) throws IOException {
        var answer = daemon.http().post(base + path, "application/json", body);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    /** The answer of the daemon to its administrator. */
    String get(String path) throws IOException {
        return daemon.http().get(base + path).body();
    }

    /** Appends an event. @param payload JSON @return what was answered */
    String emit(String stream, String type, String payload) throws IOException {
        return post(
                "/api/event",
                "{\"stream-name\":" + quoted(stream) + ",\"event-type\":" + quoted(type) + ",\"payload\":" + payload
                        + "}");
    }

    /** Counts the events of a stream. */
    void count(String name, String stream) throws IOException {
        post(
                "/api/projection",
                "{\"projection-name\":\"" + name + "\",\"stream-name\":\"" + stream
                        + "\",\"language\":\"jq\",\"reduction\":\". + 1\",\"initial-value\":\"0\"}");
    }

    static String quoted(String text) {
        return HttpDoor.JSON.getNodeFactory().textNode(text).toString();
    }

    /**
     * Percent of frames over 50 ms of a page that does nothing, in five seconds: so busy is the machine.
     *
     * @param next the tab that is shown afterwards
     */
    double slowFramesOfNothing(Tab next) {
        return slowFrames(MOVE, next);
    }

    /** The same of a page that makes some rows anew in each frame, and nothing else: what a scroll cannot do without. */
    double slowFramesOfPlainRows(Tab next) {
        return slowFrames(ROWS, next);
    }

    private double slowFrames(String each, Tab next) {
        Tab empty = browser.open(1280, 800);
        empty.show();
        JsonNode frames = empty.eval(FRAMES.replace("DO", each));
        empty.close();
        next.show();
        return 100.0 * frames.get("slow").asLong() / frames.get("all").asLong();
    }

    /** A tab in which this person has just logged in; who was logged in before is logged out. */
    Tab logIn(String name, int width, int height) throws InterruptedException {
        Tab tab = browser.open(width, height);
        logIn(tab, name);
        return tab;
    }

    void logIn(Tab tab, String name) throws InterruptedException {
        logIn(tab, daemon, name);
    }

    /** The same at another daemon, whose administrator has the same password. */
    static void logIn(Tab tab, DaemonProcess at, String name) throws InterruptedException {
        tab.go(at.http().base() + "/");
        tab.await("document.querySelector('input[name=password]') || document.querySelector('#main h1')");
        if (tab.eval("document.querySelector('input[name=password]') === null").asBoolean()) {
            tab.click("button[aria-label='Log out']");
        }
        tab.fill("input[name=user]", name);
        tab.fill("input[name=password]", PASSWORD);
        tab.press("Log in");
        tab.await(SHOWN);
    }

    /** Goes to a page, such as {@code #/streams}, and waits until it shows what it asked for. */
    static void open(Tab tab, String page) throws InterruptedException {
        tab.eval("location.hash = " + quoted(page));
        shown(tab, page);
    }

    static void shown(Tab tab, String page) throws InterruptedException {
        try {
            tab.await(SHOWN);
        } catch (AssertionError e) {
            throw new AssertionError(page + ": " + tab.eval("document.body.innerText"), e);
        }
    }

    static List<String> texts(Tab tab, String selector) {
        String all = tab.eval(
                        "[...document.querySelectorAll(\"" + selector + "\")].map(e => e.textContent.trim()).join('|')")
                .asText();
        return all.isEmpty() ? List.of() : List.of(all.split("\\|"));
    }

    /** The file with this end that is saved, once it is whole. */
    static Path awaitFile(Path folder, String end) {
        Path[] found = new Path[1];
        Eventually.holds("a file is saved in " + folder, () -> {
            try (Stream<Path> files = Files.list(folder)) {
                found[0] = files.filter(file -> file.toString().endsWith(end))
                        .findFirst()
                        .orElse(null);
            }
            return found[0] != null && Files.size(found[0]) > 0;
        });
        return found[0];
    }

    @Override
    public void close() {
        browser.close();
        daemon.close();
    }
}
