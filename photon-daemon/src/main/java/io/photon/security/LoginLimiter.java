package io.photon.security;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing passwords slow: each address has a few failed tries, and gets one back every second. Memory is bounded:
 * of more addresses than {@link #MAX_ADDRESSES} the longest unseen is forgotten. Thread-safe.
 */
final class LoginLimiter {

    static final int FREE_TRIES = 20;
    static final int MAX_ADDRESSES = 4_096;
    private static final long REFILL_NANOS = 1_000_000_000L;

    private static final class Tries {
        private double left = FREE_TRIES;
        private long atNanos;
    }

    private final Map<String, Tries> byAddress = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /** Whether an address may try now; also the right password is refused otherwise, or the limit would tell. */
    synchronized boolean mayTry(String address, long nowNanos) {
        Tries tries = byAddress.get(address);
        if (tries == null) {
            return true;
        }
        refill(tries, nowNanos);
        return tries.left >= 1;
    }

    synchronized void failed(String address, long nowNanos) {
        Tries tries = byAddress.computeIfAbsent(address, key -> {
            Tries fresh = new Tries();
            fresh.atNanos = nowNanos;
            return fresh;
        });
        refill(tries, nowNanos);
        tries.left = Math.max(0, tries.left - 1);
    }

    private static void refill(Tries tries, long nowNanos) {
        tries.left = Math.min(FREE_TRIES, tries.left + (nowNanos - tries.atNanos) / (double) REFILL_NANOS);
        tries.atNanos = nowNanos;
    }
}
