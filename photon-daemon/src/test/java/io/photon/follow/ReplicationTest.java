// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Answers that wait for followers. */
class ReplicationTest {

    private final KnownFollowers followers = new KnownFollowers();

    @Test
    void anAnswerThatNoFollowerCameForIsKeptNoLongerThanItsTime() throws Exception {
        try (Replication replication = new Replication(followers, 1, Duration.ofMillis(5))) {
            for (int i = 1; i <= 100; i++) {
                assertFalse(replication.reached(i).get(20, TimeUnit.SECONDS));
            }
            assertEquals(0, followers.waiting());
        }
    }

    @Test
    void anAnswerComesOnceTheFollowerHasStoredIt() throws Exception {
        try (Replication replication = new Replication(followers, 1, Duration.ofSeconds(60))) {
            CompletableFuture<Boolean> answer = replication.reached(7);
            followers.seen(new KnownFollower("n", "n", "", 1, 6, System.nanoTime()));
            assertFalse(answer.isDone());
            followers.seen(new KnownFollower("n", "n", "", 1, 7, System.nanoTime()));
            assertTrue(answer.get(20, TimeUnit.SECONDS));
            assertEquals(0, followers.waiting());
        }
    }
}
