package io.photon.door.http;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all requests together may hold in memory. Thread-safe. */
final class InboundBudget {

    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();

    InboundBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes bytes from the budget; into an empty one anything goes, or a large event could never pass. */
    boolean take(long bytes) {
        while (true) {
            long now = used.get();
            if (now != 0 && now + bytes > maxBytes) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long usedBytes() {
        return used.get();
    }
}
