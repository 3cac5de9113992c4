// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** How far and how fast the mirror is: written by its thread, read and waited for by any. */
final class MirrorMeter {

    private static final long WINDOW_NANOS = 1_000_000_000L;

    private String state = "opening";
    private long head;
    private long copied;
    private long erasedBytes;
    private long rate;
    private long windowFrom = System.nanoTime();
    private long windowCopied;

    synchronized void state(String name) {
        if (!name.equals(state)) {
            state = name;
            notifyAll();
        }
    }

    synchronized void opened(long databaseHead) {
        head = databaseHead;
        notifyAll();
    }

    synchronized void copied(int events, long newHead) {
        copied += events;
        head = newHead;
        windowCopied += events;
        long now = System.nanoTime();
        if (now - windowFrom >= WINDOW_NANOS) {
            rate = windowCopied * WINDOW_NANOS / (now - windowFrom);
            windowFrom = now;
            windowCopied = 0;
        }
        notifyAll();
    }

    synchronized void erased(long bytes) {
        erasedBytes += bytes;
        notifyAll();
    }

    synchronized long erasedBytes() {
        return erasedBytes;
    }

    /** Up to where the database has everything. */
    synchronized long head() {
        return head;
    }

    /**
     * One of: opening, rebuilding, catching-up, following, looking-through (following, and comparing old rows with the
     * log), locked, waiting (for room), refused, failed.
     */
    synchronized String state() {
        return state;
    }

    /** Waits until something is so, asked again at each change. Returns whether it came to be. */
    synchronized boolean await(Predicate<MirrorMeter> wanted, Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (!wanted.test(this)) {
            long leftMs = (until - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /**
     * Adds the mirror's facts to a store's.
     *
     * @param logHead where the log is, so that the lag can be told: order-ids count microseconds
     */
    synchronized void addTo(Map<String, Object> stats, long logHead) {
        stats.put("mirror-state", state);
        stats.put("mirror-head", head);
        stats.put("mirror-lag-ms", Math.max(0, logHead - head) / 1_000);
        stats.put("mirror-events", copied);
        stats.put("mirror-events-per-second", rate);
    }
}
