// SPDX-License-Identifier: Apache-2.0
package io.photon.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.EmitAnswer;
import io.photon.client.NewEvent;
import io.photon.client.NewProjection;
import io.photon.client.PhotonClients;
import io.photon.client.PhotonConnection;
import io.photon.client.PhotonException;
import io.photon.client.PhotonOptions;
import io.photon.client.ProjectionState;
import io.photon.client.ReplayRequest;
import io.photon.client.RestoreOptions;
import io.photon.client.StoreStats;
import io.photon.client.StoredEvent;
import io.photon.client.StreamInfo;
import io.photon.result.Failure.Kind;
import io.photon.testing.Eventually;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Java programs read, once and again and again. */
@Timeout(120)
class SubscriptionsTest {

    private static final int EVENTS = 3_000;

    @TempDir
    static Path dir;

    private static Library library;
    private static PhotonConnection photon;

    @BeforeAll
    static void start() {
        library = Library.start(dir);
        photon = library.photon;
        library.fill("numbers", EVENTS);
    }

    @AfterAll
    static void stop() {
        library.close();
    }

    private static void await(BooleanSupplier condition) {
        Eventually.holds("it does not come", condition::getAsBoolean);
    }

    private static long subscribers() {
        return photon.stats().json().at("/log/subscribers").asLong();
    }

    @Test
    void oneThatAsksForThreeGetsThree() {
        TestSubscriber<StoredEvent> three = new TestSubscriber<>(3);
        photon.replay(ReplayRequest.of("numbers")).subscribe(three);
        three.awaitCount(3);
        photon.stats();
        three.assertValueCount(3).assertNotComplete().assertNoErrors();
        three.request(2);
        three.awaitCount(5);
        assertEquals(
                List.of(0, 1, 2, 3, 4),
                three.values().stream().map(e -> e.payloadAs(Integer.class)).toList());
        three.cancel();
    }

    @Test
    void aCancellationEndsTheSubscriptionInTheDaemonAlsoWhileNothingArrives() {
        TestSubscriber<StoredEvent> live = new TestSubscriber<>();
        photon.replay(ReplayRequest.of("silent").hot()).subscribe(live);
        await(() -> subscribers() > 0);
        live.cancel();
        await(() -> subscribers() == 0);
        live.assertNoErrors().assertNotComplete();
    }

    @Test
    void everythingGoesOnSideBySide() {
        TestSubscriber<StoredEvent> live = new TestSubscriber<>();
        TestSubscriber<StoredEvent> stopped = new TestSubscriber<>(1);
        TestSubscriber<StoreStats> readings = new TestSubscriber<>();
        TestSubscriber<ProjectionState> updates = new TestSubscriber<>();
        photon.projections().create(NewProjection.jq("sum", "beside", ". + 1", "0"));
        photon.replay(ReplayRequest.of("beside")).subscribe(live);
        photon.replay(ReplayRequest.of("numbers").cold()).subscribe(stopped); // stands still, and holds up nobody
        photon.stats(Duration.ofMillis(20)).subscribe(readings);
        photon.updates("sum").subscribe(updates);
        EmitAnswer last =
                photon.emitAll(Library.numbered("beside", 500)).get(499).answer();
        live.awaitCount(500).assertValueCount(500);
        photon.projections().await("sum", last.orderId(), Library.SOON);
        assertEquals(500, photon.projections().valueAs("sum", Integer.class));
        assertEquals(
                100,
                photon.projections()
                        .valueAt("sum", live.values().get(99).orderId())
                        .asInt());
        readings.awaitCount(3);
        await(() -> updates.values().stream().anyMatch(state -> state.value().asInt() == 500));
        stopped.assertValueCount(1);
        photon.projections().delete("sum");
        updates.awaitDone(60, TimeUnit.SECONDS).assertComplete();
        live.cancel();
        stopped.cancel();
        readings.cancel();
    }

