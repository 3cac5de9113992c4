// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import io.photon.browser.Browser;
import io.photon.browser.Tab;
import io.photon.launcher.Script;
import io.photon.testing.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures of docs/console.md, dark and light, of a daemon with something to show; bin/console-pictures runs it. */
class ConsolePictures {

    private static final int WIDTH = 1100;
    private static final int HEIGHT = 690;
    private static final int CHART_SECONDS = 25;

    private final Map<String, String> pages = new LinkedHashMap<>();
    private DaemonProcess daemon;

    @Test
    void takeThem(@TempDir Path dir) throws Exception {
        Path into = Files.createDirectories(Script.ROOT.resolve("docs/pictures/console"));
        try (DaemonProcess started = DaemonProcess.start(
                        dir,
                        Map.of("PHOTON_ADMIN_PASS", "secret"),
                        "-db.backend",
                        "file",
                        "-events.port",
                        "0",
                        "-projections.port",
                        "0");
                Browser browser = Browser.start(dir)) {
            daemon = started;
            fill();
            Tab tab = browser.open(WIDTH, HEIGHT);
            tab.go(daemon.http().base() + "/");
            tab.fill("input[name=password]", "secret");
            tab.press("Log in");
            tab.await("document.querySelector('#main h1')");
            work();
            for (Map.Entry<String, String> page : pages.entrySet()) {
                tab.eval("location.hash = " + HttpDoor.JSON.getNodeFactory().textNode(page.getValue()));
                tab.await("document.querySelector('#main h1') && !document.querySelector('.busy')");
                if (page.getKey().equals("sql")) {
                    tab.press("Run");
                    tab.awaitText("rows in");
                }
                Pause.millis(900); // what is asked of the daemon next, and what is drawn of it
                for (String theme : List.of("dark", "light")) {
                    tab.prefer(theme);
                    Pause.millis(300); // charts take the colours of the theme
                    tab.picture(into.resolve(page.getKey() + "-" + theme + ".png"));
                }
            }
            tab.prefer("dark");
            tab.resize(400, HEIGHT);
            tab.eval("location.hash = '#/projections'");
            Pause.millis(900);
            tab.picture(into.resolve("narrow-dark.png"));
        }
    }

