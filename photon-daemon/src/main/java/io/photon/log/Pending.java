package io.photon.log;

import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something the append thread is asked to do, and where the answer goes. */
sealed interface Pending {

    /** How many events it brings, for the queue's bound. */
    int events();

    /** How many bytes. */
    long bytes();

    /** Answers without having done anything. */
    void refuse(Failure failure);

    /** Events to append; the append thread alone touches the progress. */
    final class Append implements Pending {
        final AppendRequest request;
        final boolean atomic;
        final long queuedNanos;
        final CompletableFuture<List<Result<Appended>>> answer = new CompletableFuture<>();
        private final long bytes;
        private final Result<Appended>[] results;
        /** The first draft that no batch has taken yet. */
        int next;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Append(AppendRequest request, long queuedNanos) {
            this.request = request;
            this.atomic = request.atomic() || request.drafts().size() == 1;
            this.queuedNanos = queuedNanos;
            long sum = 0;
            for (EventDraft draft : request.drafts()) {
                sum += draft.body().length;
            }
            this.bytes = sum;
            this.results = new Result[request.drafts().size()];
        }

        @Override
        public int events() {
            return request.drafts().size();
        }

        @Override
        public long bytes() {
            return bytes;
        }

        /** Whether nobody took it back. */
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
            answer.complete(Arrays.asList(results));
        }

        @Override
        public void refuse(Failure failure) {
            Arrays.fill(results, next, results.length, Result.err(failure));
            next = results.length;
            answer();
        }
    }

    /** A stream to delete. */
    record Delete(String stream, CompletableFuture<Result<Long>> answer) implements Pending {
        @Override
        public int events() {
            return 1;
        }

        @Override
        public long bytes() {
            return stream.length();
        }

        @Override
        public void refuse(Failure failure) {
            answer.complete(Result.err(failure));
        }
    }

    /** Staged events to publish. */
    record Publish(EventStore.Staging staging, EventLog.PublishCheck check, CompletableFuture<Result<Long>> answer)
            implements Pending {
        @Override
        public int events() {
            return 1;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void refuse(Failure failure) {
            answer.complete(Result.err(failure));
        }
    }
}
