// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.schedule;

/**
 * Who does the work of projections, and by which clock: the threads of a {@link ThreadPoolScheduler}, or a test's
 * scheduler on one thread. Thread-safe.
 */
public interface ProjectionScheduler extends AutoCloseable {

    /**
     * Has a short slice of folding done, sometime.
     *
     * @return false when this is closed
     */
    boolean run(Runnable slice);

    /**
     * Has a change of projections, or what is as slow, done when those before it are.
     *
     * @throws java.util.concurrent.RejectedExecutionException when too many are waiting, or this is closed
     */
    void change(Runnable change);

    /** Runs something small after a while; not at all when this is closed before. */
    void later(long millis, Runnable task);

    /** Runs something small again and again. */
    void every(long millis, Runnable task);

    /** Runs a look at threads that may be stuck: each second, and more often while this closes. */
    default void watch(Runnable look) {}

    /** Another thread takes the place of one of these that is stuck; nothing for any other. */
    default void replace(Thread stuck) {}

    /**
     * How long a projection takes no turn after a slice, so that clients come first; 0 for not at all.
     *
     * @param worked ns of that slice
     * @param late whether the projection lags further than it may
     */
    long restMillis(long worked, boolean late);

    /** A clock that only goes on, in ns since some moment; decides when a slice is over and when a snapshot is due. */
    long nanos();

    /** Drops the changes that wait, begins nothing new, and gives what runs a few seconds. */
    @Override
    void close();
}
