// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.rabbit.FreePort;
import io.photon.store.EventStore;
import io.photon.store.EventStore.Durability;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.testkit.Logs;
import io.photon.testing.riak.RiakLikeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Buckets with which no store is opened, or which promise less, each with its reason. */
@Timeout(60)
class RiakRefusalsTest {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final RiakLikeServer riak = TestRiak.shared();

    private RiakOptions options(String type, String cache) {
        return TestRiak.options(riak.port(), type, folder.resolve(cache), Duration.ofSeconds(5), LEASE);
    }

    private static RiakOptions durable(RiakOptions options) {
        return new RiakOptions(
                options.nodes(),
                options.login(),
                options.bucketType(),
                options.bucket(),
                new SlotOptions(
                        options.slots().timeout(),
                        options.slots().lease(),
                        true,
                        options.slots().cache(),
                        ""));
    }

    private static StoreException refused(RiakOptions options) {
        return assertThrows(
                StoreException.class, () -> TestRiak.open(options).store().close());
    }

    @Test
    void aBucketTypeThatIsNotThereIsNamedWithWhatMakesIt() {
        StoreException none = refused(options("strong", "cache"));
        assertEquals(Kind.REFUSED, none.kind());
        assertTrue(
                none.getMessage().contains("cannot use the bucket type 'strong': No bucket-type named 'strong'; with"),
                none.getMessage());
        assertTrue(none.getMessage().contains("riak-admin bucket-type create strong"), none.getMessage());
    }

    @Test
    void aNodeThatIsNotThereIsUnreachableAndOneWithoutAddressIsNamed() {
        int unused = FreePort.next();
        StoreException gone = refused(TestRiak.options(
                unused, RiakLikeServer.CONSISTENT, folder.resolve("cache"), Duration.ofSeconds(5), LEASE));
        assertEquals(Kind.FAILED, gone.kind());
        assertEquals("Riak at 127.0.0.1:" + unused + " cannot be reached", gone.getMessage());
        StoreException unknown = refused(new RiakOptions(
                List.of(new RiakOptions.Node("no-such-host.invalid", 8087)),
                null,
                RiakLikeServer.CONSISTENT,
                TestRiak.BUCKET,
                new SlotOptions(Duration.ofSeconds(5), LEASE, false, folder, "")));
        assertTrue(unknown.getMessage().contains("no host of riak.node.X has an address: no-such-host.invalid:8087"));
    }

    @Test
    void oneOfSeveralNodesIsEnough() throws Exception {
        OpenedStore store = TestRiak.open(new RiakOptions(
                List.of(
                        new RiakOptions.Node("127.0.0.1", FreePort.next()),
                        new RiakOptions.Node("no-such-host.invalid", 8087),
                        new RiakOptions.Node("127.0.0.1", riak.port())),
                null,
                RiakLikeServer.CONSISTENT,
                TestRiak.BUCKET,
                new SlotOptions(Duration.ofSeconds(5), LEASE, false, folder, "")));
        for (long id = 1; id <= 10; id++) {
            long each = id;
            Logs.eventually(() -> {
                store.store().append(List.of(event("s", each)));
                return null;
            });
        }
        assertEquals(10, Logs.ids(store.store()).size());
        store.store().close();
    }

    @Test
    void aBucketWithSomethingElseAndTheCacheOfAnotherStoreAreRefused() throws Exception {
        riak.write(RiakLikeServer.CONSISTENT, TestRiak.BUCKET, "store", "a shop");
        StoreException foreign = refused(options(RiakLikeServer.CONSISTENT, "cache"));
        assertEquals(Kind.REFUSED, foreign.kind());
        assertTrue(foreign.getMessage().contains("has something else under 'store'"), foreign.getMessage());
        riak.clear();
        TestRiak.open(options(RiakLikeServer.CONSISTENT, "cache")).store().close();
        riak.clear();
        StoreException other = refused(options(RiakLikeServer.CONSISTENT, "cache"));
        assertTrue(other.getMessage().contains("is a copy of another store"), other.getMessage());
        assertTrue(other.getMessage().contains("set riak.cache to another one"), other.getMessage());
    }

