// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.budget.Use;
import io.photon.door.feed.Feed;
import io.photon.door.feed.FeedLimits;
import io.photon.door.feed.Text;
import io.photon.rabbit.FreePort;
import io.photon.result.Result;
import io.photon.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class FeedTest {

    @TempDir
    Path dir;

    private static BufferedReader reader(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static boolean ready(BufferedReader lines) {
        try {
            return lines.ready();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whoeverConnectsGetsEachEventOfUserStreamsAsALine() throws IOException {
        int port = FreePort.next();
        try (Daemon daemon = Daemon.withFeeds(dir, new FeedConfig("localhost", port, 0, 256))) {
            try (Socket socket = new Socket("localhost", port)) {
                BufferedReader lines = reader(socket);
                Eventually.holds("connected", () -> {
                    daemon.emit(Daemon.event("probe", 0));
                    return ready(lines);
                });
                daemon.emit(Daemon.event("s/1", 1));
                daemon.emit(Daemon.event("gone", 2));
                String first = lines.readLine();
                while (first.contains("\"stream-name\":\"probe\"")) {
                    first = lines.readLine();
                }
                assertTrue(first.contains("\"stream-name\":\"s/1\""), first);
                assertTrue(lines.readLine().contains("\"stream-name\":\"gone\""));
                daemon.delete("/api/stream/gone"); // recorded in an internal stream
                String last = daemon.emit(Daemon.event("s", 3)).body();
                String third = lines.readLine();
                assertTrue(third.contains("\"stream-name\":\"s\"") && last.startsWith(third.substring(0, 30)), third);
                daemon.photon.close();
                assertTrue(lines.readLine().contains("Photon is stopping"));
                assertNull(lines.readLine());
            }
        }
    }

    @Test
    void theFeedOfProjectionsHasAllButTheBuiltInOnes() throws IOException {
        int port = FreePort.next();
        try (Daemon daemon = Daemon.withFeeds(dir, new FeedConfig("localhost", 0, port, 256))) {
            try (Socket socket = new Socket("localhost", port)) {
                daemon.post(
                        "/api/projection",
                        "application/json",
                        "{\"projection-name\":\"p\",\"stream-name\":\"s\",\"language\":\"javascript\","
                                + "\"reduction\":\"(p, n) => p + 1\",\"initial-value\":\"0\"}");
                daemon.emit(Daemon.event("s", 1));
                BufferedReader lines = reader(socket);
                String line = lines.readLine();
                while (!line.contains("\"current-value\":1")) {
                    assertTrue(line.startsWith("{\"projection-name\":\"p\""), line);
                    line = lines.readLine();
                }
            }
        }
    }

    @Test
    void theFeedOfProjectionsTellsNoInternalEvent() throws IOException {
        int port = FreePort.next();
        try (Daemon daemon = Daemon.withFeeds(dir, new FeedConfig("localhost", 0, port, 256))) {
            try (Socket socket = new Socket("localhost", port)) {
                daemon.post(
                        "/api/projection",
                        "application/json",
                        "{\"projection-name\":\"p\",\"stream-name\":\"__all__\",\"language\":\"javascript\","
                                + "\"reduction\":\"(p, n) => p + 1\",\"initial-value\":\"0\"}");
                BufferedReader lines = reader(socket);
                String line = lines.readLine();
                while (!line.contains("\"current-value\":1")) { // its own creation
                    line = lines.readLine();
                }
                assertTrue(!line.contains("last-event"), line);
                daemon.emit(Daemon.event("s", 1));
                while (!line.contains("\"current-value\":2")) {
                    line = lines.readLine();
                }
                assertTrue(line.contains("\"last-event\":{"), line);
            }
        }
    }

    @Test
    void aTakenPortIsNoReasonNotToStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Daemon daemon = Daemon.withFeeds(dir, new FeedConfig("localhost", taken.getLocalPort(), 0, 256))) {
            assertEquals(200, daemon.get("/api/ping").statusCode());
        }
    }

    @Test
    void aReaderThatIsTooSlowIsCutOffWithALastLineThatSaysWhy() throws IOException {
        AtomicReference<Subscriber<? super Text>> source = new AtomicReference<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicLong demand = new AtomicLong();
        Budget budget = Budget.unlimited();
        Result<Feed> opened = Feed.open(
                "events.port",
                "localhost",
                0,
                () -> subscriber -> {
                    subscriber.onSubscribe(new Subscription() {
                        @Override
                        public void request(long n) {
                            source.set(subscriber);
                            demand.addAndGet(n);
                        }

                        @Override
                        public void cancel() {
                            cancelled.set(true);
                        }
                    });
                },
                false,
                new FeedLimits(256 << 10, 100, 20_000, 256),
                budget.backlogs());
        try (Feed feed = ((Result.Ok<Feed>) opened).value();
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 << 10);
            socket.connect(new java.net.InetSocketAddress("localhost", feed.port()));
            Eventually.holds("a reader", () -> source.get() != null);
            AtomicLong most = new AtomicLong();
            byte[] line = "{\"n\":\"".concat("x".repeat(1_000)).concat("\"}").getBytes(StandardCharsets.UTF_8);
            Eventually.holds("it is cut off", () -> {
                for (long n = demand.getAndSet(0); n > 0; n--) {
                    source.get().onNext(new Text(line));
                }
                most.accumulateAndGet(budget.usedBytes(Use.FEEDS), Math::max);
                return cancelled.get();
            });
            assertTrue(most.get() > line.length && most.get() < 300 << 10, "waiting lines that counted: " + most);
            BufferedReader lines = reader(socket);
            String last = null;
            int whole = 0;
            for (String next = lines.readLine(); next != null; next = lines.readLine()) {
                last = next;
                whole += next.length() == line.length ? 1 : 0;
            }
            assertTrue(whole > 0);
            assertTrue(last.contains("reads too slowly") && last.contains("\"code\":\"overloaded\""), last);
            Eventually.holds("forgotten", () -> feed.readers() == 0);
            assertEquals(0, budget.usedBytes());
        }
    }

    @Test
    void manyReadersThatAreSilentHaveOneThreadAndABoundedHeapAndAreCutOffUntilTheRestFits() throws IOException {
        Budget budget = Budget.of(1 << 20, 8 << 20);
        long most = 4 << 20;
        int threads = Thread.activeCount();
        byte[] line = ("\"" + "x".repeat(100_000) + "\"").getBytes(StandardCharsets.UTF_8);
        int readers = 60;
        AtomicInteger begun = new AtomicInteger();
        Result<Feed> opened = Feed.open(
                "events.port",
                "localhost",
                0,
                () -> subscriber -> {
                    begun.incrementAndGet();
                    subscriber.onSubscribe(new Subscription() {
                        @Override
                        public void request(long n) {
                            ForkJoinPool.commonPool().execute(() -> subscriber.onNext(new Text(line)));
                        }

                        @Override
                        public void cancel() {
                            // Nothing is held.
                        }
                    });
                },
                false,
                new FeedLimits(1 << 20, 60_000, 1_000, readers),
                budget.backlogs());
        List<Socket> silent = new ArrayList<>();
        try (Feed feed = ((Result.Ok<Feed>) opened).value()) {
            for (int i = 0; i < readers; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4 << 10);
                socket.connect(new java.net.InetSocketAddress("localhost", feed.port()));
                silent.add(socket);
            }
            assertTrue(Thread.activeCount() < threads + readers / 2, "threads: " + Thread.activeCount());
            assertTrue(budget.usedBytes(Use.FEEDS) < (long) readers * 3 * line.length, "without a budget 1 MiB each");
            Eventually.holds(
                    "all have come and some are cut off",
                    () -> begun.get() == readers && feed.readers() < readers && budget.usedBytes(Use.FEEDS) <= most);
            long left = feed.readers();
            assertTrue(left >= most >> 20, left + " left of " + readers);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        Eventually.holds("nothing is held", () -> budget.usedBytes() == 0);
        budget.close();
    }

    private static Feed quiet(int readers) {
        return ((Result.Ok<Feed>) Feed.open(
                        "events.port",
                        "localhost",
                        0,
                        () -> subscriber -> subscriber.onSubscribe(new Subscription() {
                            @Override
                            public void request(long n) {
                                // Nothing ever happens.
                            }

                            @Override
                            public void cancel() {
                                // Nothing is held.
                            }
                        }),
                        false,
                        new FeedLimits(256 << 10, 100, 20_000, readers),
                        Budget.unlimited().backlogs()))
                .value();
    }

    @Test
    void aReaderThatBreaksOffIsForgottenThoughNothingHappens() throws IOException {
        try (Feed feed = quiet(2)) {
            try (Socket socket = new Socket("localhost", feed.port())) {
                Eventually.holds("connected", () -> feed.readers() == 1);
                socket.setSoLinger(true, 0); // close means reset
            }
            Eventually.holds("forgotten", () -> feed.readers() == 0);
        }
    }

    @Test
    void aFullFeedTakesTheNextReaderInPlaceOfOneThatHasClosedItsSide() throws IOException {
        try (Feed feed = quiet(2);
                Socket closed = new Socket("localhost", feed.port());
                Socket open = new Socket("localhost", feed.port())) {
            Eventually.holds("both", () -> feed.readers() == 2);
            try (Socket early = new Socket("localhost", feed.port())) {
                assertTrue(reader(early).readLine().contains("2 readers are connected already"));
            }
            closed.shutdownOutput();
            BufferedReader lines = reader(closed);
            AtomicReference<Socket> next = new AtomicReference<>();
            Eventually.holds("it gives way", () -> {
                try {
                    if (next.get() == null || next.get().getInputStream().available() > 0) { // refused, as yet
                        next.set(new Socket("localhost", feed.port()));
                    }
                    return closed.getInputStream().available() > 0;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertTrue(lines.readLine().contains("the feed is full"));
            assertNull(lines.readLine());
            Eventually.holds("the next one has the place", () -> feed.readers() == 2);
            theEndIsTold(feed, next.get(), open);
        }
    }

    /** Whoever has a place is told the end. */
    private static void theEndIsTold(Feed feed, Socket... sockets) throws IOException {
        feed.close();
        for (Socket socket : sockets) {
            assertTrue(reader(socket).readLine().contains("Photon is stopping"));
        }
    }
}
