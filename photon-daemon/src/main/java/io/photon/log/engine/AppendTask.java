// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Staging;
import io.photon.task.Steady;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something the append thread is asked to do, and where the answer goes. */
sealed interface AppendTask {

    /** How many events it brings, for the queue's bound. */
    int events();

    /** How many bytes. */
    long bytes();

    /** Whether it is a change of this log's own, which its gate and a pause may refuse. */
    default boolean isOfThisLog() {
        return true;
    }

    /** Answers with a failure what is not answered yet. Never throws. */
    void refuse(Failure failure);

    /** Completes an answer, also when what hears it fails. Takes no memory. */
    static <T> void complete(CompletableFuture<T> answer, T value) {
        try {
            answer.complete(value);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) { // what hears it ran out of memory
            Steady.report("hearing an answer", e);
            try {
                answer.complete(value); // the future tells those it has not told yet
            } catch (RuntimeException | VirtualMachineError | LinkageError again) {
                Steady.report("hearing an answer", again);
            }
        }
    }

    /** Also when there is no memory to make it. */
    static <T> Result<T> result(Failure failure) {
        try {
            return Result.err(failure);
        } catch (VirtualMachineError noMemory) {
            boolean unknown = failure.kind() == Failure.Kind.OUTCOME_UNKNOWN;
            @SuppressWarnings("unchecked") // a failure has no value of any type
            Result<T> made = (Result<T>) (unknown ? StoreFailures.UNKNOWN_RESULT : StoreFailures.NOT_STORED_RESULT);
            return made;
        }
    }

    /** Events to append; only a turn of the append loop touches the progress. */
    final class Append implements AppendTask {
        final AppendRequest request;
        final Comparisons comparisons;
        final boolean atomic;
        final long queuedNanos;
        final CompletableFuture<List<Result<Appended>>> answer = new CompletableFuture<>();
        private final long bytes;
        private final Result<Appended>[] results;
        /** The same as a list, made ahead. */
        private final List<Result<Appended>> shown;
        /** The first draft that no batch has taken yet. */
        int next;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Append(AppendRequest request, Comparisons comparisons, long queuedNanos) {
            this.request = request;
            this.comparisons = comparisons;
            this.atomic = request.atomic() || request.drafts().size() == 1;
            this.queuedNanos = queuedNanos;
            long sum = 0;
            for (EventDraft draft : request.drafts()) {
                sum += draft.body().length;
            }
            this.bytes = sum;
            this.results = new Result[request.drafts().size()];
            this.shown = Arrays.asList(results);
        }

        @Override
        public int events() {
            return request.drafts().size();
        }

        @Override
        public long bytes() {
            return bytes;
        }

        /** Whether no one took it back; from then on no one can. */
        boolean take() {
            return request.withdrawal() == null || request.withdrawal().take();
        }

        Result<Appended> result(int index) {
            return results[index];
        }

        void result(int index, Result<Appended> result) {
            results[index] = result;
        }

        boolean isAnswerable() {
            return next == results.length;
        }

        void answer() {
            complete(answer, shown);
        }

        @Override
        public void refuse(Failure failure) {
            Arrays.fill(results, next, results.length, AppendTask.result(failure));
            next = results.length;
            answer();
        }
    }

    /** A task with one answer: a position in the log. */
    sealed interface OneAnswer extends AppendTask {
        CompletableFuture<Result<Long>> answer();

        /** Does what is asked, in a turn of the loop. @return the answer */
        Result<Long> doneBy(AppendLoop loop);

        @Override
        default void refuse(Failure failure) {
            AppendTask.complete(answer(), AppendTask.result(failure));
        }
    }

    /** A stream to delete. */
    record Delete(String stream, CompletableFuture<Result<Long>> answer) implements OneAnswer {
        @Override
        public Result<Long> doneBy(AppendLoop loop) {
            return loop.delete(stream);
        }

        @Override
        public int events() {
            return 1;
        }

        @Override
        public long bytes() {
            return stream.length();
        }
    }

    /**
     * A pause of appends, which begins when everything before it in the queue is stored.
     *
     * @param name tells it from others
     * @param most zero for no end
     * @param answer the head
     */
    record Pause(String name, String why, Duration most, CompletableFuture<Result<Long>> answer) implements OneAnswer {
        @Override
        public boolean isOfThisLog() {
            return false; // one that is on may be given another reason
        }

        @Override
        public Result<Long> doneBy(AppendLoop loop) {
            return loop.pause(name, why, most);
        }

        @Override
        public int events() {
            return 1;
        }

        @Override
        public long bytes() {
            return name.length() + why.length();
        }
    }

    /** Staged events to publish. */
    record Publish(Staging staging, EventLog.PublishCheck check, CompletableFuture<Result<Long>> answer)
            implements OneAnswer {
        @Override
        public Result<Long> doneBy(AppendLoop loop) {
            return loop.publish(staging, check);
        }

        @Override
        public int events() {
            return 1;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /** Events of another log, to be stored as they are. What follows has a bound of its own, so they do not count here. */
    record Replicate(List<Event> batch, CompletableFuture<Result<Long>> answer) implements OneAnswer {
        @Override
        public boolean isOfThisLog() {
            return false;
        }

        @Override
        public Result<Long> doneBy(AppendLoop loop) {
            return loop.replicate(batch);
        }

        @Override
        public int events() {
            return 0;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }
}
