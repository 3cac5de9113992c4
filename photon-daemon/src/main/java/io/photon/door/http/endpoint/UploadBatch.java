// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Stored;
import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Some lines of an upload on their way: those that are events, and those that are not, in the order they came. */
final class UploadBatch {

    /** One line that counts. @param refused why it is no event, or null */
    private record Line(long number, @Nullable Failure refused) {}

    /** Gets the outcome of each line. */
    interface Outcomes {
        void stored(Stored stored);

        void refused(Failure failure, long line);
    }

    private final List<Line> lines = new ArrayList<>();
    private final List<EventDraft> drafts = new ArrayList<>();
    private long bytes;
    /** Its memory, from when it is cut until the log has answered; null before and after. */
    private @Nullable Lease memory;

    private int longest;
    private @Nullable CompletableFuture<List<Result<Stored>>> answer;

    void add(long number, Result<EventDraft> draft) {
        if (draft instanceof Result.Ok<EventDraft> ok) {
            lines.add(new Line(number, null));
            drafts.add(ok.value());
            bytes += ok.value().body().length;
            longest = Math.max(longest, ok.value().body().length);
        } else {
            lines.add(new Line(number, draft.failure()));
        }
    }

    List<EventDraft> drafts() {
        return drafts;
    }

    /** Of the drafts. */
    long bytes() {
        return bytes;
    }

    /** Counts it: it is in memory already. */
    void take(Budget budget) {
        if (longest > Budget.LARGE_BYTES) {
            memory = budget.hold(Use.REQUESTS, bytes);
        } else {
            memory = budget.holdAsSmall(Use.REQUESTS, bytes);
        }
    }

    /** Once the log is done with it, or it was given up. Thread-safe. */
    synchronized void release() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }

    int lines() {
        return lines.size();
    }

    void answerWith(CompletableFuture<List<Result<Stored>>> future) {
        answer = future;
    }

    /** Runs at once when it is answered already; it holds no memory then. */
    void whenAnswered(Runnable task) {
        answer().thenRun(() -> {
            release();
            task.run();
        });
    }

    boolean isAnswered() {
        return answer().isDone();
    }

    /** Whether the log took nothing of it, for want of room. */
    boolean wasTurnedAway() {
        return answer().isDone()
                && !drafts.isEmpty()
                && answer().join().stream()
                        .allMatch(result -> result instanceof Result.Err<Stored> err
                                && err.failure().kind() == Failure.Kind.OVERLOADED);
    }

    /** Tells what became of each line; only when it is answered. */
    void tell(Outcomes outcomes) {
        List<Result<Stored>> results = answer().join();
        int next = 0;
        for (Line line : lines) {
            if (line.refused() != null) {
                outcomes.refused(line.refused(), line.number());
                continue;
            }
            Result<Stored> result = results.get(next++);
            if (result instanceof Result.Ok<Stored> ok) {
                outcomes.stored(ok.value());
            } else {
                outcomes.refused(result.failure(), line.number());
            }
        }
    }

    private CompletableFuture<List<Result<Stored>>> answer() {
        return Objects.requireNonNull(answer);
    }
}
