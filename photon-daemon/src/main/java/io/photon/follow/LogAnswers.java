// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers of the log, and for a while only: a store may hang. */
final class LogAnswers {

    /** Longer than a slow disk takes for what is in the queue. */
    static final long SECONDS = 30;

    private LogAnswers() {}

    /** What comes of something that it does; empty when that takes too long. */
    static <T> Optional<T> within(CompletableFuture<T> done) {
        try {
            return Optional.of(done.get(SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the log's answers never fail", e);
        }
    }

    /** Why an event is not the newest of the log, where it was to be. @param done what came of storing it as it is */
    static Optional<Failure> refusal(Result<Long> done, long orderId) {
        if (!done.isOk()) {
            return Optional.of(done.failure());
        }
        return done.value() == orderId
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Failure.Kind.OVERLOADED,
                        "other events were stored in between, up to order-id " + done.value(),
                        "nothing was changed; try again in a moment"));
    }

    /** Whether it may have been stored all the same. */
    static boolean isUnknown(Failure failure) {
        return failure.kind() == Failure.Kind.OUTCOME_UNKNOWN;
    }
}
