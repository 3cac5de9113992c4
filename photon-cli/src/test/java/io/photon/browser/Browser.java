// SPDX-License-Identifier: Apache-2.0
package io.photon.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Headless Chromium in a folder of its own. Closing it ends it. */
public final class Browser implements AutoCloseable {

    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final DevTools tools;

    private Browser(Process process, DevTools tools) {
        this.process = process;
        this.tools = tools;
    }

    /** @param folder for all that it writes */
    public static Browser start(Path folder) throws IOException, InterruptedException {
        Requirement.program("chromium");
        Path data = folder.resolve("chromium");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                "--hide-scrollbars",
                "--lang=en",
                "--user-data-dir=" + data,
                "--remote-debugging-port=0",
                "about:blank"));
        builder.environment().put("HOME", folder.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        try {
            return new Browser(process, DevTools.connect(address(process, data.resolve("DevToolsActivePort"))));
        } catch (IOException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Chromium writes the port that it got, and the path to ask at, into a file. */
    private static URI address(Process process, Path file) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT_NANOS;
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() == 2) {
                    return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
                }
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException("Chromium does not start");
    }

    /** A new tab with cookies of its own, of this size in CSS pixels. */
    public Tab open(int width, int height) {
        ObjectNode where = tools.params().put("url", "about:blank");
        where.set(
                "browserContextId",
                tools.ask(null, "Target.createBrowserContext", tools.params()).get("browserContextId"));
        String target =
                tools.ask(null, "Target.createTarget", where).get("targetId").asText();
        JsonNode attached = tools.ask(
                null,
                "Target.attachToTarget",
                tools.params().put("targetId", target).put("flatten", true));
        return new Tab(tools, attached.get("sessionId").asText(), width, height);
    }

    @Override
    public void close() {
        tools.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
