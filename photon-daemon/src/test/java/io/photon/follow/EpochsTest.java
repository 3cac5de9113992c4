// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.follow.NodeRole.Role;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import io.photon.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which of two nodes goes on as the primary. */
@Timeout(60)
class EpochsTest {

    @TempDir
    Path home;

    @Test
    void anEmptyNodeAtTheAddressOfTheOldPrimaryFollowsAndIsNotRetired() throws Exception {
        Node old = Node.primary(home.resolve("a"));
        int port = old.port();
        old.emit("s");
        try (Node second = Node.following(home.resolve("b"), old.url())) {
            second.awaitAllOf(old);
            old.close();
            ok(second.cluster.promote(false));
            second.emit("s");
            try (Node back = new Node(home.resolve("a2"), second.url(), port, List.of())) {
                back.awaitAllOf(second);
                assertFalse(
                        back.cluster.stepDown(second.cluster.epoch()).isOk(),
                        "a follower has nothing to step down from");
                second.emit("s");
                back.awaitAllOf(second);
                assertEquals(Role.FOLLOWER, back.cluster.role());
            }
        }
    }

    @Test
    void ofTwoThatWerePromotedApartOneGoesOnAndTheOtherKeepsItsEventsInAFile() throws Exception {
        Node old = Node.primary(home.resolve("a"));
        old.emit("s");
        try (Node b = Node.following(home.resolve("b"), old.url());
                Node c = Node.following(home.resolve("c"), old.url())) {
            b.awaitAllOf(old);
            c.awaitAllOf(old);
            old.close();
            long common = b.log.head();
            ok(b.cluster.promote(false));
            ok(c.cluster.promote(false));
            boolean bIsAbove = b.cluster.epoch().isAbove(c.cluster.epoch());
            Node wins = bIsAbove ? b : c;
            Node loses = bIsAbove ? c : b;
            loses.emit("lost");
            assertFalse(wins.cluster.stepDown(loses.cluster.epoch()).isOk());
            assertEquals(Role.PRIMARY, wins.cluster.role());
            Epoch told = Epoch.since(wins.cluster.epochs(), loses.cluster.epochs());
            assertEquals(common, told.after());
            Retirement retired = ok(loses.cluster.stepDown(told));
            assertEquals(Role.RETIRED, loses.cluster.role());
            assertEquals(2, retired.unreplicated(), "the event and the beginning of its epoch");
        }
    }

