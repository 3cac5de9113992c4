// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node is, as several threads see and change it. */
@Timeout(60)
class NodeRoleTest {

    private static final int ROUNDS = 20_000;
    private static final Failure DIFFERS = Failure.of(Failure.Kind.CONFLICT, "the events differ", "start it anew");

    private final NodeRole role = new NodeRole();
    /** One for all rounds: a thread for each costs a hundred times what the round does. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @AfterEach
    void endTheThread() {
        thread.shutdownNow();
    }

    @Test
    void aFollowerThatDiffersStaysSoWhenItsPrimaryTellsItsAddressInThatMoment() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            role.follow("http://a");
            together(() -> role.primaryIs("http://b"), () -> role.differs(DIFFERS, 7));
            assertFalse(role.takesReplicas(), "it followed again in round " + round);
            assertEquals(OptionalLong.of(7), role.differsAt());
        }
    }

    @Test
    void whereAFollowerDiffersIsNotToldBeforeItIsNotReady() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            role.follow("http://a");
            together(() -> role.differs(DIFFERS, 7), () -> {
                while (role.differsAt().isEmpty()) {
                    Thread.onSpinWait();
                }
                assertNotNull(role.stopped(), "it still counted as a follower");
            });
        }
    }

    @Test
    void aNodeThatRetiredGivesNoOtherReasonAfterwards() {
        role.retire(new Epoch(2, 10, 11, "b", "id", "http://b"), "http://b", DIFFERS);

        assertFalse(role.differs(Failure.of(Failure.Kind.CONFLICT, "another", "another"), 7));

        assertEquals(DIFFERS, role.stopped());
        assertTrue(role.differsAt().isEmpty());
    }

    /** Both at once, as nearly as a pair of threads can be. */
    private void together(Runnable one, Runnable other) throws Exception {
        AtomicInteger here = new AtomicInteger();
        Future<?> otherDone = thread.submit(() -> {
            meet(here);
            other.run();
        });
        meet(here);
        one.run();
        otherDone.get(); // fails when it failed
    }

    private static void meet(AtomicInteger here) {
        here.incrementAndGet();
        while (here.get() < 2) {
            Thread.onSpinWait();
        }
    }
}
