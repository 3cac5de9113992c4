// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.slots.SlotFaultsContract;
import io.photon.store.slots.SlotServer;
import io.photon.store.testkit.Logs;
import io.photon.testing.Seed;
import io.photon.testing.riak.RiakLikeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Faults of a server that speaks as Riak does, and of the network to it. */
class RiakFaultsTest extends SlotFaultsContract {

    private final RiakLikeServer riak = TestRiak.shared();

    @Override
    protected Server server() {
        return new Server() {
            @Override
            public String address() {
                return riak.address();
            }

            @Override
            public int port() {
                return riak.port();
            }

            @Override
            public void kill() {
                riak.kill();
            }

            @Override
            public void start() {
                riak.again();
            }

            @Override
            public void signal(String name) {
                if (name.equals("STOP")) {
                    riak.hold();
                } else {
                    riak.release();
                }
            }

            @Override
            public void lose(long slot) {
                riak.lose(RiakLikeServer.CONSISTENT, TestRiak.BUCKET, RiakSlots.key(slot));
            }

            @Override
            public OpenedStore open(int port, Path cache, Duration timeout, Duration lease) throws StoreException {
                return TestRiak.open(TestRiak.options(port, RiakLikeServer.CONSISTENT, cache, timeout, lease));
            }

            @Override
            public SlotServer.Names names() {
                return RiakServer.NAMES;
            }
        };
    }

    private EventStore store(String type, Duration timeout) throws StoreException {
        return TestRiak.open(TestRiak.options(riak.port(), type, folder.resolve("own"), timeout, Duration.ofSeconds(5)))
                .store();
    }

    /** As when too few copies answered in time, and one of them has it. */
    @Test
    void anErrorAfterWhichAWriteWasDoneAllTheSameStoresTheBatchOnce() throws Exception {
        for (String type : List.of(RiakLikeServer.CONSISTENT, RiakLikeServer.LAST_COUNTS, RiakLikeServer.SIBLINGS)) {
            riak.clear();
            EventStore store = store(type, Duration.ofSeconds(5));
            store.append(List.of(event("s", 1)));
            riak.failWrites("timeout", true, 1);
            store.append(List.of(event("s", 2)));
            riak.failWrites("timeout", false, 2);
            store.append(List.of(event("s", 3)));
            assertEquals(List.of(1L, 2L, 3L), Logs.ids(store), type);
            store.close();
            TestRiak.remove(folder.resolve("own"));
            EventStore again = store(type, Duration.ofSeconds(5));
            assertEquals(List.of(1L, 2L, 3L), Logs.ids(again), type);
            again.close();
            TestRiak.remove(folder.resolve("own"));
        }
    }

    @Test
    void errorsWithoutEndAreAnUnknownOutcomeThatIsSettledWhenTheyEnd() throws Exception {
        EventStore store = store(RiakLikeServer.CONSISTENT, Duration.ofMillis(500));
        store.append(List.of(event("s", 1)));
        riak.failWrites("unavailable", false, Integer.MAX_VALUE);
        StoreException unknown = assertThrows(StoreException.class, () -> store.append(List.of(event("s", 2))));
        assertEquals(Kind.OUTCOME_UNKNOWN, unknown.kind(), unknown.getMessage());
        riak.failWrites("unavailable", false, 1);
        Logs.eventually(() -> {
            store.append(List.of(event("s", 3)));
            return null;
        });
        assertEquals(List.of(1L, 2L, 3L), Logs.ids(store));
        store.close();
    }

    /** Riak can say so, too, of a write that it has begun. */
    @Test
    void aRefusalAfterWhichNothingIsThereIsNotBelieved() throws Exception {
        EventStore store = store(RiakLikeServer.CONSISTENT, Duration.ofSeconds(5));
        store.append(List.of(event("s", 1)));
        riak.failWrites("failed", false, 3);
        store.append(List.of(event("s", 2)));
        riak.failWrites("failed", true, 1);
        store.append(List.of(event("s", 3)));
        assertEquals(List.of(1L, 2L, 3L), Logs.ids(store));
        assertFalse(store.stats().containsKey("riak-trouble"), store.stats().toString());
        store.close();
    }

    @Test
    void withErrorsThatMeanNothingEachAnsweredEventOfTwoWritersIsThereOnce() throws Exception {
        Random random = new Random(Seed.any());
        List<OpenedStore> writers = List.of(one("first"), one("second"));
        Set<Long> answered = new TreeSet<>();
        Set<Long> unknown = new TreeSet<>();
        for (long id = 1; id <= 200; id++) {
            if (random.nextInt(3) == 0) {
                String error = List.of("timeout", "failed", "unavailable").get(random.nextInt(3));
                riak.failWrites(error, random.nextBoolean(), 1 + random.nextInt(2));
            }
            try {
                writers.get(random.nextInt(2)).store().append(List.of(event("s", id)), new Fence(1));
                answered.add(id);
            } catch (StoreException e) {
                assertEquals(Kind.OUTCOME_UNKNOWN, e.kind(), e.getMessage());
                unknown.add(id);
            }
        }
        for (OpenedStore each : List.of(writers.get(0), writers.get(1), one("third"))) {
            each.store().takeOver(new Fence(1));
            List<Long> ids = Logs.ids(each.store());
            assertEquals(List.copyOf(new TreeSet<>(ids)), ids, "in order, and none twice");
            TreeSet<Long> missing = new TreeSet<>(answered);
            missing.removeAll(ids);
            assertEquals(Set.of(), missing);
            TreeSet<Long> more = new TreeSet<>(ids);
            more.removeAll(answered);
            assertTrue(unknown.containsAll(more), more + " were refused");
            each.store().close();
        }
    }

    private OpenedStore one(String cache) throws StoreException {
        return TestRiak.open(TestRiak.options(riak, RiakLikeServer.CONSISTENT, folder.resolve(cache)));
    }
}
