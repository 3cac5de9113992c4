// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.Upload;
import io.photon.budget.Budget;
import io.photon.door.http.wire.Call;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.Outbound;
import io.photon.door.http.wire.RequestFacts;
import io.photon.door.http.wire.Target;
import io.photon.result.Failure;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UploadTransferTest {

    private static final class Sink implements Upload {
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

    @Test
    void anUploadWhoseBodyCannotBeReadIsClosedSoThatTheNextOneMayBegin() throws Exception {
        Sink upload = new Sink();
        OpenRequests openRequests = new OpenRequests();
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(2)
                .setHandler(exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
                    RequestFacts.begin(exchange);
                    exchange.getRequestChannel(); // which is given out only once
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
                }))
                .build();
        server.start();
        try {
            InetSocketAddress address =
                    (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                                .getBytes(StandardCharsets.US_ASCII));
                assertTrue(upload.closed.await(20, TimeUnit.SECONDS), "the upload is still open");
            }
        } finally {
            server.stop();
        }
    }
}
