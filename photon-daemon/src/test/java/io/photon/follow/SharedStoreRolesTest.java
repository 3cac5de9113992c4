// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.codec.EventParser;
import io.photon.follow.NodeRole.Role;
import io.photon.log.AppendRequest;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.pace.Occupancy;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.FactTable;
import io.photon.store.StoreException;
import io.photon.store.shared.SharedMemory;
import io.photon.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several Photons on one store are one node to others. */
@Timeout(60)
class SharedStoreRolesTest {

    private static final Duration OFTEN = Duration.ofMillis(50);

    @TempDir
    Path home;

    private final SharedMemory store = new SharedMemory();

    private Node on(String name, String url, SharedMemory.Lease lease) throws Exception {
        return Node.sharing(home.resolve(name), url, store.open(), lease);
    }

    private static void await(Node node, Role role) {
        Eventually.holds(() -> node.cluster.role() == role, () -> node.cluster.role() + " of " + node.cluster.status());
    }

    private static Epoch other(long after) {
        return new Epoch(2, after, after + 1, "other", "an id", "http://other:3000");
    }

    /** Why an event is not taken; that the log has just become the writer, and has not read the end, is not the reason. */
    private static Failure refused(EventLog log) {
        byte[] json = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}".getBytes(StandardCharsets.UTF_8);
        Failure[] last = new Failure[1];
        Eventually.holds(
                () -> {
                    last[0] =
                            failure(get(log.append(AppendRequest.of(ok(EventParser.parseDraft(json, 0, json.length)))))
                                    .get(0));
                    return last[0].kind() != Failure.Kind.READ_ONLY;
                },
                () -> last[0].message());
        return last[0];
    }

    @Test
    void whatOneWasToldKeepsTheOthersFromAppendingWhenItIsGoneAndThoseThatComeLater() throws Exception {
        Node writer = on("a", null, store.lease(OFTEN));
        try (Node standby = on("b", null, store.lease(OFTEN))) {
            long after = writer.emit("s");
            writer.emit("lost");
            Retirement told = ok(writer.cluster.stepDown(other(after)));
            assertEquals(1, told.unreplicated());
            writer.close();
            Eventually.holds(
                    standby.log::isWriter, () -> standby.cluster.status().toString());
            assertEquals(Failure.Kind.NOT_PRIMARY, refused(standby.log).kind());
            Eventually.holds(
                    () -> standby.cluster.status().retired().isPresent(),
                    () -> standby.cluster.status().toString());
            Retirement known = standby.cluster.status().retired().get();
            assertEquals(1, known.unreplicated());
            assertEquals(told.file() + " on a", known.file());
        }
        try (Node later = on("c", null, store.lease(OFTEN))) { // has no node.json of its own
            assertEquals(Role.RETIRED, later.cluster.role());
            assertEquals(Failure.Kind.NOT_PRIMARY, refused(later.log).kind());
            assertEquals(2, later.events().size());
        }
    }

    @Test
    void whereTheLostEventsAreIsToldAgainToAServerThatHasForgottenItAndIsSaidOfTheSameNode() throws Exception {
        Node writer = on("a", null, store.lease(OFTEN));
        try (Node standby = on("b", null, store.lease(OFTEN))) {
            long after = writer.emit("s");
            writer.emit("lost");
            String file = ok(writer.cluster.stepDown(other(after))).file();
            FactTable facts = standby.log.store().facts().orElseThrow();
            assertEquals(List.of(file + " on a"), filesTold(facts));
            Eventually.holds(
                    () -> standby.cluster.status().retired().isPresent(),
                    () -> standby.cluster.status().toString());
            forget(facts);
            Eventually.holds("it is told again", () -> !filesTold(facts).isEmpty());
            assertEquals(List.of(file + " on a"), filesTold(facts));
            writer.close();
            forget(facts);
            Eventually.holds("the other one tells it", () -> !filesTold(facts).isEmpty());
            assertEquals(List.of(file + " on a"), filesTold(facts));
        }
    }

    private static List<String> filesTold(FactTable facts) throws StoreException {
        return new StoreFacts(facts, "a test")
                .read().retired().stream().map(Retirement::file).toList();
    }

    /** Removes that a node has stepped down. */
    private static void forget(FactTable facts) throws StoreException {
        for (FactTable.Fact fact : facts.list("photons")) {
            if (fact.name().contains("\"is\":\"retired\"")) {
                facts.remove("photons", fact.name());
            }
        }
    }

    @Test
    void aRetiredNodeStepsDownForAHigherEpochOfWhichAnotherOnItsStoreIsTold() throws Exception {
        try (Node retired = on("a", null, store.lease(OFTEN))) {
            long after = retired.emit("s");
            ok(retired.cluster.stepDown(other(after)));
            Epoch higher = new Epoch(3, after, after + 2, "third", "an id of it", "http://third:3000");
            new StoreFacts(retired.log.store().facts().orElseThrow(), "b").retiring(higher);
            Eventually.holds(
                    () -> retired.cluster
                            .status()
                            .retired()
                            .filter(told -> told.by().equals(higher))
                            .isPresent(),
                    () -> retired.cluster.status().toString());
            assertEquals("http://third:3000", retired.cluster.primaryAddress());
        }
    }

    @Test
    void aNewWriterLooksBeforeItAppendsAnything() throws Exception {
        SharedMemory.Lease held = store.lease(OFTEN);
        held.acquire();
        NodeRole role = new NodeRole();
        DefaultEventLog log = DefaultEventLog.start(
                store.open(),
                store.lease(OFTEN),
                role,
                Clock.systemUTC(),
                Budget.unlimited(),
                new Occupancy(System.nanoTime()));
        // It is not begun, so it does not look by itself.
        try (Cluster cluster = ok(Cluster.open(log, role, alone(), home, true))) {
            new StoreFacts(log.store().facts().orElseThrow(), "b").retiring(other(0));
            assertEquals(Role.STANDBY, cluster.role());
            held.close();
            Eventually.holds(log::isWriter, () -> "the lease is not acquired");
            Failure refused = refused(log);
            assertEquals(Failure.Kind.NOT_PRIMARY, refused.kind());
            assertTrue(refused.message().contains("until epoch 2 began on http://other:3000"), refused.message());
            assertEquals(0, log.head());
        } finally {
            log.close();
        }
    }

    private static FollowSettings alone() {
        return new FollowSettings(
                "a",
                "",
                null,
                (address, limits) -> Result.err(Failure.Kind.UNREACHABLE, "nothing is followed here", null),
                false,
                0,
                Duration.ofSeconds(5));
    }

    @Test
    void aStandbyThatIsToldHasTheWriterStepDownWhoseFileHasAllEvents() throws Exception {
        try (Node writer = on("a", null, store.lease(OFTEN));
                Node standby = on("b", null, store.lease(OFTEN))) {
            long after = writer.emit("s");
            await(standby, Role.STANDBY);
            writer.emit("lost");
            assertFalse(standby.cluster.stepDown(other(after)).isOk(), "the writer still appends");
            await(writer, Role.RETIRED);
            assertEquals(Failure.Kind.NOT_PRIMARY, refused(writer.log).kind());
            for (Node each : List.of(writer, standby)) {
                Eventually.holds(
                        () -> each.cluster.status().retired().isPresent(),
                        () -> each.cluster.status().toString());
                assertEquals(1, each.cluster.status().retired().get().unreplicated());
            }
            String file = writer.cluster.status().retired().get().file();
            assertTrue(Files.readString(Path.of(file)).contains("\"lost\""));
            try (var files = Files.list(home.resolve("b"))) {
                assertEquals(1, files.count(), "one file of these events, or they might be restored twice");
            }
            assertEquals(Role.RETIRED, standby.cluster.role());
        }
    }

    @Test
    void aPromotionCountsForAllOnTheStoreAndTheOthersTakeOverWhenThatOneIsGone() throws Exception {
        try (Node old = Node.primary(home.resolve("old"))) {
            old.emit("s");
            Node second = on("a", old.url(), store.lease(OFTEN));
            try (Node third = on("b", old.url(), store.lease(OFTEN))) {
                second.awaitAllOf(old);
                third.awaitAllOf(old);
                Failure standby = failure(third.cluster.promote(true));
                assertTrue(standby.message().contains("another Photon writes to the store"), standby.message());
                assertEquals(Role.FOLLOWER, third.cluster.role());
                assertEquals(2, ok(second.cluster.promote(false)).number());
                second.emit("s");
                await(third, Role.STANDBY);
                assertEquals(2, third.cluster.epoch().number());
                second.close();
                await(third, Role.PRIMARY);
                third.emit("s");
                await(old, Role.RETIRED);
                assertEquals(4, third.events().size());
                assertEquals(2, third.cluster.epoch().number(), "no other epoch");
            }
            try (Node again = on("b", old.url(), store.lease(OFTEN))) {
                assertEquals(Role.PRIMARY, again.cluster.role(), "it does not follow again");
            }
        }
    }

    @Test
    void thoseWhoUseAStoreAreListedWithWhoWritesAndNoMoreWhenTheyHaveEnded() throws Exception {
        try (Node writer = on("a", null, store.lease(OFTEN))) {
            try (Node standby = on("b", null, store.lease(OFTEN))) {
                Eventually.holds(
                        () -> isListed(writer, "b", "standby") && isListed(standby, "a", "writer"),
                        () -> writer.cluster.status() + "\n" + standby.cluster.status());
                Companion listed =
                        writer.cluster.status().companions().orElseThrow().get(0);
                assertEquals(standby.url(), listed.address());
                assertEquals(standby.cluster.nodeId(), listed.nodeId());
                assertFalse(listed.isSilent());
            }
            Eventually.holds(
                    () -> writer.cluster.status().companions().orElseThrow().isEmpty(),
                    () -> writer.cluster.status().toString());
        }
        try (Node alone = Node.primary(home.resolve("c"))) {
            assertTrue(alone.cluster.status().companions().isEmpty(), "its store cannot be shared");
        }
    }

    private static boolean isListed(Node by, String name, String role) {
        return by.cluster.status().companions().orElseThrow().stream()
                .anyMatch(each -> each.name().equals(name) && each.role().equals(role));
    }
}
