// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.codec.EventParser;
import io.photon.event.StreamNames;
import io.photon.log.engine.DefaultEventLog;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Fence;
import io.photon.store.ForwardingStaging;
import io.photon.store.Staging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import io.photon.text.Utf8;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamImportTest {

    @TempDir
    Path dir;

    /** Publishes, and does not say so. */
    private static final class Silent extends DelegatingStore {

        Silent() {
            super(new MemoryEventStore());
        }

        @Override
        public StagingArea staging() {
            return fence -> silent(behind.staging().stage(fence));
        }

        private static Staging silent(Staging staging) {
            return new ForwardingStaging(staging) {
                @Override
                public void publish(Fence fence) throws StoreException {
                    super.publish(fence);
                    throw new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, "the server did not answer");
                }
            };
        }
    }

    private static final Function<String, Optional<Failure>> ANY = name -> Optional.empty();

    private static void add(StreamImport some, String json) {
        byte[] bytes = Utf8.bytes("{\"stream-name\":\"x\",\"event-type\":\"T\"," + json + "}");
        assertEquals(Optional.empty(), some.add(ok(EventParser.parseDraft(bytes, 0, bytes.length))));
    }

    private static Result<StreamImport.Imported> importOne(House house, String name) {
        return importOne(house, name, ANY);
    }

    private static Result<StreamImport.Imported> importOne(
            House house, String name, Function<String, Optional<Failure>> refusal) {
        try (StreamImport some = ok(house.restores.beginImport())) {
            add(some, "\"payload\":1");
            return some.finish(name, refusal);
        }
    }

    @Test
    void aTakenNameIsFollowedByTheFirstNumberThatIsFree() throws StoreException {
        try (House house = new House(dir)) {
            assertEquals("orders", ok(importOne(house, "orders")).stream());
            assertEquals("orders-0", ok(importOne(house, "orders")).stream());
            assertEquals("orders-1", ok(importOne(house, "orders")).stream());
        }
    }

    @Test
    void aNameMayBeAsLongAsAStreamsAndNotLongerByItsNumber() throws StoreException {
        String longest = "n".repeat(StreamNames.MAX_BYTES);
        try (House house = new House(dir)) {
            assertEquals(longest, ok(importOne(house, longest)).stream());
            Failure tooLong = failure(importOne(house, longest));
            assertEquals(Failure.Kind.BAD_INPUT, tooLong.kind(), tooLong.message());
        }
    }

    @Test
    void aNameWithANumberIsRefusedAsAnyOther() throws StoreException {
        try (House house = new House(dir)) {
            house.emit("orders", "1");
            Failure refused = failure(importOne(
                    house,
                    "orders",
                    name -> name.equals("orders")
                            ? Optional.empty()
                            : Optional.of(Failure.of(Failure.Kind.DENIED, name + " is not yours"))));
            assertEquals("orders-0 is not yours", refused.message());
        }
    }

    @Test
    void aNameTakenDuringTheImportGivesWayToTheNextOne() throws StoreException {
        House[] house = new House[1];
        int[] stagings = {0};
        try (House made = new House(dir, new InterruptedStore(() -> {
            if (stagings[0]++ == 0) {
                house[0].emit("orders", "2");
            }
        }))) {
            house[0] = made;
            assertEquals("orders-0", ok(importOne(made, "orders")).stream());
            assertEquals(2, stagings[0]);
        }
    }

    @Test
    void anImportWhoseNamesAreAlwaysTakenEndsAfterFiveOfThem() throws StoreException {
        House[] house = new House[1];
        int[] stagings = {0};
        try (House made = new House(dir, new InterruptedStore(() -> {
            int n = stagings[0]++;
            house[0].emit(n == 0 ? "orders" : "orders-" + (n - 1), "2");
        }))) {
            house[0] = made;
            assertEquals(
                    Failure.Kind.CONFLICT, failure(importOne(made, "orders")).kind());
            assertEquals(5, stagings[0]);
        }
    }

    /** How often the events are staged when time goes by and another client emits after each time. */
    private int stagings(int events, int passingMs) throws StoreException {
        House[] house = new House[1];
        int[] stagings = {0};
        try (House made = new House(dir, new InterruptedStore(() -> {
                    stagings[0]++;
                    house[0].clock.forward(Duration.ofMillis(passingMs));
                    house[0].emit("other", "1");
                }));
                StreamImport some = ok(made.restores.beginImport())) {
            house[0] = made;
            for (int i = 0; i < events; i++) {
                add(some, "\"payload\":1");
            }
            some.finish("orders", ANY);
            return stagings[0];
        }
    }

    @Test
    void emitsDoNotOvertakeAnImportForHalfASecondAndTwiceAsLongEachTimeItIsTriedAgain() throws StoreException {
        assertEquals(1, stagings(1, 450));
        assertEquals(2, stagings(1, 550));
        assertEquals(3, stagings(1, 1_050));
        assertEquals(1, stagings(600, 505), "the time that staging them takes is counted");
    }

    private List<Integer> batches(int events, int bytes) throws StoreException {
        InterruptedStore store = new InterruptedStore(() -> {});
        try (House house = new House(dir, store);
                StreamImport some = ok(house.restores.beginImport())) {
            for (int i = 0; i < events; i++) {
                add(some, "\"payload\":\"" + "x".repeat(bytes) + "\"");
            }
            assertEquals(events, ok(some.finish("orders", ANY)).events());
        }
        return store.staged;
    }

    @Test
    void eventsAreStagedAThousandOrAMegabyteAtATime() throws StoreException {
        assertEquals(List.of(1_000, 1), batches(1_001, 1));
        assertEquals(List.of(2, 2, 1), batches(5, 600_000));
    }

    @Test
    void twoEventsOfOneLocalIdEndTheImportAtOnceAndLeaveTheNameFree() throws StoreException {
        int[] stagings = {0};
        try (House house = new House(dir, new InterruptedStore(() -> stagings[0]++));
                StreamImport some = ok(house.restores.beginImport())) {
            add(some, "\"local-id\":\"a\",\"payload\":1");
            add(some, "\"local-id\":\"a\",\"payload\":2");
            Failure conflict = failure(some.finish("orders", ANY));
            assertEquals(Failure.Kind.CONFLICT, conflict.kind(), conflict.message());
            assertEquals(0, stagings[0], "it was staged");
            assertEquals("orders", ok(importOne(house, "orders")).stream());
        }
    }

    @Test
    void eightImportsRunAtATimeAndOneThatIsClosedMakesRoomOnce() throws StoreException {
        List<StreamImport> running = new ArrayList<>();
        try (House house = new House(dir)) {
            for (int i = 0; i < 8; i++) {
                running.add(ok(house.restores.beginImport()));
            }
            assertEquals(
                    Failure.Kind.OVERLOADED,
                    failure(house.restores.beginImport()).kind());
            running.get(0).close();
            running.get(0).close();
            running.set(0, ok(house.restores.beginImport()));
            assertEquals(
                    Failure.Kind.OVERLOADED,
                    failure(house.restores.beginImport()).kind());
            running.forEach(StreamImport::close);
        }
    }

    @Test
    void oneOfUnknownOutcomeIsToldSoAndIsNotStoredAgainUnderAnotherName() throws StoreException {
        byte[] json = Utf8.bytes("{\"stream-name\":\"x\",\"event-type\":\"T\",\"payload\":1}");
        try (DefaultEventLog log = DefaultEventLog.start(new Silent(), Clock.systemUTC());
                StreamImport some = new RestoreService(log, Clock.systemUTC(), dir, 1 << 20)
                        .beginImport()
                        .value()) {
            assertEquals(
                    Optional.empty(),
                    some.add(EventParser.parseDraft(json, 0, json.length).value()));
            Failure failure = some.finish("orders", name -> Optional.empty()).failure();
            assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind(), failure.message());
            assertEquals(1, log.reader().stream(StreamNames.ALL).orElseThrow().totalEvents());
        }
    }
}
