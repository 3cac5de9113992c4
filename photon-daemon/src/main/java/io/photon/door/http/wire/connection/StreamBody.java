// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.result.Failure;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The body of a request over HTTP/2: it is as long as its Content-Length says, where there is one (RFC 9113, 8.1.1), and not
 * longer than is taken. One per request, on its I/O thread.
 */
final class StreamBody implements RequestBody {

    private static final AttachmentKey<StreamBody> KEY = AttachmentKey.create(StreamBody.class);

    private final long maxUploadBytes;
    private @Nullable HttpServerExchange exchange;
    /** As announced; -1 for any. */
    private long length = -1;

    private long read;
    private boolean passing;
    private boolean ended;
    private @Nullable Failure fault;

    private StreamBody(long maxUploadBytes) {
        this.maxUploadBytes = maxUploadBytes;
    }

    /** Before anything reads from it. */
    static void watch(HttpServerExchange exchange, long maxUploadBytes) {
        exchange.putAttachment(KEY, new StreamBody(maxUploadBytes));
    }

    static StreamBody of(HttpServerExchange exchange) {
        return exchange.getAttachment(KEY);
    }

    @Override
    public void requestBegun(HttpServerExchange begun, boolean chunked) {
        exchange = begun;
        length = begun.getRequestContentLength();
        if (begun.isRequestComplete()) {
            end();
        } else {
            begun.addRequestWrapper((factory, source) -> new Counting(factory.create()));
        }
    }

    @Override
    public void learn(HttpServerExchange exchange, ObjIntConsumer<String> over) {
        // HTTP/2 has its own way not to send a head twice
    }

    @Override
    public void requestEnded(HttpServerExchange done) {
        ended = true;
    }

    @Override
    public @Nullable Failure fault() {
        return fault;
    }

    @Override
    public void passRest() {
        passing = true;
        fault = null;
    }

    @Override
    public boolean isClientGone() {
        return ended || !Objects.requireNonNull(exchange).getConnection().isOpen();
    }

    private void count(int bytes) {
        read += bytes;
        if (passing || fault != null) {
            return;
        }
        if (read > maxUploadBytes) {
            fault = Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the body has more than " + maxUploadBytes + " bytes",
                    "send less at once, or raise rest.max-upload");
        } else if (length >= 0 && read > length) {
            fault = notAsAnnounced("more");
        }
    }

    private void end() {
        if (length > read && !passing && fault == null) {
            fault = notAsAnnounced("only " + read);
        }
    }

    private Failure notAsAnnounced(String bytes) {
        return Failure.of(
                Failure.Kind.BAD_INPUT,
                "the Content-Length is " + length + ", and the body has " + bytes,
                "leave it out, or say how many bytes the body has");
    }

    /** Counts what is read. */
    private final class Counting extends CheckedConduit {

        Counting(StreamSourceConduit next) {
            super(next);
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            int n = next.read(dst);
            if (n < 0) {
                end();
                return fault == null ? n : 0; // what is wrong is asked for before the next read
            } else {
                count(n);
            }
            return n;
        }
    }
}
