// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.Descriptor;
import io.photon.reactive.PublisherRules;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;

/** The official rules over the updates of a projection, given by another thread than the subscriber's. */
class UpdatesRulesTest {

    /** Each follower gets the newest state it has demand for, so two need not see the same ones. */
    private static final Set<String> OWN_STATES = Set.of(
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected",
            // Following begins without a failure: a projection that is not there is told before.
            "optional_spec104_mustSignalOnErrorWhenFails",
            "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThemRejectionMustTriggerOnErrorAfterOnSubscribe");

    private ExecutorService scheduler;

    @BeforeEach
    void open() {
        scheduler = Executors.newSingleThreadExecutor();
    }

    @AfterEach
    void close() throws Exception {
        scheduler.shutdown();
        scheduler.awaitTermination(30, TimeUnit.SECONDS);
    }

    @TestFactory
    Stream<DynamicTest> theUpdatesOfAProjectionKeepEveryRule() {
        return PublisherRules.of(new Changing(), OWN_STATES);
    }

    /** A projection whose state changes as soon as a follower has demand. */
    private final class Changing implements PublisherRules.Source<Descriptor> {

        @Override
        public Publisher<Descriptor> publisher(long elements) {
            Updates updates = new Updates();
            long[] version = {0};
            Runnable turn = () -> {
                while (version[0] < elements && updates.wants(version[0])) {
                    updates.give(version[0], state(version[0]));
                    version[0]++;
                }
                if (version[0] == elements) {
                    updates.end(List.of());
                }
            };
            return Updates.publisher(updates::add, updates::remove, () -> scheduler.execute(turn));
        }

        @Override
        public Publisher<Descriptor> failed() {
            return null;
        }
    }

    private static Descriptor state(long position) {
        return new Descriptor(
                null,
                Descriptor.Origin.REQUEST,
                Descriptor.Status.RUNNING,
                null,
                position,
                position,
                0,
                null,
                null,
                null,
                List.of());
    }
}
