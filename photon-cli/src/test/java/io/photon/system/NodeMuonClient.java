// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The Muon client that is published on npm (muon-core 7.2.6), in a Node process of its own. */
final class NodeMuonClient implements AutoCloseable {

    /** A node client waits up to 10 s for an answer, and 6 s for a service to appear; a busy machine is slow. */
    private static final long LIMIT_S = 60;

    static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter commands;
    private final Map<Integer, BlockingQueue<JsonNode>> answers = new ConcurrentHashMap<>();
    private final StringBuffer stderr = new StringBuffer();
    private int lastId;
    private int events;

    private NodeMuonClient(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        start("answers of " + process.pid(), this::readAnswers);
        start("stderr of " + process.pid(), this::readStderr);
    }

    private static Path root() {
        return Path.of(System.getProperty("photon.root", "..")).toAbsolutePath();
    }

    /** Skips the test, in CI fails it, when the client cannot run here. */
    static void required() {
        Path modules = root().resolve("target/npm/node_modules/muon-core");
        Requirement.met(Files.isDirectory(modules), "no muon-core in target/npm: bin/test gets it from npm");
        Requirement.met(hasNode(), "no Node here: apt install nodejs");
    }

    private static boolean hasNode() {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts it as a service of its own at the broker. @param name lower case, at least 3 characters */
    static NodeMuonClient start(String name, String brokerUrl) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "node", root().resolve("photon-cli/src/test/npm/muon-client.js").toString(), name, brokerUrl);
        builder.environment()
                .put("NODE_PATH", root().resolve("target/npm/node_modules").toString());
        return new NodeMuonClient(builder.start());
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void readAnswers() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode answer = JSON.readTree(line);
                queue(answer.path("id").asInt()).add(answer);
            }
        } catch (IOException e) {
            stderr.append("(answers ended: ").append(e.getMessage()).append(")\n");
        }
    }

    private void readStderr() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                stderr.append(line).append('\n');
            }
        } catch (IOException e) {
            stderr.append("(stderr ended: ").append(e.getMessage()).append(")\n");
        }
    }

    private BlockingQueue<JsonNode> queue(int id) {
        return answers.computeIfAbsent(id, any -> new LinkedBlockingQueue<>());
    }

    private synchronized int command(String what, Map<String, ?> arguments) {
        ObjectNode command = JSON.valueToTree(arguments);
        command.put("id", ++lastId).put("do", what);
        try {
            commands.write(JSON.writeValueAsString(command));
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the client has ended: " + stderr, e);
        }
        return lastId;
    }

    private JsonNode answer(int id) throws InterruptedException {
        JsonNode answer = next(id);
        assertTrue(answer.has("answer"), () -> "no answer but " + answer);
        return answer.get("answer");
    }

    /** What comes next for a command; fails when nothing does. */
    private JsonNode next(int id) throws InterruptedException {
        JsonNode answer = queue(id).poll(LIMIT_S, TimeUnit.SECONDS);
        assertTrue(answer != null, () -> "no answer of the client within " + LIMIT_S + " s; it says: " + stderr);
        return answer;
    }

    /** Waits until the client knows a service: it does not wait by itself before it emits. */
    NodeMuonClient awaitService(String service) throws Exception {
        Eventually.within(
                (int) LIMIT_S, () -> discover().findValuesAsText("identifier").contains(service), stderr::toString);
        return this;
    }

    JsonNode discover() throws InterruptedException {
        return answer(command("discover", Map.of()));
    }

    /** @return {@code status}, {@code body}, … */
    JsonNode rpc(String url, Map<String, ?> body) throws InterruptedException {
        return answer(command("rpc", Map.of("url", url, "body", body)));
    }

    /** @return {@code status}, {@code orderId}, … */
    JsonNode emit(Map<String, ?> event) throws InterruptedException {
        return answer(command("emit", Map.of("event", event)));
    }

    /**
     * Emits an event until it is stored: Photon answers within 800 ms, on a busy machine now and then that it was too
     * slow. With an id of its own the event is stored once however often it is sent. Fails on every other answer.
     *
     * @return its order-id
     */
    long stored(Map<String, ?> event) throws InterruptedException {
        Map<String, Object> withId = new HashMap<>(event);
        withId.put("local-id", "node-" + process.pid() + "-" + ++events);
        JsonNode result = emit(withId);
        for (int i = 0; i < 20 && isLate(result); i++) {
            result = emit(withId);
        }
        assertEquals("PERSISTED", result.path("status").asText(), result::toString);
        return result.path("orderId").asLong();
    }

    private static boolean isLate(JsonNode result) {
        String cause = result.path("cause").asText();
        return cause.contains("Photon is overloaded: the event waited") || cause.contains("Photon is slow: ");
    }

    JsonNode introspect(String service) throws InterruptedException {
        return answer(command("introspect", Map.of("service", service)));
    }

    Subscription replay(String stream, Map<String, ?> arguments) {
        return new Subscription(command("replay", Map.of("stream", stream, "args", arguments)));
    }

    Subscription subscribe(String url, Map<String, ?> arguments) {
        return new Subscription(command("subscribe", Map.of("url", url, "args", arguments)));
    }

    /** A running replay. */
    final class Subscription {
        private final int id;

        private Subscription(int id) {
            this.id = id;
        }

        /** The next event; fails when there is none. */
        JsonNode item() throws InterruptedException {
            JsonNode next = next(id);
            assertTrue(next.has("item"), () -> "no item but " + next);
            return next.get("item");
        }

        /** {@code completed}, or why it failed; fails when an item comes instead. */
        String end() throws InterruptedException {
            JsonNode next = next(id);
            assertTrue(next.has("end"), () -> "no end but " + next);
            return next.get("end").asText() + next.path("error").asText();
        }

        /** Nothing came within this time. */
        boolean silentFor(long ms) throws InterruptedException {
            return queue(id).poll(ms, TimeUnit.MILLISECONDS) == null;
        }

        void cancel() throws InterruptedException {
            answer(command("cancel", Map.of("of", id)));
        }
    }

    /** kill -9: no goodbye. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
