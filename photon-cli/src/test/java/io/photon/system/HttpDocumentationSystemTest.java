// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls that docs/http.md shows are answered, with the curl it shows. */
class HttpDocumentationSystemTest {

    private static final Path PAGE =
            Path.of(System.getProperty("photon.root", "..")).resolve("docs/http.md");
    private static final String EXAMPLE_ID = "1795485600000000";
    private static final int MAX_TIME_REACHED = 28;

    /** What has to be said with those that answer nothing without. */
    private static final Map<String, String> REQUIRED =
            Map.of("/api/follow", "?after=0&node-id=test", "/api/follow/check", "?from=0&to=" + EXAMPLE_ID);

    @TempDir
    Path home;

    @Test
    void everyCallOfThePageOnHttpIsAnswered() throws Exception {
        List<String> calls = calls();
        assertTrue(calls.size() > 10, "the page shows only " + calls);
        try (DaemonProcess daemon = DaemonProcess.start(home, "-admin.pass", "PASSWORD")) {
            Path work = Files.createDirectories(home.resolve("work"));
            Files.writeString(
                    work.resolve("events.ndjson"),
                    "{\"stream-name\":\"orders\",\"event-type\":\"OrderPlaced\",\"payload\":{\"total\":11}}\n"
                            .repeat(3));
            for (String call : calls) {
                run(daemon, work, call.replace(EXAMPLE_ID, firstOrder(daemon)));
            }
        }
    }

    /** The commands of its blocks, those in front that set variables included in each. */
    private static List<String> calls() throws IOException {
        List<String> calls = new ArrayList<>();
        boolean inside = false;
        StringBuilder command = new StringBuilder();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = line.equals("```sh");
            } else if (inside && line.endsWith("\\")) {
                command.append(line, 0, line.length() - 1);
            } else if (inside && !line.isBlank()) {
                calls.add(command.append(line).toString());
                command.setLength(0);
            }
        }
        calls.removeIf(call -> call.startsWith("URL=")); // the test's own stands in for it
        String variables = calls.stream()
                .filter(call -> call.startsWith("AUTH="))
                .findFirst()
                .orElseThrow();
        calls.remove(variables);
        calls.replaceAll(call -> variables + "\n" + call);
        return calls;
    }

    private static String firstOrder(DaemonProcess daemon) throws IOException {
        JsonNode streams = daemon.http().json("/api/streams?prefix=orders").get("streams");
        return streams.isEmpty()
                ? EXAMPLE_ID
                : streams.get(0).get("first-order-id").asText();
    }

    private void run(DaemonProcess daemon, Path work, String call) throws IOException, InterruptedException {
        boolean endless = call.contains(" -N ");
        File out = home.resolve("out").toFile();
        String script = "set -o pipefail\nURL=" + daemon.http().base() + "\n"
                + "photon() { XDG_RUNTIME_DIR='" + home.resolve("run") + "' PHOTON_URL=$URL " + PhotonJar.line()
                + " \"$@\"; }\n"
                + "curl() { command curl -sS --fail-with-body --max-time " + (endless ? 2 : 30) + " \"$@\"; }\n" + call;
        Process process = new ProcessBuilder("bash", "-c", script)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), call);
        String printed = Files.readString(out.toPath());
        if (endless) {
            assertEquals(MAX_TIME_REACHED, process.exitValue(), call + "\n" + printed);
            return;
        }
        assertEquals(0, process.exitValue(), call + "\n" + printed);
        if (call.contains("Accept: application/edn")) {
            assertTrue(printed.startsWith("{:") && !printed.contains(":error"), call + "\n" + printed);
            return;
        }
        for (String line :
                printed.replace("[\n", "[").replace(",\n", ",").lines().toList()) {
            JsonNode json = HttpDoor.JSON.readTree(line);
            assertFalse(json.has("error"), call + "\n" + printed);
        }
    }

    @Test
    void everyPathOfTheStateTableIsThere() throws Exception {
        Matcher rows =
                Pattern.compile("^\\| `GET (/[a-z/]+)` \\|", Pattern.MULTILINE).matcher(Files.readString(PAGE));
        List<String> paths = new ArrayList<>();
        while (rows.find()) {
            paths.add(rows.group(1));
        }
        assertTrue(paths.size() >= 4, "the page shows only " + paths);
        try (DaemonProcess daemon = DaemonProcess.start(home)) {
            for (String path : paths) {
                String call = path + REQUIRED.getOrDefault(path, "");
                assertEquals(200, daemon.http().get(call).statusCode(), call);
            }
        }
    }
}
