// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

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
}
