// SPDX-License-Identifier: Apache-2.0
package io.photon.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.EmitAnswer;
import io.photon.client.EmitOptions;
import io.photon.client.EmitOutcome;
import io.photon.client.NewEvent;
import io.photon.client.PhotonConnection;
import io.photon.client.PhotonException;
import io.photon.client.ReplayRequest;
import io.photon.client.StoredEvent;
import io.photon.result.Failure.Kind;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Java programs emit, and what they are answered. */
@Timeout(120)
class EmitTest {

    /** A payload of a program's own. */
    record Order(String id, BigDecimal total) {}

    @TempDir
    static Path dir;

    private static Library library;
    private static PhotonConnection photon;

    @BeforeAll
    static void start() {
        library = Library.start(dir);
        photon = library.photon;
    }

    @AfterAll
    static void stop() {
        library.close();
    }

    @Test
    void anEventComesBackAsItWasGiven() {
        Order order = new Order("A-1", new BigDecimal("12.50"));
        NewEvent placed = NewEvent.of("typed/orders", "OrderPlaced")
                .payload(order)
                .schema("2")
                .localId("order \"A-1\"")
                .causedBy(1795485600000000L)
                .serviceId("shop")
                .field("region", Map.of("code", "eu"));
        Instant before = Instant.now().minusMillis(5_000);
        EmitAnswer answer = photon.emit(placed);
        assertFalse(answer.duplicate());
        assertTrue(answer.eventTime().isAfter(before), answer::toString);
        StoredEvent stored = photon.event("typed/orders", answer.orderId());
        assertEquals(answer.orderId(), stored.orderId());
        assertEquals(answer.eventTime(), stored.eventTime());
        assertEquals("typed/orders", stored.stream());
        assertEquals("OrderPlaced", stored.type());
        assertEquals("order \"A-1\"", stored.localId().orElseThrow());
        assertEquals("2", stored.schema().orElseThrow());
        assertEquals(1795485600000000L, stored.causedBy().orElseThrow());
        assertEquals("shop", stored.serviceId().orElseThrow());
        assertEquals("{\"code\":\"eu\"}", stored.field("region").orElseThrow());
        assertEquals(order, stored.payloadAs(Order.class));
        assertEquals("12.50", stored.payload().get("total").decimalValue().toString());
        long effect = photon.emit(NewEvent.of("typed/effects", "T").causedBy(answer.orderId()))
                .orderId();
        assertTrue(photon.trace(answer.orderId(), 10).toString().contains("\"order-id\":" + effect));
        Kind misfit = Library.failure(() -> stored.payloadAs(Integer.class)).kind();
        assertEquals(Kind.BAD_INPUT, misfit);
    }

    @Test
    void jsonOfAProgramsOwnIsKeptButForItsLineBreaks() {
        String json = "{\"big\" : 12345678901234567890.10,\n \"t\":\"a\\nb\"}";
        EmitAnswer answer = photon.emit(NewEvent.of("raw", "T").payloadJson(json));
        StoredEvent stored = photon.event("raw", answer.orderId());
        assertEquals(json.replace("\n", ""), stored.payloadJson());
        assertEquals(
                new BigDecimal("12345678901234567890.10"),
                stored.payload().get("big").decimalValue());
        PhotonException broken =
                Library.failure(() -> photon.emit(NewEvent.of("raw", "T").payloadJson("{\"a\":")));
        assertEquals(Kind.BAD_INPUT, broken.kind());
        assertEquals("bad-input", broken.code());
    }

    @Test
    void anIdOfItsOwnStoresAnEventOnce() {
        NewEvent paid = NewEvent.of("once", "Paid").localId("p-1").payload(1);
        EmitAnswer first = photon.emit(paid);
        EmitAnswer second = photon.emit(paid);
        assertEquals(first.orderId(), second.orderId());
        assertTrue(second.duplicate());
        PhotonException other = Library.failure(() -> photon.emit(paid.payload(2)));
        assertEquals(Kind.CONFLICT, other.kind());
        assertEquals("conflict", other.code());
        assertTrue(other.getMessage().contains("p-1"), other::getMessage);
    }

