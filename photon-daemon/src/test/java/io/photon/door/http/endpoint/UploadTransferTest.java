// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.Upload;
import io.photon.budget.Budget;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.RequestFacts;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.Outbound;
import io.photon.door.http.wire.call.Target;
import io.photon.door.http.wire.connection.HttpListener;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xnio.OptionMap;
import org.xnio.Options;

@Timeout(60)
class UploadTransferTest {

    private static class Sink implements Upload {
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public Optional<Failure> feed(byte[] bytes, int offset, int length) {
            return Optional.empty();
        }

        @Override
        public Result<Map<String, Object>> finish() {
            return Result.ok(Map.of());
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static HttpListener server(Upload upload, Consumer<HttpServerExchange> before) throws IOException {
        OpenRequests openRequests = new OpenRequests();
        return HttpListener.open(
                HttpSettings.plain("127.0.0.1", 0),
                null,
                OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.WORKER_TASK_CORE_THREADS, 2),
                openRequests,
                exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
                    RequestFacts.begin(exchange);
                    before.accept(exchange);
                    Call call = new Call(
                            exchange,
                            null,
                            new Target(List.of(""), Map.of(), Set.of()),
                            new Outbound(Budget.unlimited().backlogs(), 60_000));
                    UploadTransfer.begin(
                            call,
                            upload,
                            new UploadTransfer.Target(
                                    "restore",
                                    new HttpSettings.Times(30_000, 30_000, 30_000, 30_000, 30_000, 30_000),
                                    openRequests,
                                    () -> 0));
                }));
    }

    /** One whose end is an error, at the door of the log or after it. */
    private static final class Broken implements Upload {
        private final boolean atTheEnd;

        Broken(boolean atTheEnd) {
            this.atTheEnd = atTheEnd;
        }

        @Override
        public Optional<Failure> feed(byte[] bytes, int offset, int length) {
            if (!atTheEnd) {
                throw new OutOfMemoryError("injected: Java heap space");
            }
            return Optional.empty();
        }

        @Override
        public Result<Map<String, Object>> finish() {
            throw new OutOfMemoryError("injected: Java heap space");
        }

        @Override
        public void close() {
            throw new OutOfMemoryError("injected: Java heap space");
        }
    }

    private static String answer(Upload upload) throws Exception {
        HttpListener server = server(upload, exchange -> {});
        try {
            InetSocketAddress address = server.address();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.setSoTimeout(20_000);
                client.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"
                                .getBytes(StandardCharsets.US_ASCII));
                return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            server.close();
        }
    }

    @Test
    void anErrorBeforeTheLogWasAskedIsAnsweredAsNothingStored() throws Exception {
        String answer = answer(new Broken(false));
        assertTrue(answer.startsWith("HTTP/1.1 500") && answer.contains("nothing was stored"), answer);
    }

    @Test
    void anErrorAfterTheLogWasAskedIsAnsweredAsAnUnknownOutcome() throws Exception {
        String answer = answer(new Broken(true));
        assertTrue(answer.startsWith("HTTP/1.1 503") && answer.contains("outcome-unknown"), answer);
    }

    @Test
    void anUploadThatCannotBeClosedIsAnsweredByWhatBecameOfIt() throws Exception {
        String answer = answer(new Sink() {
            @Override
            public void close() {
                throw new OutOfMemoryError("injected: Java heap space");
            }
        });
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }

    @Test
    void anUploadWhoseBodyCannotBeReadIsClosedSoThatTheNextOneMayBegin() throws Exception {
        Sink upload = new Sink();
        HttpListener server = server(upload, HttpServerExchange::getRequestChannel); // which is given out only once
        try {
            InetSocketAddress address = server.address();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                                .getBytes(StandardCharsets.US_ASCII));
                assertTrue(upload.closed.await(20, TimeUnit.SECONDS), "the upload is still open");
            }
        } finally {
            server.close();
        }
    }
}
