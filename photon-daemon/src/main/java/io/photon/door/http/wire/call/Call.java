// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.api.Caller;
import io.photon.codec.FailureJson;
import io.photon.codec.FailureStatus;
import io.photon.codec.TraceContext;
import io.photon.door.http.wire.Bytes;
import io.photon.door.http.wire.FailureHeaders;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.RequestFacts;
import io.photon.door.http.wire.ScratchBuffer;
import io.photon.door.http.wire.connection.RequestBody;
import io.photon.edn.JsonToEdn;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * One request on its way through the door. Belongs to its I/O thread: everything but {@link #onIo} and the
 * {@code answer} methods is called there only.
 */
public final class Call {

    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";
    /** What proves that a change is asked by a page of the session's own site. */
    public static final HttpString CSRF_TOKEN = new HttpString("X-CSRF-Token");

    /** Sent by scripts of pages, so that the browser does not ask for a password by itself. */
    public static final HttpString REQUESTED_WITH = new HttpString("X-Requested-With");

    /** What a page of another origin may see of the head of an answer; there when it may see the answer at all. */
    public static final HttpString EXPOSED = new HttpString("Access-Control-Expose-Headers");

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private static final byte[] LINE_END = {'\n'};
    private static final byte[] NOTHING = {};
    /** A longer answer counts among what all answers together may hold. */
    private static final int SHORT_BYTES = 16 * 1024;

    private static final ResponseStream.Listener NO_LISTENER = new ResponseStream.Listener() {
        @Override
        public void roomAgain() {
            // Everything was put at once.
        }

        @Override
        public void broken() {
            // There is nothing to let go.
        }

        @Override
        public void finished() {
            // There is nothing to let go here, either.
        }
    };

    private final HttpServerExchange exchange;
    private final @Nullable Caller caller;
    private final @Nullable Target target;
    private final Outbound outbound;
    private final AtomicBoolean answered = new AtomicBoolean();
    private @Nullable StreamSourceChannel body;
    /** Whether events of it were given to the log: from then on a fault here says nothing about them. */
    private boolean handedOver;

    /** @param outbound bounds what its answer may hold, and for how long */
    public Call(HttpServerExchange exchange, @Nullable Caller caller, @Nullable Target target, Outbound outbound) {
        this.exchange = exchange;
        this.caller = caller;
        this.target = target;
        this.outbound = outbound;
    }

    /** The same request of a caller that is known now. */
    public Call by(Caller known) {
        return new Call(exchange, known, target, outbound);
    }

    public HttpServerExchange exchange() {
        return exchange;
    }

    /** Whether an identity was shown and asked for. */
    public boolean hasCaller() {
        return caller != null;
    }

    /** Who asks; only for a route that needs an identity. */
    public Caller caller() {
        return Objects.requireNonNull(caller);
    }

    /** What is asked; only where its path could be read. */
    public Target target() {
        return Objects.requireNonNull(target);
    }

    /** What bounds its answer. */
    public Outbound outbound() {
        return outbound;
    }

    /** Who gets a long answer. */
    Peer peer() {
        return new Peer() {
            @Override
            public StreamSinkChannel channel() {
                return exchange.getResponseChannel();
            }

            @Override
            public XnioIoThread ioThread() {
                return Call.this.ioThread();
            }

            @Override
            public Outbound outbound() {
                return outbound;
            }

            @Override
            public void onIo(Runnable task) {
                Call.this.onIo(task);
            }

            @Override
            public void ended() {
                if (!exchange.isRequestComplete()) {
                    linger(); // else the connection would wait without end until that body is read
                }
            }

            @Override
            public void close() {
                Call.this.close();
            }

            @Override
            public String shown() {
                return exchange.getRequestMethod() + " " + exchange.getRequestPath() + " of "
                        + exchange.getSourceAddress();
            }
        };
    }

    /** A segment of the path, decoded. */
    public String segment(int index) {
        return target().segments().get(index);
    }

    public String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** Whether a header whose values are lists with commas has a word in one of them, in whatever case, with parameters or without. */
    public boolean lists(HttpString header, String word) {
        HeaderValues values = exchange.getRequestHeaders().get(header);
        return values != null
                && values.stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .anyMatch(each -> each.split(";", 2)[0].strip().equalsIgnoreCase(word));
    }

    /** Where the request stands in a distributed trace, to be kept with its events; null when it does not say, or is not to be. */
    public @Nullable TraceContext trace(HttpSettings.Observing settings) {
        String parent = settings.keepsTrace() ? header("traceparent") : null;
        if (parent == null) {
            return null;
        }
        HeaderValues states = exchange.getRequestHeaders().get("tracestate");
        return TraceContext.read(parent, states == null ? null : String.join(",", states))
                .orElse(null);
    }

    /** The body, read without waiting. */
    StreamSourceChannel body() {
        if (body == null) {
            body = exchange.getRequestChannel();
        }
        return body;
    }

    /** What is wrong with the body that was read so far, or null. */
    @Nullable Failure bodyFault() {
        return RequestBody.of(exchange).fault();
    }

    /** Whether there is still a connection that an answer can go over. */
    public boolean isAnswerable() {
        return exchange.getConnection().isOpen();
    }

    public XnioIoThread ioThread() {
        return exchange.getIoThread();
    }

    /** Runs on the I/O thread, at once when this is it. */
    public void onIo(Runnable task) {
        if (Thread.currentThread() == ioThread()) {
            task.run();
        } else {
            onIoSoon(task);
        }
    }

    /** Runs on the I/O thread, not within this call. */
    public void onIoSoon(Runnable task) {
        try {
            ioThread().execute(task);
        } catch (RuntimeException
                | Error e) { // there will be no answer: the client must not wait, nor its memory be held
            close();
            throw e;
        }
    }

    /** Runs on the I/O thread after a while. */
    public XnioExecutor.Key after(long millis, Runnable task) {
        return ioThread().executeAfter(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs on a worker thread: for what may wait for the disk. A fault becomes a 500. */
    public void onWorker(Runnable task) {
        exchange.getConnection().getWorker().execute(() -> guarded(task));
    }

    /** A fault of ours is logged and answered; it never leaves a request hanging. */
    public void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            String id = RequestFacts.of(exchange).id();
            LOG.atError()
                    .addKeyValue("request-id", id)
                    .setCause(e)
                    .log("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI());
            answer(
                    handedOver
                            ? Failure.outcomeUnknown("Photon failed after the log was asked: " + Fault.words(e))
                            : Failure.of(
                                    Failure.Kind.INTERNAL,
                                    "Photon failed: " + Fault.words(e),
                                    "this is a fault of Photon's; see its log for request " + id));
        }
    }

    /** Says that the log is asked now to store or delete something. */
    public void handOver() {
        handedOver = true;
    }

    /** Thread-safe. */
    public void answer(Failure failure) {
        onIo(() -> {
            if (!exchange.isResponseStarted()) {
                FailureHeaders.of(failure, challenge(), exchange.getResponseHeaders()::put);
            }
            byte[] json = FailureJson.bytes(failure);
            send(FailureStatus.of(failure.kind()), JSON, NOTHING, json, 0, json.length, LINE_END);
        });
    }

    /** A page that asks by script says so, or a browser would ask for a password in a window of its own. */
    private String challenge() {
        HeaderMap headers = exchange.getRequestHeaders();
        return headers.contains(CSRF_TOKEN) || headers.contains(REQUESTED_WITH) ? "Bearer" : "Basic";
    }

    /** Answers with a line of JSON, or with why there is none. Thread-safe; only the first answer counts. */
    public void answer(Result<byte[]> json) {
        if (json.isOk()) {
            answer(200, json.value());
        } else {
            answer(json.failure());
        }
    }

    /** Answers with a line of JSON. Thread-safe; only the first answer counts. */
    public void answer(int status, byte[] json) {
        onIo(() -> send(status, JSON, NOTHING, json, 0, json.length, LINE_END));
    }

    /** The same with JSON in parts, which end with a line end. */
    public void answer(int status, byte[] before, byte[] body, int offset, int length, byte[] after) {
        onIo(() -> send(status, JSON, before, body, offset, length, after));
    }

    /** The same with lines of JSON, which end with a line end. */
    public void answerLines(byte[] lines) {
        onIo(() -> send(200, NDJSON, NOTHING, lines, 0, lines.length, NOTHING));
    }

    /** Answers with a file as it is, of a type of its own; null for one without a type. Thread-safe; only the first answer counts. */
    public void answerFile(int status, @Nullable String type, byte[] bytes) {
        onIo(() -> sendAs(status, type, NOTHING, bytes, 0, bytes.length, NOTHING));
    }

    private void send(int status, String type, byte[] before, byte[] body, int offset, int length, byte[] after) {
        if (type.equals(JSON) && ContentTypes.wantsEdn(this)) {
            JsonToEdn edn = new JsonToEdn();
            Bytes all = new Bytes(before.length + length + after.length + 16)
                    .add(edn.next(before, 0, before.length))
                    .add(edn.next(body, offset, length))
                    .add(edn.next(after, 0, after.length));
            sendAs(status, ContentTypes.EDN, NOTHING, all.toArray(), 0, all.size(), NOTHING);
        } else {
            sendAs(status, type, before, body, offset, length, after);
        }
    }

    private void sendAs(
            int status, @Nullable String type, byte[] before, byte[] body, int offset, int length, byte[] after) {
        if (!answered.compareAndSet(false, true) || exchange.isResponseStarted()) {
            close();
            return;
        }
        exchange.setStatusCode(status);
        if (type != null) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, (long) before.length + length + after.length);
        boolean whole = exchange.isRequestComplete();
        if (!whole && !RequestBody.isStream(exchange)) {
            // A client that is still sending would otherwise lose the answer to a reset connection.
            exchange.setPersistent(false);
            exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        }
        if (whole && length > SHORT_BYTES) {
            ResponseStream out = new ResponseStream(this, NO_LISTENER);
            out.put(before, body, offset, length, after);
            out.end();
        } else {
            new Delivery(whole ? IoCallback.END_EXCHANGE : new Lingering())
                    .send(ByteBuffer.wrap(before), ByteBuffer.wrap(body, offset, length), ByteBuffer.wrap(after));
        }
    }

    /** Sends a short answer: at once as a rule, else it waits for the client, but not without end. */
    private final class Delivery implements IoCallback {
        private final IoCallback next;
        private XnioExecutor.@Nullable Key timer;
        private boolean over;

        Delivery(IoCallback next) {
            this.next = next;
        }

        void send(ByteBuffer... parts) {
            exchange.getResponseSender().send(parts, this);
            if (!over) {
                timer = after(outbound.patienceMs(), Call.this::close);
            }
        }

        private void ended() {
            over = true;
            if (timer != null) {
                timer.remove();
            }
        }

        @Override
        public void onComplete(HttpServerExchange done, Sender sender) {
            ended();
            next.onComplete(done, sender);
        }

        @Override
        public void onException(HttpServerExchange failed, Sender sender, IOException e) {
            ended();
            next.onException(failed, sender, e);
        }
    }

    /** Cuts the connection, or over HTTP/2 this answer alone: the reader must not take what it has for the whole. */
    public void close() {
        IoUtils.safeClose(exchange.getConnection());
    }

    /** After an answer that came before the request's end: reads on for a moment, then closes. */
    void linger() {
        new Lingering().drain();
    }

    private final class Lingering implements IoCallback {
        private static final long MAX_MILLIS = 2_000;
        private static final long MAX_BYTES = 16L << 20;
        private long left = MAX_BYTES;
        private boolean ended;

        @Override
        public void onComplete(HttpServerExchange done, Sender sender) {
            if (RequestBody.isStream(exchange) && !ended) {
                ended = true;
                sender.close(this); // a stream that is reset before its end takes the answer along
            } else {
                drain();
            }
        }

        @Override
        public void onException(HttpServerExchange failed, Sender sender, IOException e) {
            close();
        }

        private void drain() {
            RequestBody.of(exchange).passRest();
            StreamSourceChannel rest = body();
            if (rest == null) {
                close();
                return;
            }
            XnioExecutor.Key timer = after(MAX_MILLIS, this::giveUp);
            rest.getReadSetter().set(channel -> read(channel, timer));
            read(rest, timer);
        }

        private void giveUp() {
            if (!RequestBody.isStream(exchange) || !exchange.isComplete()) {
                close();
            }
        }

        private void read(StreamSourceChannel channel, XnioExecutor.Key timer) {
            ByteBuffer scrap = ScratchBuffer.take();
            try {
                for (int n = channel.read(scrap.clear()); left > 0; n = channel.read(scrap.clear())) {
                    if (n == 0) {
                        channel.resumeReads();
                        return;
                    }
                    if (n < 0) {
                        break;
                    }
                    left -= n;
                }
            } catch (IOException e) {
                LOG.debug("the rest of a refused request did not come", e);
            }
            timer.remove();
            giveUp();
        }
    }
}
