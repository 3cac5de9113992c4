// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A WebSocket that takes what it asked for. */
final class EventsSocket implements WebSocket.Listener, AutoCloseable {

    private static final long LIMIT_S = 30;

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private WebSocket socket;

    private EventsSocket() {}

    static EventsSocket open(HttpDoor door, String path) throws Exception {
        EventsSocket events = new EventsSocket();
        events.socket = DaemonProcess.CLIENT
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + door.token())
                .buildAsync(URI.create(door.base().toString().replaceFirst("http", "ws") + path), events)
                .get(LIMIT_S, TimeUnit.SECONDS);
        return events;
    }

    EventsSocket request(int events) throws Exception {
        socket.sendText("{\"request\":" + events + "}", true).get(LIMIT_S, TimeUnit.SECONDS);
        return this;
    }

    /** Waits for the first message. */
    void hears() throws Exception {
        first.get(LIMIT_S, TimeUnit.SECONDS);
    }

    /** Waits for the daemon's end of it. @return how many messages came */
    int untilItEnds() throws Exception {
        ended.get(LIMIT_S, TimeUnit.SECONDS);
        return messages.get();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (last) {
            messages.incrementAndGet();
            first.complete(null);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ended.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended.completeExceptionally(error);
        first.completeExceptionally(error);
    }

    /** Leaves without a word. */
    @Override
    public void close() {
        socket.abort();
    }
}
