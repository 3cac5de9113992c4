// SPDX-License-Identifier: Apache-2.0
package io.photon.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A connection to a browser's DevTools: questions with answers, and events. Thread-safe. */
final class DevTools implements WebSocket.Listener {

    private static final long LIMIT_S = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private WebSocket socket;

    private DevTools() {}

    static DevTools connect(URI address) {
        DevTools tools = new DevTools();
        tools.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, tools)
                .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                .join();
        return tools;
    }

    ObjectNode params() {
        return JSON.createObjectNode();
    }

    /** Hears every event, with its session. */
    void listen(Consumer<JsonNode> listener) {
        listeners.add(listener);
    }

    /** Asks and waits. @param session null for the browser itself */
    synchronized JsonNode ask(String session, String method, ObjectNode params) {
        int id = last.incrementAndGet();
        ObjectNode question = JSON.createObjectNode().put("id", id).put("method", method);
        if (session != null) {
            question.put("sessionId", session);
        }
        question.set("params", params);
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        socket.sendText(question.toString(), true)
                .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                .join();
        JsonNode said = answer.orTimeout(LIMIT_S, TimeUnit.SECONDS).join();
        if (said.has("error")) {
            throw new IllegalStateException(method + ": " + said.get("error"));
        }
        return said.get("result");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
        message.append(data);
        if (isLast) {
            String text = message.toString();
            message.setLength(0);
            hear(text);
        }
        from.request(1);
        return null;
    }

    private void hear(String text) {
        try {
            JsonNode said = JSON.readTree(text);
            if (said.has("id")) {
                open.remove(said.get("id").asInt()).complete(said);
            } else {
                listeners.forEach(listener -> listener.accept(said));
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        socket.abort();
    }
}