    @Test
    void aReplayIsCutAsItIsAskedFor() {
        StoredEvent tenth = photon.events(ReplayRequest.of("numbers").cold())
                .skip(9)
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of(9, 10, 11),
                numbers(ReplayRequest.of("numbers").from(tenth.orderId()).limit(3)));
        assertEquals(
                List.of(10),
                numbers(ReplayRequest.of("numbers").after(tenth.orderId()).limit(1)));
        assertEquals(
                List.of(9, 8),
                numbers(ReplayRequest.of("numbers")
                        .to(tenth.orderId())
                        .backwards()
                        .limit(2)));
        assertEquals(List.of(42), numbers(ReplayRequest.of("numbers").cold().where(".payload == 42")));
        assertEquals(List.of(), numbers(ReplayRequest.of("numbers").cold().eventType("Other*")));
        assertEquals(
                EVENTS,
                numbers(ReplayRequest.of("numbers")
                                .cold()
                                .from(tenth.eventTime().minusSeconds(1)))
                        .size());
        assertEquals(
                List.of(),
                numbers(ReplayRequest.of("numbers").cold().to(tenth.eventTime().minusSeconds(60))));
    }

    private static List<Integer> numbers(ReplayRequest request) {
        try (Stream<StoredEvent> events = photon.events(request)) {
            return events.map(event -> event.payloadAs(Integer.class)).toList();
        }
    }

    @Test
    void severalStreamsComeInTheOneOrderOfAllEvents() {
        for (int n = 0; n < 6; n++) {
            photon.emit(NewEvent.of(n % 3 == 0 ? "left" : n % 3 == 1 ? "right" : "neither", "T")
                    .payload(n));
        }
        assertEquals(
                List.of(0, 1, 3, 4), numbers(ReplayRequest.of("left", "right").cold()));
    }

    @Test
    void aFailureSaysWhatItIs() {
        TestSubscriber<StoredEvent> bad = new TestSubscriber<>();
        photon.replay(ReplayRequest.of("numbers").where("no predicate (").resuming())
                .subscribe(bad);
        bad.awaitDone(60, TimeUnit.SECONDS).assertError(PhotonException.class);
        bad.assertError(e -> ((PhotonException) e).kind() == Kind.BAD_INPUT);
        assertEquals(
                Kind.NOT_FOUND, Library.failure(() -> photon.stream("nowhere")).kind());
        assertEquals(
                Kind.NOT_FOUND,
                Library.failure(() -> photon.projections().get("nowhere")).kind());
        TestSubscriber<ProjectionState> none = new TestSubscriber<>();
        photon.updates("nowhere").subscribe(none);
        none.awaitDone(60, TimeUnit.SECONDS).assertError(e -> ((PhotonException) e).kind() == Kind.NOT_FOUND);
        try (PhotonConnection stranger =
                PhotonClients.connect(URI.create(library.daemon.url()), PhotonOptions.DEFAULT.token("wrong"))) {
            PhotonException refused = Library.failure(stranger::ping);
            assertEquals(Kind.NOT_AUTHENTICATED, refused.kind());
            assertTrue(!refused.toString().contains("wrong"), refused::toString);
        }
        assertEquals(
                Kind.BAD_INPUT,
                Library.failure(() -> PhotonClients.connect(URI.create("ftp://localhost")))
                        .kind());
        assertEquals(
                Kind.BAD_INPUT,
                Library.failure(() -> PhotonClients.connect(
                                URI.create("amqp://localhost"), PhotonOptions.DEFAULT.user("a", "b")))
                        .kind());
    }

    @Test
    void streamsAreListedPageByPage() {
        photon.emitAll(Stream.iterate(0, n -> n + 1)
                .limit(2_500)
                .map(n -> NewEvent.of("page/" + n, "T"))
                .toList());
        List<StreamInfo> found = photon.streams("page/").toList();
        assertEquals(2_500, found.size());
        assertEquals(2_500, found.stream().map(StreamInfo::name).distinct().count());
        photon.deleteStream("page/7");
        assertEquals(2_499, photon.streams("page/").count());
        assertEquals(
                Kind.NOT_FOUND,
                Library.failure(() -> photon.deleteStream("page/7")).kind());
    }

    @Test
    void aBackupIsVerifiedAndRestored() {
        ByteArrayOutputStream backup = new ByteArrayOutputStream();
        long bytes = photon.backup(backup);
        assertEquals(bytes, backup.size());
        var report = photon.restore(new ByteArrayInputStream(backup.toByteArray()), RestoreOptions.EXACT);
        assertEquals(0, report.restored());
        assertTrue(report.skipped() >= EVENTS, report::toString);
        assertEquals(
                Kind.VERIFICATION_FAILED,
                Library.failure(() -> photon.restore(
                                new ByteArrayInputStream(backup.toByteArray(), 0, backup.size() / 2),
                                RestoreOptions.EXACT))
                        .kind());
        assertTrue(photon.verify().get("ok").asBoolean());
    }

    @Test
    void closingEndsWhatIsUnderWay() {
        PhotonConnection own = PhotonClients.connect(
                URI.create(library.daemon.url()), PhotonOptions.DEFAULT.token(library.daemon.token()));
        TestSubscriber<StoredEvent> live = new TestSubscriber<>();
        Flowable.fromPublisher(own.replay(ReplayRequest.of("numbers").resuming()))
                .subscribe(live);
        live.awaitCount(EVENTS);
        TestSubscriber<StoredEvent> idle = new TestSubscriber<>(1);
        own.replay(ReplayRequest.of("numbers")).subscribe(idle);
        idle.awaitCount(1);
        own.close();
        live.awaitDone(60, TimeUnit.SECONDS).assertError(PhotonException.class);
        idle.awaitDone(60, TimeUnit.SECONDS).assertError(PhotonException.class);
        assertEquals(Kind.UNREACHABLE, Library.failure(own::ping).kind());
        assertInstanceOf(
                PhotonException.class,
                own.emitAsync(NewEvent.of("s", "T")).handle((a, e) -> e).join());
    }
}
