// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.EmitAnswer;
import io.photon.client.NewEvent;
import io.photon.client.NewProjection;
import io.photon.client.PhotonClients;
import io.photon.client.PhotonConnection;
import io.photon.client.PhotonException;
import io.photon.client.PhotonOptions;
import io.photon.client.ReplayRequest;
import io.photon.client.StoreStats;
import io.photon.client.StoredEvent;
import io.photon.rabbit.FreePort;
import io.photon.result.Failure.Kind;
import io.photon.testing.Eventually;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client of Java programs against daemons that die, and over a broker. */
@Timeout(180)
class LibrarySystemTest {

    private static final String[] LOGIN = {"-admin.pass", "a password of this test"};
    private static final PhotonOptions ADMIN = PhotonOptions.DEFAULT.user("admin", LOGIN[1]);

    @TempDir
    Path home;

    private static List<Long> orderIds(PhotonConnection photon, String stream) {
        try (Stream<StoredEvent> all = photon.events(ReplayRequest.of(stream).cold())) {
            return all.map(StoredEvent::orderId).toList();
        }
    }

    /** Emits until it is stored, whatever happens to the daemon. */
    private static void emitForSure(PhotonConnection photon, String stream, int n) {
        NewEvent event = NewEvent.of(stream, "T").localId("n" + n).payload(n);
        Eventually.succeedsWithin(120, PhotonException.class, () -> {
            try {
                return photon.emit(event);
            } catch (PhotonException e) {
                boolean passing = e.isTransient() || e.kind() == Kind.OUTCOME_UNKNOWN;
                assertTrue(passing, e::toString);
                throw e;
            }
        });
    }

    @Test
    void aReplayThatResumesLeavesOutNothingAndRepeatsNothingWhenTheDaemonIsKilled() throws Exception {
        int events = 1_000;
        String[] settings = {LOGIN[0], LOGIN[1], "-rest.port", Integer.toString(FreePort.next())};
        List<PhotonException> interruptions = Collections.synchronizedList(new ArrayList<>());
        DaemonProcess daemon = DaemonProcess.start(home, settings);
        try (PhotonConnection photon = PhotonClients.connect(daemon.http().base(), ADMIN)) {
            TestSubscriber<StoredEvent> followed = new TestSubscriber<>();
            TestSubscriber<StoredEvent> onlyNew = new TestSubscriber<>();
            emitForSure(photon, "before", 0);
            photon.replay(ReplayRequest.of("killed").resuming(interruptions::add))
                    .subscribe(followed);
            photon.replay(ReplayRequest.of("**").hot().resuming()).subscribe(onlyNew);
            Eventually.within(
                    60, () -> photon.stats().json().at("/log/subscribers").asInt() == 2, daemon::stderr);
            CountDownLatch some = new CountDownLatch(events / 2);
            CompletableFuture<Void> producer =
                    CompletableFuture.runAsync(() -> IntStream.range(0, events).forEach(n -> {
                        emitForSure(photon, "killed", n);
                        some.countDown();
                    }));
            some.await();
            daemon.kill();
            daemon = DaemonProcess.start(home, settings);
            producer.join();
            followed.awaitCount(events);
            onlyNew.awaitCount(events);
            List<Long> stored = orderIds(photon, "killed");
            assertEquals(events, stored.size());
            assertEquals(
                    stored, followed.values().stream().map(StoredEvent::orderId).toList());
            assertEquals(
                    stored, onlyNew.values().stream().map(StoredEvent::orderId).toList());
            assertFalse(interruptions.isEmpty(), "it was interrupted, and said so");
            followed.cancel();
            onlyNew.cancel();
        } finally {
            daemon.close();
        }
    }

    @Test
    void aSlowSubscriberOfALargeStreamReadsLittleMoreThanItAskedFor() throws Exception {
        int events = 600;
        String payload = "x".repeat(100_000);
        try (DaemonProcess daemon = DaemonProcess.start(home, LOGIN);
                CuttingProxy proxy = new CuttingProxy(daemon.http().base());
                PhotonConnection direct = PhotonClients.connect(daemon.http().base(), ADMIN);
                PhotonConnection photon = PhotonClients.connect(proxy.url(), ADMIN)) {
            direct.emitAll(IntStream.range(0, events)
                    .mapToObj(n -> NewEvent.of("large", "T").payload(payload))
                    .toList());
            TestSubscriber<StoredEvent> slow = new TestSubscriber<>(3);
            photon.replay(ReplayRequest.of("large").cold()).subscribe(slow);
            slow.awaitCount(3);
            assertEquals(events, orderIds(direct, "large").size()); // whoever wants all has it by now
            slow.assertValueCount(3);
            long most = 16_000_000; // what the system's own buffers hold
            assertTrue(proxy.answeredBytes() < most, () -> proxy.answeredBytes() + " bytes were read");
            slow.request(Long.MAX_VALUE);
            slow.awaitCount(events);
            slow.await().assertComplete().assertValueCount(events);
            assertTrue(proxy.answeredBytes() > 60_000_000, "the whole came the same way");
        }
    }

    @Test
    void overABrokerEverythingGoesOnSideBySideToo() throws Exception {
        String port = Integer.toString(FreePort.next());
        try (DaemonProcess daemon = DaemonProcess.start(home, "-muon.url", "embedded", "-muon.port", port)) {
            Eventually.within(
                    60,
                    () -> daemon.http()
                            .json("/api/stats")
                            .at("/muon/state")
                            .asText()
                            .equals("serving"),
                    daemon::stderr);
            PhotonOptions token = PhotonOptions.DEFAULT.token(daemon.http().token());
            try (PhotonConnection photon =
                    PhotonClients.connect(URI.create("amqp://guest:guest@127.0.0.1:" + port), token)) {
                photon.ping();
                photon.projections().create(NewProjection.jq("sum", "beside", ". + 1", "0"));
                TestSubscriber<StoredEvent> live = new TestSubscriber<>();
                TestSubscriber<StoredEvent> three = new TestSubscriber<>(3);
                TestSubscriber<StoreStats> readings = new TestSubscriber<>();
                photon.replay(ReplayRequest.of("beside")).subscribe(live);
                photon.replay(ReplayRequest.of("beside")).subscribe(three);
                photon.stats(Duration.ofMillis(50)).subscribe(readings);
                List<NewEvent> events = IntStream.range(0, 300)
                        .mapToObj(n -> NewEvent.of("beside", "T").payload(n))
                        .toList();
                EmitAnswer last = photon.emitAll(events).get(299).answer();
                live.awaitCount(300).assertValueCount(300);
                readings.awaitCount(2);
                three.assertValueCount(3);
                photon.projections().await("sum", last.orderId(), Duration.ofSeconds(60));
                assertEquals(300, photon.projections().value("sum").asInt());
                assertEquals(
                        "fsync",
                        photon.emitAsync(events.get(0).localId("a")).join().durability());
                assertEquals(
                        daemon.http().replay("beside").size(),
                        orderIds(photon, "beside").size());
                live.cancel();
                three.cancel();
                readings.cancel();
                assertEquals(0, daemon.stop(), daemon::stderr);
            }
        }
    }
}