    @Test
    void aStronglyConsistentTypeWithThreeCopiesIsReplicatedAndOthersAreMemoryWithTheReason() throws Exception {
        promises(RiakLikeServer.CONSISTENT, Durability.REPLICATED, null);
        promises(RiakLikeServer.ONE_COPY, Durability.MEMORY, "has one copy of each event (n_val)");
        promises(RiakLikeServer.LAST_COUNTS, Durability.MEMORY, "is not strongly consistent: only one Photon may use");
        for (String type : List.of(RiakLikeServer.ONE_COPY, RiakLikeServer.LAST_COUNTS)) {
            StoreException refused = refused(durable(options(type, "durable")));
            assertEquals(Kind.REFUSED, refused.kind());
            assertTrue(refused.getMessage().startsWith("riak.require-durable is true"), refused.getMessage());
        }
        TestRiak.open(durable(options(RiakLikeServer.CONSISTENT, "durable")))
                .store()
                .close();
    }

    private void promises(String type, Durability durability, String reason) throws StoreException {
        EventStore store = TestRiak.open(options(type, type)).store();
        assertEquals(durability, store.durability());
        Object said = store.stats().get("durability-reason");
        assertTrue(reason == null ? said == null : String.valueOf(said).contains(reason), String.valueOf(said));
        store.close();
    }

    @Test
    void withoutStrongConsistencyASecondPhotonIsRefusedUntilTheFirstHasEnded() throws Exception {
        OpenedStore first = TestRiak.open(options(RiakLikeServer.LAST_COUNTS, "first"));
        Fence fence = first.lease().acquire().orElseThrow();
        first.store().append(List.of(event("s", 1)), fence);
        ScheduledExecutorService beat = beating(first);
        try {
            StoreException refused = refused(options(RiakLikeServer.LAST_COUNTS, "second"));
            assertEquals(Kind.REFUSED, refused.kind());
            assertTrue(refused.getMessage().startsWith("another Photon ("), refused.getMessage());
            assertTrue(refused.getMessage().contains("'default' is not strongly consistent"), refused.getMessage());
        } finally {
            beat.shutdown();
            assertTrue(beat.awaitTermination(10, TimeUnit.SECONDS));
        }
        // Killed, so it did not give its lease up.
        OpenedStore second = TestRiak.open(options(RiakLikeServer.LAST_COUNTS, "second"));
        Fence next = Logs.eventually(() ->
                second.lease().acquire().orElseThrow(() -> new StoreException(Kind.FAILED, "the first may come back")));
        second.store().append(List.of(event("s", 2)), next);
        first.lease().renew();
        assertEquals("another Photon has taken over", first.lease().lost().orElseThrow());
        assertFalse(first.lease().acquire().isPresent());
        first.store().standBy(); // as the log does then
        assertEquals(List.of(1L, 2L), Logs.ids(first.store()));
        first.store().close();
        second.lease().close();
        second.store().close();
    }

    /** Renews a lease as a log does. */
    private static ScheduledExecutorService beating(OpenedStore store) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        store.lease().renew();
                    } catch (StoreException e) {
                        throw new IllegalStateException(e);
                    }
                },
                0,
                store.lease().interval().toMillis(),
                TimeUnit.MILLISECONDS);
        return timer;
    }

    @Test
    void whatTwoHaveWrittenUnderOneKeyIsDamageThatIsNamedAndTheSameTwiceIsNot() throws Exception {
        EventStore store =
                TestRiak.open(options(RiakLikeServer.SIBLINGS, "cache")).store();
        store.append(List.of(event("s", 1)));
        store.append(List.of(event("s", 2)));
        store.close();
        String type = RiakLikeServer.SIBLINGS;
        riak.write(
                type,
                TestRiak.BUCKET,
                "slot/0",
                riak.values(type, TestRiak.BUCKET, "slot/0").get(0));
        assertEquals(2, riak.values(type, TestRiak.BUCKET, "slot/0").size());
        EventStore same = TestRiak.open(options(type, "same")).store();
        assertEquals(List.of(1L, 2L), Logs.ids(same));
        same.close();
        riak.write(type, TestRiak.BUCKET, "slot/1", "something else");
        StoreException damaged = refused(options(type, "damaged"));
        assertEquals(Kind.DAMAGED, damaged.kind());
        assertTrue(damaged.getMessage().contains("2 values under 'slot/1'"), damaged.getMessage());
    }
}
