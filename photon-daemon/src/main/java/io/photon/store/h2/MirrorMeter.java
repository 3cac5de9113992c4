package io.photon.store.h2;

import java.util.Map;

/** How far and how fast the mirror is, written by its thread and read by any. */
final class MirrorMeter {

    private static final long WINDOW_NANOS = 1_000_000_000L;

    private volatile String state = "opening";
    private volatile long head;
    private volatile long copied;
    private volatile long erasedBytes;
    private volatile long rate;

    private long windowFrom = System.nanoTime();
    private long windowCopied;

    void state(String name) {
        state = name;
    }

    void opened(long databaseHead) {
        head = databaseHead;
    }

    void copied(int events, long newHead) {
        copied = copied + events;
        head = newHead;
        windowCopied += events;
        long now = System.nanoTime();
        if (now - windowFrom >= WINDOW_NANOS) {
            rate = windowCopied * WINDOW_NANOS / (now - windowFrom);
            windowFrom = now;
            windowCopied = 0;
        }
    }

    void erased(long bytes) {
        erasedBytes = erasedBytes + bytes;
    }

    long erasedBytes() {
        return erasedBytes;
    }

    long head() {
        return head;
    }

    String state() {
        return state;
    }

    /**
     * Adds the mirror's facts to a store's.
     *
     * @param logHead where the log is, so that the lag can be told: order-ids count microseconds
     */
    void addTo(Map<String, Object> stats, long logHead) {
        stats.put("mirror-state", state);
        stats.put("mirror-head", head);
        stats.put("mirror-lag-ms", Math.max(0, logHead - head) / 1_000);
        stats.put("mirror-events", copied);
        stats.put("mirror-events-per-second", rate);
    }
}
