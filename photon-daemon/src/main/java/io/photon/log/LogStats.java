// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/**
 * Counters since the start of the process, and gauges.
 *
 * @param appended events stored
 * @param batches store appends
 * @param refused events refused for a full queue or a store that cannot write
 * @param queuedEvents waiting now
 * @param queuedBytes waiting now
 * @param replaysStarted since the start
 * @param replayed events given to subscribers since the start
 * @param subscribers open replays now
 * @param slowSubscribers of them that read events older than those of the live ring
 * @param ackMicrosP50 median time from queue to answer over the last minute or so, µs
 * @param ackMicrosP99 its 99th percentile, µs
 */
public record LogStats(
        long appended,
        long batches,
        long refused,
        int queuedEvents,
        long queuedBytes,
        long replaysStarted,
        long replayed,
        int subscribers,
        int slowSubscribers,
        long ackMicrosP50,
        long ackMicrosP99) {}
