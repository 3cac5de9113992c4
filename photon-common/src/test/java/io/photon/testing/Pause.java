// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Time that passes because the time itself is what is tried: a kill at any moment, a fault that lasts, a peer that is idle or
 * slow. Nothing is known to have happened when it is over. What has to happen first is waited for by a latch, a queue, or
 * {@link Eventually}; a rule for all modules keeps other pauses out of the tests. Ends early when its thread is interrupted,
 * which stays marked.
 */
public final class Pause {

    private Pause() {}

    /**
     * Until a moment that is another one each time, so that in the end each step of what is going on is hit.
     *
     * @param random of a seed that the test prints, see {@link Seed}
     * @param span in milliseconds, 1 or more: how much longer than the least it takes at most
     */
    public static void random(Random random, int leastMillis, int span) {
        millis(leastMillis + random.nextInt(span));
    }

    /** For a time that is part of what is tried; the line that calls this says why. */
    public static void millis(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
