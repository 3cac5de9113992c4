// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.Descriptor.Status;
import org.jspecify.annotations.Nullable;

/**
 * The states of a projection's task. A task begins in {@link Unloaded}, or in {@link Inherited} when it replaces one that got
 * stuck, and ends in {@link Closed}.
 *
 * <pre>
 * Unloaded ───┐
 * Inherited ──┴▶ Ready ──▶ Following ──▶ Ready (the log is being closed)
 *                 ▲  │
 *                 │  └───▶ Refolding ──▶ Ready, to pause there; Failed, with the value of before the failure
 *                 └─────── Paused (resumed), Waiting (the next try), Failed (resumed)
 * any ──▶ Failed, Waiting, Closed
 * </pre>
 */
sealed interface TaskState {

    /** What a client is told. */
    Status status();

    /** Whether it has failed, and is not on its way to be tried again. */
    default boolean hasFailed() {
        return false;
    }

    /** Its cursor into the log, or null when it reads nothing. */
    default @Nullable LiveCursor cursor() {
        return null;
    }

    /** Nothing is loaded yet. */
    record Unloaded() implements TaskState {
        @Override
        public Status status() {
            return Status.CATCHING_UP;
        }
    }

    /** It is to fail where the task before it got stuck; nothing is loaded yet. */
    record Inherited() implements TaskState {
        @Override
        public Status status() {
            return Status.FAILED;
        }

        @Override
        public boolean hasFailed() {
            return true;
        }
    }

    /**
     * Its next turn decides how it goes on.
     *
     * @param status of before, until then
     */
    record Ready(Status status) implements TaskState {}

    /**
     * It folds what comes.
     *
     * @param caughtUp whether it has passed the position that was the head when it began
     */
    record Following(LiveCursor cursor, boolean caughtUp) implements TaskState {
        @Override
        public Status status() {
            return caughtUp ? Status.RUNNING : Status.CATCHING_UP;
        }
    }

    /**
     * It folds up to a position where it is to stand still: where it is paused, or the last good one before a failure.
     *
     * @param to the position, inclusive
     * @param hasFailed whether it stands still there because it has failed
     * @param status of before, until it is there
     */
    record Refolding(LiveCursor cursor, long to, boolean hasFailed, Status status) implements TaskState {}

    /** It stands still with the events up to the position of its pause. */
    record Paused() implements TaskState {
        @Override
        public Status status() {
            return Status.PAUSED;
        }
    }

    /** Something was lacking that is not the fault of its code; it tries again by itself. */
    record Waiting() implements TaskState {
        @Override
        public Status status() {
            return Status.CATCHING_UP;
        }
    }

    /**
     * It stands still until it is resumed or changed.
     *
     * @param unreadable whether the next event cannot be read, so that skipping it does not help
     */
    record Failed(boolean unreadable) implements TaskState {
        @Override
        public Status status() {
            return Status.FAILED;
        }

        @Override
        public boolean hasFailed() {
            return true;
        }
    }

    /** Everything is released; nothing comes after it. */
    record Closed(Status status) implements TaskState {}
}
