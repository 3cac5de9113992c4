// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.follow.NodeRole.Role;
import io.photon.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            ok(second.cluster.promote());
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
            ok(b.cluster.promote());
            ok(c.cluster.promote());
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
            ok(second.cluster.promote());
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
