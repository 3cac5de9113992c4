// SPDX-License-Identifier: Apache-2.0
package io.photon.library;

import io.photon.client.NewEvent;
import io.photon.client.PhotonClients;
import io.photon.client.PhotonConnection;
import io.photon.client.ReplayRequest;
import io.photon.rabbit.FreePort;
import io.photon.reactive.PublisherRules;
import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;

/** The official rules of Reactive Streams hold for what the library publishes. */
@Timeout(300)
class PublisherRulesTest {

    private static final int PLENTY = 500;

    /** Each subscriber has events stored of its own, so what two get is not the same. */
    private static final Set<String> EACH_ITS_OWN = Set.of(
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected");

    @TempDir
    static Path dir;

    private static Library library;
    private static PhotonConnection nobody;

    @BeforeAll
    static void start() throws Exception {
        library = Library.start(dir);
        library.fill("plenty", PLENTY);
        nobody = PhotonClients.connect(URI.create("http://127.0.0.1:" + FreePort.next()));
    }

    @AfterAll
    static void stop() {
        library.close();
        nobody.close();
    }

    private static <T> PublisherRules.Source<T> source(LongFunction<Publisher<T>> good, Publisher<T> failed) {
        return new PublisherRules.Source<>() {
            @Override
            public Publisher<T> publisher(long elements) {
                return good.apply(elements);
            }

            @Override
            public Publisher<T> failed() {
                return failed;
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> aReplayKeepsThem() {
        ReplayRequest all = ReplayRequest.of("plenty");
        return PublisherRules.of(
                source(
                        elements -> library.photon.replay(
                                elements > PLENTY
                                        ? all
                                        : elements == 0
                                                ? ReplayRequest.of("none").cold()
                                                : all.cold().limit(elements)),
                        nobody.replay(all)),
                Set.of());
    }

    @TestFactory
    Stream<DynamicTest> theOutcomesOfPublishedEventsKeepThem() {
        return PublisherRules.of(
                source(
                        elements -> library.photon.emitAll(
                                elements > PLENTY
                                        ? Flowable.just(NewEvent.of("outcomes", "T"))
                                                .repeat()
                                        : Flowable.fromIterable(Library.numbered("outcomes", (int) elements))),
                        library.photon.emitAll(Flowable.error(new IllegalStateException("no events")))),
                EACH_ITS_OWN);
    }

    /** Nothing is read before something is asked for, so no failure is seen before. */
    private static final Set<String> ASKS_WHEN_ASKED = Set.of(
            "optional_spec104_mustSignalOnErrorWhenFails",
            "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThemRejectionMustTriggerOnErrorAfterOnSubscribe");

    /** Without an end of its own it is cut to length. */
    @TestFactory
    Stream<DynamicTest> readingsOfTheCountersKeepThem() {
        Duration often = Duration.ofMillis(1);
        return PublisherRules.of(
                source(
                        elements -> elements > PLENTY
                                ? library.photon.stats(often)
                                : Flowable.fromPublisher(library.photon.stats(often))
                                        .take(elements),
                        null),
                Stream.concat(EACH_ITS_OWN.stream(), ASKS_WHEN_ASKED.stream()).collect(Collectors.toSet()));
    }
}