    private void fill() throws IOException {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            events.append(event(i % 3 == 0 ? "payments" : "orders", i));
        }
        for (int i = 0; i < 40; i++) {
            events.append(event(List.of("carts/17", "stock", "audit/ströme ☃").get(i % 3), i));
        }
        daemon.http().post("/api/events?ack=summary", "application/x-ndjson", events.toString());
        long cause = position(
                "orders",
                "OrderPlaced",
                "\"payload\":{\"order\":\"A-4711\",\"total\":12.50,\"weight\":0.30000000000000000001}");
        long effect =
                position("payments", "PaymentAsked", "\"caused-by\":" + cause + ",\"payload\":{\"order\":\"A-4711\"}");
        position("stock", "StockReserved", "\"caused-by\":" + cause + ",\"payload\":{\"sku\":\"bolt\"}");
        position("payments", "PaymentReceived", "\"caused-by\":" + effect + ",\"payload\":{\"order\":\"A-4711\"}");
        create("payments-count", "payments", "jq", ". + 1", "0");
        create(
                "orders-by-day",
                "orders",
                "javascript",
                "function(state, event) {\n  return {\n    orders: state.orders + 1,\n    total: state.total + event.payload.total,\n"
                        + "    last: event.payload.order\n  };\n}",
                "{\"orders\": 0, \"total\": 0}");
        create(
                "broken",
                "stock",
                "javascript",
                "function(state, event) {\n  return event.payload.size.name;\n}",
                "\"\"");
        daemon.http()
                .post(
                        "/auth/app",
                        "application/json",
                        "{\"name\":\"shop\",\"description\":\"The web shop\",\"roles\":\"emit\",\"streams\":\"orders\"}");
        daemon.http()
                .post("/api/user", "application/json", "{\"username\":\"ann\",\"password\":\"a password of ann\"}");
        daemon.http()
                .post(
                        "/api/grant",
                        "application/json",
                        "{\"username\":\"ann\",\"roles\":[\"reader\"],\"streams\":\"orders\"}");
        daemon.http()
                .post(
                        "/api/hook",
                        "application/json",
                        "{\"hook\":\"github\",\"stream\":\"pushes\",\"scheme\":\"github\",\"max-body\":1048576}");
        daemon.http()
                .post(
                        "/api/hook",
                        "application/json",
                        "{\"hook\":\"pay\",\"stream\":\"payments\",\"scheme\":\"stripe\"}");
        daemon.http().post("/api/hook/pay/disable", "application/json", "");
        daemon.http().post("/auth/token", "application/json", "{\"name\":\"nightly report\",\"roles\":\"replay\"}");
        pages.put("dashboard", "#/dashboard");
        pages.put("streams", "#/streams");
        pages.put("stream", "#/stream/orders?event=" + cause);
        pages.put("event", "#/event/" + cause);
        pages.put("export", "#/stream/orders?view=export");
        pages.put("delete", "#/stream/orders?view=delete");
        pages.put("schema", "#/stream/orders?view=schema");
        pages.put("projections", "#/projections");
        pages.put("projection", "#/projection/orders-by-day");
        pages.put("time", "#/projection/orders-by-day?view=time");
        pages.put("bisect", "#/projection/orders-by-day?view=bisect&until=.orders%20%3E%20100");
        pages.put("code", "#/projection/orders-by-day?view=code");
        pages.put("edit", "#/projection-edit/orders-by-day");
        pages.put("emit", "#/emit?stream=orders&type=OrderPlaced");
        pages.put("sql", "#/sql");
        pages.put("transfer", "#/transfer");
        pages.put("backup", "#/backup");
        pages.put("subscribers", "#/subscribers");
        pages.put("log", "#/log");
        pages.put("users", "#/users?user=ann");
        pages.put("applications", "#/apps");
        pages.put("tokens", "#/apps?view=tokens");
        pages.put("hooks", "#/hooks");
        pages.put("settings", "#/settings?set=true");
        pages.put("muon", "#/muon");
    }

    /** Some load, so that charts have something to show. */
    private void work() throws IOException, InterruptedException {
        for (int second = 0; second < CHART_SECONDS * 4; second++) {
            StringBuilder events = new StringBuilder();
            for (int i = 0; i < 60 + 40 * Math.sin(second / 9.0); i++) {
                events.append(event(i % 3 == 0 ? "payments" : "orders", i));
            }
            daemon.http().post("/api/events?ack=summary", "application/x-ndjson", events.toString());
            Pause.millis(220);
        }
    }

    private static String event(String stream, int i) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\""
                + (stream.equals("orders") ? "OrderPlaced" : "Noted") + "\",\"payload\":{\"order\":\"A-" + i
                + "\",\"total\":" + (i * 7 % 90 + 9.5) + ",\"lines\":[{\"sku\":\"bolt\",\"n\":" + i % 40 + "}]}}\n";
    }

    private long position(String stream, String type, String rest) throws IOException {
        String answer = daemon.http()
                .emit("{\"stream-name\":\"" + stream + "\",\"event-type\":\"" + type + "\"," + rest + "}")
                .body();
        return HttpDoor.JSON.readTree(answer).get("order-id").asLong();
    }

    private void create(String name, String stream, String language, String code, String initial) throws IOException {
        String request = HttpDoor.JSON.writeValueAsString(Map.of(
                "projection-name",
                name,
                "stream-name",
                stream,
                "language",
                language,
                "reduction",
                code,
                "initial-value",
                initial));
        daemon.http().post("/api/projection", "application/json", request);
    }
}
