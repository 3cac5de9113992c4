// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.AppendRequest;
import io.photon.log.LogException;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.DefaultEventLog;
import io.photon.reactive.PublisherRules;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What passes through the watch over rights: the official rules hold, also while another thread looks all the time. */
@Timeout(300)
class OpenReadsTest {

    private static final int PLENTY = 500;
    private static final Failure REVOKED = Failure.of(Failure.Kind.DENIED, "it was revoked", "");

    /** A replay is for one subscriber. */
    private static final Set<String> FOR_ONE = Set.of(
            "optional_spec111_maySupportMultiSubscribe",
            "optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected");

    private static final AtomicBoolean over = new AtomicBoolean();
    private static final OpenReads reads = new OpenReads();
    private static DefaultEventLog log;
    private static Thread watch;

    @BeforeAll
    static void begin() throws Exception {
        log = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
        List<EventDraft> drafts = new ArrayList<>();
        for (int n = 0; n < PLENTY; n++) {
            byte[] json = ("{\"stream-name\":\"plenty\",\"event-type\":\"T\",\"payload\":" + n + "}")
                    .getBytes(StandardCharsets.UTF_8);
            drafts.add(((Result.Ok<EventDraft>) EventParser.parseDraft(json, 0, json.length)).value());
        }
        for (EventDraft draft : drafts) {
            log.append(AppendRequest.of(draft)).get(30, TimeUnit.SECONDS);
        }
        watch = new Thread(() -> {
            while (!over.get()) {
                reads.check();
                Pause.millis(1); // the looks come at any moment of a replay
            }
        });
        watch.start();
    }

    @AfterAll
    static void end() throws Exception {
        over.set(true);
        watch.join();
        log.close();
    }

    private static Publisher<Event> replay(long elements) {
        return log.replay(
                        elements > PLENTY
                                ? ReplaySpec.hotCold("plenty")
                                : ReplaySpec.cold(elements == 0 ? "none" : "plenty")
                                        .limit(Math.max(1, elements)))
                .events();
    }

    private static <T> Stream<DynamicTest> rules(LongFunction<Publisher<T>> made, UnaryOperator<Publisher<T>> watched) {
        return PublisherRules.of(
                new PublisherRules.Source<T>() {
                    @Override
                    public Publisher<T> publisher(long elements) {
                        return watched.apply(made.apply(elements));
                    }

                    @Override
                    public Publisher<T> failed() {
                        return reads.watched(made.apply(Long.MAX_VALUE), () -> Optional.of(REVOKED));
                    }
                },
                FOR_ONE);
    }

    @TestFactory
    Stream<DynamicTest> aWatchedReplayKeepsThem() {
        return rules(OpenReadsTest::replay, replay -> reads.watched(replay, Optional::empty));
    }

    /** As the values of projections are sent. */
    @TestFactory
    Stream<DynamicTest> whatIsMadeOfItKeepsThem() {
        return rules(
                elements -> Mapped.of(replay(elements), Event::orderId),
                values -> reads.watched(values, Optional::empty));
    }

    /** Keeps its signals, and can be held up in one. */
    private static final class Held implements Subscriber<Event> {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Subscription subscription;
        private volatile boolean isGiven;
        private volatile boolean overlapped;
        private volatile Throwable error;
        private int items;

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(Event event) {
            items++;
            isGiven = true;
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            isGiven = false;
        }

        @Override
        public void onError(Throwable failure) {
            overlapped = isGiven;
            error = failure;
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }
    }

    /** One event, by a thread of its own. */
    private static Publisher<Event> one() {
        Event event = Event.ofLine(
                "{\"order-id\":1,\"event-time\":1,\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}"
                        .getBytes(StandardCharsets.UTF_8));
        return subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                new Thread(() -> subscriber.onNext(event)).start();
            }

            @Override
            public void cancel() {}
        });
    }

    @Test
    void aSlowSubscriberHoldsUpNeitherTheRevocationOfOthersNorItsOwnCancelling() throws Exception {
        OpenReads own = new OpenReads();
        AtomicBoolean revoked = new AtomicBoolean();
        List<Held> held = List.of(new Held(), new Held());
        for (Held each : held) {
            own.watched(one(), () -> revoked.get() ? Optional.of(REVOKED) : Optional.empty())
                    .subscribe(each);
            assertTrue(each.inside.await(60, TimeUnit.SECONDS));
        }
        Held cancelled = new Held();
        own.watched(one(), Optional::empty).subscribe(cancelled);
        assertTrue(cancelled.inside.await(60, TimeUnit.SECONDS));
        cancelled.subscription.cancel();
        revoked.set(true);
        own.check();
        for (Held each : held) {
            assertEquals(1, each.ended.getCount(), "the last signal follows the one that is given");
            each.goOn.countDown();
            assertTrue(each.ended.await(60, TimeUnit.SECONDS));
            assertInstanceOf(LogException.class, each.error);
            assertFalse(each.overlapped);
            assertEquals(1, each.items);
        }
        cancelled.goOn.countDown();
        own.check();
        assertEquals(1, cancelled.ended.getCount());
    }
}
