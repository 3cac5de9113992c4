// SPDX-License-Identifier: Apache-2.0
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
        /** Counted, and not known yet to be right or wrong. */
        private final Deque<byte[]> underWay = new ArrayDeque<>();

        boolean knows(byte[] credential) {
            return holds(wrong, credential) || holds(underWay, credential);
        }

        void count(byte[] credential) {
            left -= 1;
            add(underWay, credential, FREE_GUESSES + MAX_WAITING);
        }

        private static boolean holds(Deque<byte[]> credentials, byte[] credential) {
            return credentials.stream().anyMatch(seen -> Arrays.equals(seen, credential));
        }

        private static void add(Deque<byte[]> credentials, byte[] credential, int most) {
            credentials.addLast(credential);
            if (credentials.size() > most) {
                credentials.removeFirst();
            }
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
     * How long an attempt has to wait, in ms; empty when too many of this client wait already. The attempt counts as a guess
     * from here on, so that those which are made at the same time count each; {@link #succeeded} gives it back.
     *
     * @param credential digest of name and password
     */
    synchronized OptionalLong turn(String address, byte[] credential, long nowNanos) {
        Guesses guesses = of(address, nowNanos);
        if (guesses.knows(credential)) {
            return OptionalLong.of(0);
        }
        if (guesses.left >= 1) {
            guesses.count(credential);
            return OptionalLong.of(0);
        }
        if (guesses.left <= -MAX_WAITING) {
            return OptionalLong.empty();
        }
        double wait = (1 - guesses.left) * NANOS_PER_GUESS / NANOS_PER_MS;
        guesses.count(credential);
        return OptionalLong.of((long) Math.ceil(wait));
    }

    /** Whether this client has shown it before, and it was wrong. */
    synchronized boolean isKnownWrong(String address, byte[] credential) {
        Guesses guesses = byClient.get(client(address));
        return guesses != null && Guesses.holds(guesses.wrong, credential);
    }

    /** An attempt was wrong; it counts now if it had no {@link #turn}. */
    synchronized void failed(String address, byte[] credential, long nowNanos) {
        Guesses guesses = of(address, nowNanos);
        boolean counted = guesses.underWay.removeIf(each -> Arrays.equals(each, credential));
        if (Guesses.holds(guesses.wrong, credential)) {
            return;
        }
        Guesses.add(guesses.wrong, credential, REMEMBERED_GUESSES);
        if (!counted) {
            guesses.left = Math.max(0, guesses.left - 1);
        }
    }

    /** An attempt that had its {@link #turn} was right: it was no guess. */
    synchronized void succeeded(String address, byte[] credential, long nowNanos) {
        Guesses guesses = byClient.get(client(address));
        if (guesses != null && guesses.underWay.removeIf(each -> Arrays.equals(each, credential))) {
            refill(guesses, nowNanos);
            guesses.left = Math.min(FREE_GUESSES, guesses.left + 1);
        }
    }

    private Guesses of(String address, long nowNanos) {
        Guesses guesses = byClient.computeIfAbsent(client(address), key -> {
            Guesses fresh = new Guesses();
            fresh.atNanos = nowNanos;
            return fresh;
        });
        refill(guesses, nowNanos);
        return guesses;
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
