// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.result.Failure;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a request over HTTP/2 one like all others, before anything looks at it. Thread-safe. */
final class StreamHandler implements HttpHandler {

    private static final AttachmentKey<AtomicInteger> OPEN = AttachmentKey.create(AtomicInteger.class);
    private static final AttachmentKey<Failure> REFUSAL = AttachmentKey.create(Failure.class);

    private final long maxUploadBytes;
    private final int most;
    private final HttpHandler next;

    /** @param most requests of one connection at a time: clients are told, and some do not listen */
    StreamHandler(long maxUploadBytes, int most, HttpHandler next) {
        this.most = most;
        this.maxUploadBytes = maxUploadBytes;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.setRequestScheme("https"); // the client may say anything; TLS it is
        StreamBody.watch(exchange, maxUploadBytes);
        AtomicInteger open = open(exchange);
        boolean tooMany = open.incrementAndGet() > most;
        exchange.addExchangeCompleteListener((done, others) -> {
            open.decrementAndGet();
            others.proceed();
        });
        Failure refusal = tooMany
                ? Failure.of(
                        Failure.Kind.OVERLOADED,
                        most + " requests of this connection are under way already",
                        "wait until one of them ends, open another connection, or raise rest.max-streams")
                : StreamHeadCheck.wrong(exchange);
        if (refusal != null) {
            exchange.putAttachment(REFUSAL, refusal);
        }
        next.handleRequest(exchange);
    }

    /** Why a request is not taken, or null. */
    static Failure refusal(HttpServerExchange exchange) {
        return exchange.getAttachment(REFUSAL);
    }

    /** How many requests of its connection are under way; all of them have the same I/O thread. */
    private static AtomicInteger open(HttpServerExchange exchange) {
        AtomicInteger open = exchange.getConnection().getAttachment(OPEN);
        if (open == null) {
            open = new AtomicInteger();
            exchange.getConnection().putAttachment(OPEN, open);
        }
        return open;
    }
}
