// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.Download;
import io.photon.budget.Budget;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.RequestFacts;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.Outbound;
import io.photon.door.http.wire.call.Target;
import io.photon.result.Result;
import io.undertow.Undertow;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PulledAnswerTest {

    /** Waits before each chunk until the test lets it go on: one chunk, then the end. */
    private static final class Source implements Download {
        final CountDownLatch clientGone = new CountDownLatch(1);
        final CountDownLatch connectionClosed = new CountDownLatch(1);
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        private boolean first = true;

        @Override
        public Result<Optional<byte[]>> next() {
            asked.countDown();
            assertTrue(await(first ? clientGone : connectionClosed));
            boolean chunk = first;
            first = false;
            return Result.ok(chunk ? Optional.of(new byte[100_000]) : Optional.empty());
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Undertow server(Download source, String type, Runnable gone) {
        return server(source, type, gone, call -> call::onWorker);
    }

    private static Undertow server(Download source, String type, Runnable gone, Function<Call, Executor> pullers) {
        OpenRequests openRequests = new OpenRequests();
        return served(call -> {
            call.exchange().getConnection().addCloseListener(closed -> gone.run());
            PulledAnswer.begin(call, source, type, openRequests, pullers.apply(call), () -> {});
        });
    }

    private static Undertow served(Consumer<Call> handler) {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(2)
                .setHandler(exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
                    RequestFacts.begin(exchange);
                    handler.accept(new Call(
                            exchange,
                            null,
                            new Target(List.of(""), Map.of(), Set.of()),
                            new Outbound(Budget.unlimited().backlogs(), 60_000)));
                }))
                .build();
        server.start();
        return server;
    }

    /** Gives text that is no JSON, which cannot be turned into EDN. */
    private static final class NoJson implements Download {
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Result<Optional<byte[]>> next() {
            return Result.ok(Optional.of("}},".getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void aSourceWhoseChunkCannotBeSentIsClosedAndTheConnectionIsCut() throws Exception {
        NoJson source = new NoJson();
        Undertow server = server(source, Call.JSON, () -> {});
        try {
            InetSocketAddress address =
                    (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.setSoTimeout(20_000);
                client.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: h\r\nAccept: application/edn\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertTrue(await(source.closed), "the source is still held");
                String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(all.contains("Photon failed"), all);
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void aSourceForWhichThereIsNoThreadIsClosedAndTheClientIsToldToTryAgain() throws Exception {
        NoJson source = new NoJson();
        Undertow server = server(source, Call.JSON, () -> {}, call -> work -> {
            throw new OutOfMemoryError("injected: unable to create native thread");
        });
        try {
            InetSocketAddress address =
                    (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.setSoTimeout(20_000);
                client.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertTrue(await(source.closed), "the source is still held");
                String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(all.startsWith("HTTP/1.1 503"), all);
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void aSourceForWhoseAnswerThereIsNoMemoryIsClosed() {
        NoJson source = new NoJson();
        assertThrows(NullPointerException.class, () -> PulledAnswer.begin(null, source, Call.JSON, null, null, null));
        assertTrue(await(source.closed), "the source is still held");
    }

    @Test
    void aSourceWhoseHeadCannotBeWrittenIsClosed() throws Exception {
        NoJson source = new NoJson();
        OpenRequests openRequests = new OpenRequests();
        Undertow server = served(call -> PulledAnswer.begin(call, source, Call.JSON, openRequests, () -> {
            throw new OutOfMemoryError("injected");
        }));
        try {
            InetSocketAddress address =
                    (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertTrue(await(source.closed), "the source is still held");
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void aSourceThatEndsAfterItsClientHasGoneIsLetGo() throws Exception {
        Source source = new Source();
        Undertow server = server(source, Call.NDJSON, () -> source.connectionClosed.countDown());
        try {
            InetSocketAddress address =
                    (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertTrue(await(source.asked));
                client.setSoLinger(true, 0); // a reset, so that the next write fails
            }
            source.clientGone.countDown();
            assertTrue(await(source.closed), "the source is still held");
        } finally {
            server.stop();
        }
    }
}
