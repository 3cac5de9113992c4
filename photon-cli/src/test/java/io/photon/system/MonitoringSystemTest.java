// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon as Prometheus, Grafana and those who read its log see it. */
class MonitoringSystemTest {

    private static final Path ROOT = Path.of(System.getProperty("photon.root", ".."));
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Pattern METRIC = Pattern.compile("\\b(?:photon|jvm|process)_\\w+");
    private static final String PASSWORD = "pa55-that-no-log-may-hold";
    private static final String WRONG = "wr0ng-that-no-log-may-hold";
    private static final String TOKEN = "t0ken-that-no-log-may-hold";

    @TempDir
    Path home;

    private static String promtool() {
        Path unpacked = ROOT.resolve("target/prometheus/usr/bin/promtool");
        boolean installed = PageShell.finds("promtool");
        Requirement.met(installed || Files.isExecutable(unpacked), "promtool is needed: bin/test gets it");
        return installed ? "promtool" : unpacked.toAbsolutePath().toString();
    }

    private static void check(Path folder, String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(promtool()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "promtool hangs");
        assertEquals(0, process.exitValue(), said);
    }

    /** Names with types and help, as the page has them. */
    private static Map<String, String> described(String metrics) {
        Map<String, String> all = new TreeMap<>();
        Matcher help = Pattern.compile("(?m)^# HELP (photon_\\S+) (.*)$").matcher(metrics);
        while (help.find()) {
            all.put(help.group(1), help.group(2));
        }
        return all;
    }

    private static Set<String> named(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private static Set<String> series(String metrics) {
        Set<String> names = new TreeSet<>();
        metrics.lines().filter(line -> !line.startsWith("#")).forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return names;
    }

    @Test
    void whatADaemonShowsIsWhatPrometheusTheDashboardTheAlertsAndThePageExpect() throws Exception {
        String metrics;
        try (DaemonProcess daemon = DaemonProcess.start(home, "-muon.url", "amqp://127.0.0.1:1")) {
            daemon.http().stored("{\"stream-name\":\"a \\\"b\\\"\",\"event-type\":\"T\",\"payload\":1}");
            metrics = daemon.http().get("/metrics").body();
        }
        check(DOCS, metrics, "check", "metrics");
        Path rules = DOCS.resolve("prometheus");
        check(rules, "", "check", "rules", "alerts.yml");
        check(rules, "", "test", "rules", "alerts_test.yml");
        Set<String> exist = series(metrics);
        JsonNode dashboard =
                HttpDoor.JSON.readTree(DOCS.resolve("grafana/photon.json").toFile());
        int expressions = 0;
        for (JsonNode expression : dashboard.findValues("expr")) {
            assertNamesOnly(exist, expression.textValue());
            expressions++;
        }
        assertTrue(expressions > 25, "the dashboard has only " + expressions + " expressions");
        for (String line : Files.readAllLines(rules.resolve("alerts.yml"))) {
            if (line.strip().startsWith("expr:")) {
                assertNamesOnly(exist, line);
            }
        }
        Map<String, String> onPage = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `(photon_\\w+)`[^|]*\\| \\w+ \\| (.*) \\|$")
                .matcher(Files.readString(DOCS.resolve("monitoring.md")));
        while (row.find()) {
            onPage.put(row.group(1), row.group(2));
        }
        assertEquals(described(metrics), onPage);
    }

    private static void assertNamesOnly(Set<String> exist, String expression) {
        for (String name : named(expression)) {
            assertTrue(exist.contains(name), name + " is not shown, but used in " + expression);
        }
    }

    @Test
    void theLogIsJsonOnEveryLineAndHoldsNoSecretWhateverIsAsked() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(
                home,
                Map.of("PHOTON_ADMIN_PASS", PASSWORD),
                "-log.format",
                "json",
                "-log.access",
                "true",
                "-log.level",
                "trace")) {
            use(daemon, "Authorization", "Basic " + base64("admin:" + PASSWORD));
            use(daemon, "Authorization", "Basic " + base64("admin:" + WRONG));
            use(daemon, "Authorization", "Bearer " + TOKEN);
            use(daemon, "Cookie", "session=" + TOKEN);
            daemon.http().get("/api/streams?access_token=" + TOKEN + "&client_id=a&client_secret=" + TOKEN);
            daemon.http().get("/%00/" + "x".repeat(300) + "?access_token=" + TOKEN);
            assertEquals(0, daemon.stop());
            String log = daemon.stderr();
            int access = 0;
            for (String line : log.lines().toList()) {
                if (line.startsWith("(stderr ended")) {
                    continue; // says the test's own reader
                }
                assertTrue(line.startsWith("{\"time\":"), line);
                JsonNode entry = HttpDoor.JSON.readTree(line);
                assertTrue(entry.get("time").textValue().endsWith("Z") && entry.has("message"), line);
                access += entry.get("logger").textValue().equals("io.photon.access") ? 1 : 0;
            }
            assertTrue(access > 20, log);
            assertTrue(log.contains("\"message\":\"POST /api/event\",\"status\":200,"), log);
            for (String secret : List.of(PASSWORD, WRONG, TOKEN, daemon.http().token(), base64("admin:" + PASSWORD))) {
                assertFalse(log.contains(secret), () -> "the log holds " + secret + ":\n" + log);
            }
        }
    }

    /** Every kind of call, with an identity of some kind. */
    private static void use(DaemonProcess daemon, String header, String value) throws IOException {
        for (String path : List.of(
                "/api/ping",
                "/api/stats",
                "/api/streams",
                "/api/log",
                "/api/replay/__all__?type=cold",
                "/api/replay/" + "%0A%1B[31m" + "?type=cold",
                "/metrics",
                "/nowhere?client_secret=" + TOKEN)) {
            HttpDoor.send(HttpRequest.newBuilder(daemon.http().base().resolve(path.replace("[", "%5B")))
                    .header(header, value)
                    .GET()
                    .build());
        }
        for (String body : List.of(
                "{\"stream-name\":\"s\",\"event-type\":\"T\",\"token\":\"" + TOKEN + "\",\"payload\":1}", "{")) {
            HttpDoor.send(HttpRequest.newBuilder(daemon.http().base().resolve("/api/event"))
                    .header(header, value)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
