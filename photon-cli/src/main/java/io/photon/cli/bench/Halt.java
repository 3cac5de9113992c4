// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.result.Failure;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one sign at which all threads of a run come to their end, and why it was given. Thread-safe. */
final class Halt {

    private final CountDownLatch given = new CountDownLatch(1);
    private volatile boolean interrupted;
    private volatile @Nullable Failure failure;

    /** The time is up. */
    void over() {
        given.countDown();
    }

    /** The user wants no more. */
    void interrupt() {
        interrupted = true;
        given.countDown();
    }

    /** It makes no sense to go on. The first reason counts. */
    synchronized void fail(Failure why) {
        if (failure == null && given.getCount() > 0) {
            failure = why;
        }
        given.countDown();
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** Why it makes no sense to go on, null when it does. */
    @Nullable Failure failure() {
        return failure;
    }

    /** Waits until a time of {@link System#nanoTime} or the sign. @return whether the sign was given */
    boolean awaitUntil(long nanos) {
        try {
            return given.await(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits so long, or until the sign. @return whether the sign was given */
    boolean await(long ms) {
        return awaitUntil(System.nanoTime() + ms * 1_000_000);
    }
}
