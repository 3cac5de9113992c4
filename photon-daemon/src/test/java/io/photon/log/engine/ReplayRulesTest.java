// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;

import io.photon.api.Mapped;
import io.photon.event.Event;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.reactive.PublisherRules;
import io.photon.store.EventStore;
import io.photon.store.memory.MemoryEventStore;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;

/** The official rules over replays, with the threads that a daemon has. */
class ReplayRulesTest {

    /** A replay is for one subscriber; a second one gets an error (rule 1.11 allows both). */
    private static final Set<String> ONE_SUBSCRIBER = Set.of(
            "optional_spec111_maySupportMultiSubscribe",
            "optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected");

    private static final int EVENTS = 10_000;

    private static EventStore store;
    private static DefaultEventLog log;
    private static DefaultEventLog closed;

    @BeforeAll
    static void open() throws Exception {
        store = new MemoryEventStore();
        log = DefaultEventLog.start(store, Clock.systemUTC());
        for (int i = 0; i < EVENTS; i++) {
            append(log, draft("s", i));
        }
        closed = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
        closed.close();
    }

    @AfterAll
    static void close() throws Exception {
        log.close();
        store.close();
    }

    @TestFactory
    Stream<DynamicTest> aReplayKeepsEveryRule() {
        return PublisherRules.of(source(1, Function.identity()), ONE_SUBSCRIBER);
    }

    @TestFactory
    Stream<DynamicTest> aReplayThatPassesOverEverySecondEventKeepsEveryRule() {
        return PublisherRules.of(
                source(
                        2,
                        replay -> Mapped.each(replay, () -> {
                            boolean[] odd = {false};
                            return event -> (odd[0] = !odd[0]) ? null : event;
                        })),
                ONE_SUBSCRIBER);
    }

    /** @param each how many events make one element */
    private static PublisherRules.Source<Event> source(int each, Function<Publisher<Event>, Publisher<Event>> as) {
        return new PublisherRules.Source<>() {
            @Override
            public Publisher<Event> publisher(long elements) {
                boolean endless = elements > EVENTS / each;
                ReplaySpec request = ReplaySpec.of(endless ? ReplayType.HOT_COLD : ReplayType.COLD, "s")
                        .limit(endless ? Long.MAX_VALUE : elements * each);
                return as.apply(log.replay(request).events());
            }

            @Override
            public Publisher<Event> failed() {
                return as.apply(closed.replay(ReplaySpec.cold("s")).events());
            }
        };
    }
}
