// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioExecutor;
import org.xnio.XnioWorker;

/** What other threads give to an I/O thread is done there, in order, with few wakeups, or they hear that it is not. */
@Timeout(60)
class IoErrandsTest {

    private static final int GIVERS = 4;
    private static final int EACH = 20_000;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private IoErrands.Errand errand(String name) {
        return new IoErrands.Errand() {
            @Override
            public void run() {
                log.add(name);
            }

            @Override
            public void dropped() {
                log.add(name + " dropped");
            }
        };
    }

    /** Wakes nothing by itself: what it was given runs when the test says so. */
    private static final class Hand implements XnioExecutor {
        final Queue<Runnable> given = new ArrayDeque<>();
        boolean isClosed;

        @Override
        public void execute(Runnable command) {
            if (isClosed) {
                throw new RejectedExecutionException("closed");
            }
            given.add(command);
        }

        void turn() {
            given.remove().run();
        }

        @Override
        public Key executeAfter(Runnable command, long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Key executeAtInterval(Runnable command, long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void theThreadIsWokenOnceForAllThatCameAndAgainForWhatComesLater() {
        Hand thread = new Hand();
        IoErrands errands = new IoErrands(thread);
        errands.give(errand("a"));
        errands.give(errand("b"));
        errands.give(errand("c"));
        assertEquals(1, thread.given.size());
        thread.turn();
        assertEquals(List.of("a", "b", "c"), log);
        errands.give(errand("d"));
        assertEquals(1, thread.given.size());
        thread.turn();
        assertEquals(List.of("a", "b", "c", "d"), log);
    }

    @Test
    void manyAreDoneInTurnsSoThatTheThreadComesToOtherThingsBetween() {
        Hand thread = new Hand();
        IoErrands errands = new IoErrands(thread);
        for (int i = 0; i < 200; i++) {
            errands.give(errand("" + i));
        }
        thread.turn();
        assertTrue(log.size() < 200, log.size() + " at once");
        assertEquals(1, thread.given.size(), "and it comes back for the rest");
        thread.turn();
        assertEquals(200, log.size());
    }

    @Test
    void oneThatFailsKeepsNoOtherFromBeingDone() {
        Hand thread = new Hand();
        IoErrands errands = new IoErrands(thread);
        errands.give(new IoErrands.Errand() {
            @Override
            public void run() {
                throw new AssertionError("on purpose");
            }

            @Override
            public void dropped() {
                log.add("dropped");
            }
        });
        errands.give(errand("after it"));
        thread.turn();
        errands.give(errand("later"));
        thread.turn();
        assertEquals(List.of("after it", "later"), log);
    }

    @Test
    void whatAThreadThatIsClosedCannotDoIsDroppedAndTheGiverHearsOfIt() {
        Hand thread = new Hand();
        IoErrands errands = new IoErrands(thread);
        thread.isClosed = true;
        assertThrows(RejectedExecutionException.class, () -> errands.give(errand("a")));
        assertThrows(RejectedExecutionException.class, () -> errands.give(errand("b")));
        assertEquals(List.of("a dropped", "b dropped"), log);
    }

    @Test
    void fromManyThreadsAtOnceEachIsDoneOnceAndInTheOrderOfItsGiver() throws Exception {
        XnioWorker worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        try {
            IoErrands errands = new IoErrands(worker.getIoThread(0));
            int[] next = new int[GIVERS]; // of the one I/O thread
            CountDownLatch done = new CountDownLatch(GIVERS * EACH);
            List<Thread> givers = new ArrayList<>();
            for (int g = 0; g < GIVERS; g++) {
                int giver = g;
                givers.add(new Thread(() -> {
                    for (int i = 0; i < EACH; i++) {
                        errands.give(inOrder(next, giver, i, done));
                    }
                }));
            }
            givers.forEach(Thread::start);
            assertTrue(done.await(30, TimeUnit.SECONDS), done.getCount() + " were not done");
            assertEquals(List.of(), log);
        } finally {
            worker.shutdown();
        }
    }

    private IoErrands.Errand inOrder(int[] next, int giver, int number, CountDownLatch done) {
        return new IoErrands.Errand() {
            @Override
            public void run() {
                if (next[giver]++ != number) {
                    log.add(giver + ": " + number + " out of order");
                }
                done.countDown();
            }

            @Override
            public void dropped() {
                log.add("dropped");
            }
        };
    }
}
