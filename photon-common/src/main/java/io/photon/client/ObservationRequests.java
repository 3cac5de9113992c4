package io.photon.client;

import io.photon.result.Result;

/** What somebody who watches a daemon asks it, besides its counters. Part of {@link PhotonClient}, with its rules. */
public interface ObservationRequests {

    /** The daemon's counters and gauges. */
    Result<byte[]> stats();

    /**
     * Warnings, errors and refused logins of the daemon, oldest first.
     *
     * @param after only what came after the entry of this number; 0 for all that is kept
     * @param limit at most this many, the newest; 1 to 1,000
     * @return {@code {"entries":[{"number","time","first-time","count","level","source","message"}],"last":N}}, or DENIED
     */
    Result<byte[]> log(long after, int limit);

    /**
     * Who reads events now.
     *
     * @param after in the order of their ids, those after this one; null for those that are furthest from the head, first
     * @param limit 1 to 1,000
     * @return {@code {"subscribers":[…],"total":N,"slow":N}}, or DENIED
     */
    Result<byte[]> subscribers(Long after, int limit);

    /**
     * The streams that got most events in the last minute, the busiest first.
     *
     * @param limit 1 to 500
     * @return {@code {"seconds":N,"streams":[{"stream-name",…,"recent-events"}]}}
     */
    Result<byte[]> busiest(int limit);
}