    @Test
    void aStreamThatDoesNotEndWhereExpectedIsAConflict() {
        EmitAnswer first = photon.emit(NewEvent.of("versions", "T"), EmitOptions.expectingNone());
        photon.emit(NewEvent.of("versions", "T"), EmitOptions.expecting(first.orderId()));
        PhotonException late = Library.failure(
                () -> photon.emit(NewEvent.of("versions", "T"), EmitOptions.expecting(first.orderId())));
        assertEquals(Kind.CONFLICT, late.kind());
    }

    @Test
    void manyAreAnsweredInOrderAndARefusedOneStopsNoOther() {
        List<NewEvent> events = Library.numbered("many", 5_000);
        events.set(7, NewEvent.of("many", "T").payloadJson("no json"));
        events.set(4_000, NewEvent.of("__config__", "T"));
        events.add(NewEvent.of("many", "T").payload(new Object())); // Jackson writes no such thing
        List<EmitOutcome> outcomes = photon.emitAll(events);
        assertEquals(5_001, outcomes.size());
        for (int refused : List.of(7, 4_000, 5_000)) {
            assertThrows(PhotonException.class, outcomes.get(refused)::answer);
        }
        long[] stored = outcomes.stream()
                .filter(EmitOutcome::isStored)
                .mapToLong(outcome -> outcome.answer().orderId())
                .toArray();
        try (var there = photon.events(ReplayRequest.of("many").cold())) {
            List<StoredEvent> all = there.toList();
            assertEquals(4_998, all.size());
            for (int i = 0; i < stored.length; i++) {
                assertEquals(stored[i], all.get(i).orderId());
            }
        }
    }

    @Test
    void togetherOrNotAtAll() {
        List<EmitAnswer> both = photon.emitAtomically(Library.numbered("atomic", 2));
        assertEquals(both.get(0).orderId() + 1, both.get(1).orderId());
        List<NewEvent> events = Library.numbered("atomic", 3);
        events.set(1, NewEvent.of("__config__", "T"));
        Library.failure(() -> photon.emitAtomically(events));
        assertEquals(2, photon.stream("atomic").events());
    }

    @Test
    void publishedEventsAreTakenAsFastAsTheirOutcomesAre() {
        AtomicInteger made = new AtomicInteger();
        Flowable<NewEvent> endless = Flowable.generate(emitter -> {
            made.incrementAndGet();
            emitter.onNext(NewEvent.of("endless", "T").payload("x".repeat(10_000)));
        });
        TestSubscriber<EmitOutcome> slow = new TestSubscriber<>(3);
        photon.emitAll(endless).subscribe(slow);
        slow.awaitCount(3);
        photon.stats(); // another way is open meanwhile
        slow.assertValueCount(3).assertNoErrors().assertNotComplete();
        int limit = 20_000;
        assertTrue(made.get() < limit, () -> made + " events were asked for");
        slow.cancel();
    }

    @Test
    void aFailureOfTheProducerComesAfterTheOutcomesOfWhatItGave() {
        IllegalStateException broken = new IllegalStateException("no more");
        TestSubscriber<EmitOutcome> all = new TestSubscriber<>();
        photon.emitAll(Flowable.fromIterable(Library.numbered("cut", 10)).concatWith(Flowable.error(broken)))
                .subscribe(all);
        all.awaitDone(60, TimeUnit.SECONDS);
        all.assertValueCount(10).assertError(broken);
        assertEquals(10, photon.stream("cut").events());
    }

    @Test
    void fromManyThreadsAtOnceEachIsAnsweredForItself() {
        List<CompletableFuture<EmitAnswer>> answers = IntStream.range(0, 2_000)
                .mapToObj(n -> photon.emitAsync(
                        NewEvent.of("threads", "T").localId("n" + n).payload(n)))
                .toList();
        Set<Long> places = new HashSet<>();
        for (int n = 0; n < answers.size(); n++) {
            long orderId = answers.get(n).join().orderId();
            places.add(orderId);
            if (n % 400 == 0) {
                assertEquals("n" + n, photon.event("threads", orderId).localId().orElseThrow());
            }
        }
        assertEquals(2_000, places.size());
        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> photon.emitAsync(NewEvent.of("__config__", "T")).join());
        assertInstanceOf(PhotonException.class, refused.getCause());
        assertSame(Kind.DENIED, ((PhotonException) refused.getCause()).kind());
    }
}
