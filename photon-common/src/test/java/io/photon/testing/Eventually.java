// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for what gives no signal: another process, a background task, a server that comes back. Polls every few
 * milliseconds; in time that is long enough for a loaded machine it fails, and says what is the case instead.
 */
public final class Eventually {

    /** What is waited for at most when the caller does not say, in seconds. */
    public static final int LIMIT_SECONDS = 60;

    private static final long POLL_NANOS = 5_000_000;

    private Eventually() {}

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it is so by now. Whatever it throws fails the test. */
        boolean holds() throws Exception;
    }

    /** What is tried until it succeeds. */
    @FunctionalInterface
    public interface Attempt<T, E extends Exception> {
        /** Its value; an exception of kind E means not yet. */
        T run() throws E;
    }

    /** @param what the condition in words */
    public static void holds(String what, Condition condition) {
        within(LIMIT_SECONDS, condition, () -> what);
    }

    /** @param otherwise what is the case when the condition does not come true */
    public static void holds(Condition condition, Supplier<String> otherwise) {
        within(LIMIT_SECONDS, condition, otherwise);
    }

    /**
     * @param limitSeconds after this the test fails
     * @param otherwise what is the case when the condition does not come true
     */
    public static void within(int limitSeconds, Condition condition, Supplier<String> otherwise) {
        if (!happens(limitSeconds, condition)) {
            throw new AssertionError("not within " + limitSeconds + " s: " + otherwise.get());
        }
    }

    /** Whether a condition comes true in time, for what need not: a server that is started may end instead. */
    public static boolean happens(int limitSeconds, Condition condition) {
        long deadline = deadline(limitSeconds);
        while (!isSo(condition)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    /**
     * The value of an attempt that fails at first; its last failure when it fails for too long.
     *
     * @param notYet the kind of failure that means to try again
     */
    public static <T, E extends Exception> T succeeds(Class<E> notYet, Attempt<T, E> attempt) throws E {
        return succeedsWithin(LIMIT_SECONDS, notYet, attempt);
    }

    /** The same, for what may take longer than usual. @param limitSeconds after this its last failure is thrown */
    public static <T, E extends Exception> T succeedsWithin(int limitSeconds, Class<E> notYet, Attempt<T, E> attempt)
            throws E {
        long deadline = deadline(limitSeconds);
        while (true) {
            try {
                return attempt.run();
            } catch (Exception e) {
                if (!notYet.isInstance(e) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static long deadline(int seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private static boolean isSo(Condition condition) {
        try {
            return condition.holds();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(POLL_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted while waiting");
        }
    }
}
