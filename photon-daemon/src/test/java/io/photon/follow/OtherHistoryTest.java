// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.StreamNames;
import io.photon.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A follower appends nothing to a history that is not its primary's. */
@Timeout(60)
class OtherHistoryTest {

    @TempDir
    Path home;

    @Test
    void aChangeOfTheConfigurationThatOnlyOneHasIsADifferenceNotAReasonToWait() throws Exception {
        try (Node primary = Node.primary(home.resolve("a"));
                Node other = Node.primary(home.resolve("b"))) {
            primary.emit("s");
            primary.emit(StreamNames.CONFIG);
            other.emit("t");
            other.emit(StreamNames.CONFIG);
            primary.emit("s");
            try (Node follower = new Node(home.resolve("c"), primary.url(), 0, other.events())) {
                awaitDifference(follower);
                List<Long> own = other.events().stream().map(e -> e.orderId()).toList();
                long differsAt = follower.cluster.status().differsAt().getAsLong();
                assertTrue(own.contains(differsAt), differsAt + " is none of " + own);
                assertEquals(other.log.head(), follower.log.head(), "nothing was appended");
            }
        }
    }

    @Test
    void eventsBeforeANewEpochAreComparedTooBeforeItIsFollowed() throws Exception {
        try (Node primary = Node.primary(home.resolve("a"));
                Node other = Node.primary(home.resolve("b"))) {
            primary.emit("s");
            primary.emit("s");
            long now = System.currentTimeMillis();
            while (System.currentTimeMillis() == now) {
                Thread.onSpinWait(); // the next order-id is above those
            }
            long own = other.emit("t");
            try (Node second = Node.following(home.resolve("c"), primary.url())) {
                second.awaitAllOf(primary);
                assertTrue(second.cluster.promote(false).isOk());
                try (Node follower = new Node(home.resolve("d"), second.url(), 0, other.events())) {
                    awaitDifference(follower);
                    assertEquals(
                            List.of(own),
                            follower.events().stream().map(e -> e.orderId()).toList());
                }
            }
        }
    }

    private static void awaitDifference(Node follower) {
        Eventually.holds(
                () -> follower.cluster.status().differsAt().isPresent(),
                () -> follower.cluster.status().toString());
    }
}
