// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.pace.Occupancy;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** What runs a log: threads of its own, or a scheduler that steps it. */
sealed interface Workers {

    /** Who reads for replays. */
    Reading reading();

    /** Who appends, from now on. */
    AppendTurns appending(AppendLoop loop);

    /** Ends those that read. @return whether they came to rest in time */
    boolean finish();

    /**
     * @param plain reads for most replays
     * @param filtered reads for replays with a condition, see {@link LogThreads#filters}
     */
    record Reading(Executor plain, Executor filtered) {}

    /** All threads are made at once. */
    final class Threads implements Workers {
        private final Occupancy occupancy;
        private final ExecutorService readers = LogThreads.readers();
        private final ExecutorService filters = LogThreads.filters();

        /** @param occupancy is told when the thread that appends has nothing to do */
        Threads(Occupancy occupancy) {
            this.occupancy = occupancy;
        }

        @Override
        public Reading reading() {
            return new Reading(readers, filters);
        }

        @Override
        public AppendTurns appending(AppendLoop loop) {
            return new AppendThread(loop, occupancy).start();
        }

        @Override
        public boolean finish() {
            boolean plain = LogThreads.finish(readers);
            return LogThreads.finish(filters) && plain;
        }
    }

    /**
     * A caller's executors, which the caller ends.
     *
     * @param append runs one task at a time, in order
     * @param read runs tasks in any order, also several at a time
     */
    record Stepped(Executor append, Executor read) implements Workers {

        @Override
        public Reading reading() {
            return new Reading(read, read);
        }

        @Override
        public AppendTurns appending(AppendLoop loop) {
            return new AppendTurns.OnExecutor(loop, append);
        }

        @Override
        public boolean finish() {
            return true;
        }
    }
}
