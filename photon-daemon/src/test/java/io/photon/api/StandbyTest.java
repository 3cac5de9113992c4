// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.follow.Cluster;
import io.photon.follow.FollowSettings;
import io.photon.follow.NodeRole;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.pace.Occupancy;
import io.photon.result.Failure;
import io.photon.store.EventStore;
import io.photon.store.EventStore.StoreState;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.shared.SharedMemory;
import io.photon.store.testkit.DelegatingStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Photon says of itself that shares its store with one that writes, and what when the store is not well. */
class StandbyTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final StoreState WELL = new StoreState(Condition.WRITABLE, null);

    @TempDir
    Path folder;

    private final SharedMemory shared = new SharedMemory();
    private final Store store = new Store(shared.open());
    private SharedMemory.Lease writer;
    private DefaultEventLog log;
    private Cluster cluster;

    private static final class Store extends DelegatingStore {

        private volatile StoreState state = WELL;
        private volatile Wait waits = Wait.OTHERS;

        Store(EventStore behind) {
            super(behind);
        }

        @Override
        public StoreState state() {
            return state;
        }

        @Override
        public Wait appendWaitsFor() {
            return waits;
        }
    }

    @BeforeEach
    void open() throws Exception {
        writer = shared.lease(NEVER);
        writer.acquire();
        log = DefaultEventLog.start(
                store, shared.lease(NEVER), Clock.systemUTC(), Budget.unlimited(), new Occupancy(System.nanoTime()));
        cluster = cluster(log);
    }

    private Cluster cluster(EventLog of) {
        FollowSettings settings = new FollowSettings(
                "second",
                "",
                null,
                (address, limits) -> {
                    throw new IllegalStateException("it follows none");
                },
                false,
                0,
                Duration.ofSeconds(5));
        return Cluster.open(of, new NodeRole(), settings, folder, false).value();
    }

    @AfterEach
    void close() {
        cluster.close();
        log.close();
    }

    private Failure notReady() {
        return Readiness.of(log, cluster, null).failure();
    }

    private Failure notReady(EventLog alone) {
        try (Cluster its = cluster(alone)) {
            return Readiness.of(alone, its, null).failure();
        }
    }

    @Test
    void aStandbyIsSoundAndSaysToWhomAppendsAreToBeSent() {
        assertTrue(ClusterFacts.isSoundStandby(cluster, log));
        Map<String, Object> facts = ClusterFacts.of(cluster, log);
        assertEquals("standby", facts.get("role"));
        assertFalse(facts.containsKey("trouble"), facts.toString());
        Failure why = notReady();
        assertEquals(Failure.Kind.READ_ONLY, why.kind());
        assertEquals("another Photon writes to this store", why.message());
        assertEquals("send appends to the Photon that writes; this one takes over when that one ends", why.hint());
    }

    @Test
    void aStandbyWhoseServerIsGoneIsNotSoundAndSaysWhyAndThatItGoesOnByItself() {
        String reason = "Redis at redis://10.0.0.1:6379/0 cannot be reached: Connection refused";
        store.state = new StoreState(Condition.READ_ONLY, reason);
        assertFalse(ClusterFacts.isSoundStandby(cluster, log));
        Map<String, Object> facts = ClusterFacts.of(cluster, log);
        assertEquals("standby", facts.get("role"));
        assertEquals(reason, facts.get("trouble"));
        Failure why = notReady();
        assertEquals(reason, why.message());
        assertFalse(String.valueOf(why.hint()).contains("restart"), why.hint());
        assertTrue(String.valueOf(why.hint()).endsWith("is used again as soon as it does"), why.hint());
    }

    @Test
    void aLogOnThisMachineIsToBeRestartedAndItsFoldersAreNotTold() {
        store.waits = EventStore.Wait.DISK;
        store.state = new StoreState(
                Condition.READ_ONLY,
                "forcing /srv/events/photon.log/00000001.log failed (/srv/events: Input/output error)");
        Failure why = notReady();
        assertEquals("forcing 00000001.log failed (events: Input/output error)", why.message());
        assertEquals("see the daemon's log, then restart it", why.hint());
    }

    @Test
    void whyAStoreIsFullIsTold() throws Exception {
        writer.close();
        DefaultEventLog alone = DefaultEventLog.start(store, Clock.systemUTC());
        try {
            store.state =
                    new StoreState(Condition.FULL, "no new segment can be begun after /a/1.log: Too many open files");
            Failure why = notReady(alone);
            assertEquals(Failure.Kind.NO_SPACE, why.kind());
            assertEquals("no new segment can be begun after 1.log: Too many open files", why.message());
        } finally {
            alone.close();
        }
    }

    @Test
    void aPauseIsNoReasonForARestart() throws Exception {
        DefaultEventLog alone = DefaultEventLog.start(new Store(new SharedMemory().open()), Clock.systemUTC());
        try {
            alone.pauseAppends("moving", "they are moved", Duration.ofMinutes(1))
                    .get(30, TimeUnit.SECONDS);
            Failure why = notReady(alone);
            assertEquals("appends are paused: they are moved", why.message());
            assertFalse(String.valueOf(why.hint()).contains("restart"), why.hint());
        } finally {
            alone.close();
        }
    }
}
