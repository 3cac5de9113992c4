package io.photon.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Makes guessing passwords slow. Each client has some free guesses and gets one back every second; after that, its attempts
 * wait for their turn, the right password too, so that it comes in and the waiting tells nothing. A wrong password
 * that is sent again and again is one guess. Memory is bounded: of more clients than {@link #MAX_CLIENTS} the longest
 * unseen is forgotten. Thread-safe.
 */
final class LoginLimiter {

    static final int FREE_GUESSES = 20;
    static final int MAX_WAITING = 10;
    static final int MAX_CLIENTS = 4_096;
    private static final int REMEMBERED_GUESSES = 8;
    private static final double NANOS_PER_GUESS = 1_000_000_000;
    private static final double NANOS_PER_MS = 1_000_000;
    private static final int NETWORK_BYTES = 8;

    private static final class Guesses {
        /** Below zero: how many wait. */
        private double left = FREE_GUESSES;

        private long atNanos;
        private final Deque<byte[]> wrong = new ArrayDeque<>();

        boolean knows(byte[] credential) {
            return wrong.stream().anyMatch(seen -> Arrays.equals(seen, credential));
        }
    }

    private final Map<String, Guesses> byClient = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Guesses> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    /**
     * How long an attempt has to wait, in ms; empty when too many of this client wait already.
     *
     * @param credential digest of name and password
     */
    synchronized OptionalLong turn(String address, byte[] credential, long nowNanos) {
        Guesses guesses = byClient.get(client(address));
        if (guesses == null) {
            return OptionalLong.of(0);
        }
        refill(guesses, nowNanos);
        if (guesses.left >= 1 || guesses.knows(credential)) {
            return OptionalLong.of(0);
        }
        if (guesses.left <= -MAX_WAITING) {
            return OptionalLong.empty();
        }
        double wait = (1 - guesses.left) * NANOS_PER_GUESS / NANOS_PER_MS;
        guesses.left -= 1;
        return OptionalLong.of((long) Math.ceil(wait));
    }

    /** Whether this client has shown it before, and it was wrong. */
    synchronized boolean isKnownWrong(String address, byte[] credential) {
        Guesses guesses = byClient.get(client(address));
        return guesses != null && guesses.knows(credential);
    }

    /** An attempt was wrong. @param waited whether it waited for its turn, and has paid with that */
    synchronized void failed(String address, byte[] credential, boolean waited, long nowNanos) {
        Guesses guesses = byClient.computeIfAbsent(client(address), key -> {
            Guesses fresh = new Guesses();
            fresh.atNanos = nowNanos;
            return fresh;
        });
        refill(guesses, nowNanos);
        if (guesses.knows(credential)) {
            return;
        }
        if (!waited || guesses.left >= 1) { // what waited for another limit has not paid here
            guesses.left = Math.max(0, guesses.left - 1);
        }
        guesses.wrong.addLast(credential);
        if (guesses.wrong.size() > REMEMBERED_GUESSES) {
            guesses.wrong.removeFirst();
        }
    }

    /** An attempt that waited was right: it was no guess. */
    synchronized void succeeded(String address, long nowNanos) {
        Guesses guesses = byClient.get(client(address));
        if (guesses != null) {
            refill(guesses, nowNanos);
            guesses.left = Math.min(FREE_GUESSES, guesses.left + 1);
        }
    }

    private static void refill(Guesses guesses, long nowNanos) {
        guesses.left = Math.min(FREE_GUESSES, guesses.left + (nowNanos - guesses.atNanos) / NANOS_PER_GUESS);
        guesses.atNanos = nowNanos;
    }

    /** Addresses that one machine can have many of are one client: all of 127/8 and ::1, and an IPv6 network (/64). */
    static String client(String address) {
        boolean literal =
                address.indexOf(':') >= 0 || !address.isEmpty() && address.charAt(0) >= '0' && address.charAt(0) <= '9';
        if (!literal) {
            return address; // nothing that is looked up
        }
        try {
            int zone = address.indexOf('%');
            InetAddress known = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
            byte[] bytes = known.getAddress();
            return known.isLoopbackAddress()
                    ? "loopback"
                    : bytes.length == 4
                            ? known.getHostAddress()
                            : Long.toHexString(
                                    ByteBuffer.wrap(bytes, 0, NETWORK_BYTES).getLong());
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