    @Test
    void aFollowerThatLacksEventsIsPromotedOnlyByForce() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        DelegatingStore disk = new DelegatingStore(new MemoryEventStore()) {
            @Override
            public void append(List<Event> batch, Fence fence) throws StoreException {
                if (full.get()) {
                    throw new StoreException(StoreException.Kind.NO_SPACE, "no space in this test");
                }
                super.append(batch, fence);
            }
        };
        try (Node old = Node.primary(home.resolve("a"))) {
            old.emit("s");
            old.emit("s");
            try (Node second = new Node(home.resolve("b"), old.url(), 0, List.of(), disk)) {
                Eventually.holds(
                        () -> second.cluster.status().trouble().contains("no space"),
                        () -> second.cluster.status().trouble());
                Failure refused = failure(second.cluster.promote(false));
                assertEquals(Failure.Kind.CONFLICT, refused.kind());
                assertTrue(refused.message().contains("lacks 2 events"), refused.message());
                assertEquals(Role.FOLLOWER, second.cluster.role());
                full.set(false);
                second.awaitAllOf(old);
                assertEquals(2, ok(second.cluster.promote(false)).number(), "it follows on after a refusal");
            }
        }
    }

    @Test
    void aPromotionOfWhichItIsNotKnownWhetherItIsStoredIsAnsweredSoAndTheNodeNeitherFollowsNorLeads() throws Exception {
        DelegatingStore disk = new DelegatingStore(new MemoryEventStore()) {
            @Override
            public void append(List<Event> batch, Fence fence) throws StoreException {
                super.append(batch, fence);
                if (batch.get(0).eventType().equals("begin-epoch!")) {
                    throw new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, "a force failed in this test");
                }
            }
        };
        try (Node old = Node.primary(home.resolve("a"))) {
            old.emit("s");
            try (Node second = new Node(home.resolve("b"), old.url(), 0, List.of(), disk)) {
                second.awaitAllOf(old);
                Failure failure = failure(second.cluster.promote(false));
                assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind());
                assertTrue(failure.hint().contains("restart it"), failure.hint());
                assertTrue(second.cluster.status().trouble().contains("until it is restarted"));
                assertEquals(Role.FOLLOWER, second.cluster.role());
                assertTrue(second.cluster.stopped().isPresent(), "it follows, and leads after its next start");
            }
        }
    }

    @Test
    void anEpochThatWasNotStoredBecauseOtherEventsCameFirstDoesNotBegin() {
        assertEquals(Optional.empty(), LogAnswers.refusal(Result.ok(7L), 7));
        Failure overtaken = LogAnswers.refusal(Result.ok(8L), 7).orElseThrow();
        assertEquals(Failure.Kind.OVERLOADED, overtaken.kind());
        assertFalse(LogAnswers.isUnknown(overtaken));
    }

    @Test
    void aFollowerThatNeverReachedItsPrimaryIsPromotedOnlyByForce() throws Exception {
        try (Node second = Node.following(home.resolve("b"), "http://127.0.0.1:1")) {
            Failure refused = failure(second.cluster.promote(false));
            assertTrue(refused.message().contains("has not reached http://127.0.0.1:1"), refused.message());
            assertEquals(Role.FOLLOWER, second.cluster.role());
            ok(second.cluster.promote(true));
            assertEquals(Role.PRIMARY, second.cluster.role());
            second.emit("s");
        }
    }

    @Test
    void nodesThatFollowEachOtherInACircleSaySoAndGoOnWhenItIsBroken() throws Exception {
        Node old = Node.primary(home.resolve("a"));
        old.emit("s");
        List<Event> events = old.events();
        try (Node first = Node.following(home.resolve("b"), old.url());
                Node second = Node.following(home.resolve("c"), first.url())) {
            second.awaitAllOf(old);
            assertEquals(List.of(first.cluster.nodeId(), old.cluster.nodeId()), second.cluster.through());
            int port = old.port();
            old.close();
            try (Node circle = new Node(home.resolve("a"), second.url(), port, events)) {
                for (Node each : List.of(circle, first, second)) {
                    Eventually.holds(
                            () -> each.cluster.status().trouble().contains("in a circle"),
                            () -> each.cluster.status().trouble());
                    assertFalse(each.cluster.isForwarding());
                }
                ok(circle.cluster.promote(true));
                circle.emit("s");
                second.awaitAllOf(circle);
            }
        }
    }

    @Test
    void whoMissedAnEpochIsToldUpToWhereItHasTheSameEvents() {
        Epoch second = new Epoch(2, 100, 101, "b", "B", "");
        Epoch third = new Epoch(3, 200, 201, "c", "C", "");
        assertEquals(100, Epoch.since(List.of(second, third), List.of()).after());
        assertEquals(200, Epoch.since(List.of(second, third), List.of(second)).after());
        assertEquals(
                90,
                Epoch.since(List.of(second, third), List.of(new Epoch(2, 90, 91, "d", "D", "")))
                        .after());
        assertEquals(3, Epoch.since(List.of(second, third), List.of()).number());
    }

    @Test
    void aPromotedNodeThatIsToldToFollowAnotherFollowsIt() throws Exception {
        Node old = Node.primary(home.resolve("a"));
        old.emit("s");
        Path b = home.resolve("b");
        List<Event> events;
        try (Node second = Node.following(b, old.url())) {
            second.awaitAllOf(old);
            ok(second.cluster.promote(false));
            events = second.events();
        }
        try (Node again = new Node(b, old.url(), 0, events)) {
            assertEquals(Role.PRIMARY, again.cluster.role(), "it was promoted from there");
        }
        old.close();
        try (Node third = new Node(home.resolve("c"), null, 0, events);
                Node again = new Node(b, third.url(), 0, events)) {
            assertEquals(Role.FOLLOWER, again.cluster.role());
            third.emit("s");
            again.awaitAllOf(third);
        }
    }

    @Test
    void aNodeDoesNotFollowOneWithItsOwnId() throws Exception {
        Path folder = home.resolve("a");
        try (Node primary = Node.primary(folder)) {
            primary.emit("s");
            try (Node copy = Node.following(folder, primary.url())) {
                Eventually.holds(
                        () -> copy.cluster.status().trouble().contains("has the id of this node"),
                        () -> copy.cluster.status().toString());
                assertTrue(copy.events().isEmpty());
            }
        }
    }

    @Test
    void aStepDownThatWasBegunGoesOnAfterARestartAndNoEventIsTakenInBetween() throws Exception {
        Path folder = home.resolve("a");
        MemoryEventStore store = new MemoryEventStore();
        Path taken;
        try (Node primary = new Node(folder, null, 0, List.of(), store)) {
            long after = primary.emit("s");
            primary.emit("lost");
            taken = folder.resolve("unreplicated-2-" + after + ".ndjson");
            Files.createDirectory(taken);
            failure(primary.cluster.stepDown(new Epoch(2, after, after + 1, "b", "B", "")));
        }
        try (Node again = new Node(folder, null, 0, List.of(), store)) {
            assertEquals(Role.RETIRED, again.cluster.role(), "before anything is asked of it");
            assertTrue(again.cluster.refusal().isPresent());
            Files.delete(taken);
            Eventually.holds(
                    () -> again.cluster.status().retired().isPresent(),
                    () -> again.cluster.status().trouble());
            assertEquals(1, again.cluster.status().retired().get().unreplicated());
            assertTrue(Files.isRegularFile(taken));
        }
    }

    @Test
    void aStepDownThatCannotBeKeptIsTriedAgainUntilItCan() throws Exception {
        Path folder = home.resolve("a");
        try (Node primary = Node.primary(folder)) {
            long after = primary.emit("s");
            primary.emit("lost");
            Path taken = folder.resolve("unreplicated-2-" + after + ".ndjson");
            Files.createDirectory(taken);
            assertFalse(primary.cluster
                    .stepDown(new Epoch(2, after, after + 1, "b", "B", ""))
                    .isOk());
            assertTrue(primary.cluster.refusal().isPresent(), "it takes no events already");
            assertTrue(primary.cluster.status().retired().isEmpty());
            Files.delete(taken);
            Eventually.holds(
                    () -> primary.cluster.status().retired().isPresent(),
                    () -> primary.cluster.status().toString());
            assertEquals(1, primary.cluster.status().retired().get().unreplicated());
            assertTrue(Files.isRegularFile(taken));
        }
    }
}
