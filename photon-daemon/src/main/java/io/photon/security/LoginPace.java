// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Slows down guesses by where they come from and by whom they are about, so that many networks guess no faster than one.
 * Guesses about a name slow down neither this machine nor a network that the name has logged in from. Thread-safe.
 */
final class LoginPace {

    static final int MAX_NAMES = 4_096;
    private static final int NETWORKS = 8;
    private static final int MAX_NAME = 64;

    /** Requests that certainly come from this machine: those that a proxy here passed on have its address, too. */
    private static final String THIS_MACHINE = "this machine";

    private final LoginLimiter byAddress = new LoginLimiter();
    private final LoginLimiter byName = new LoginLimiter();
    private final LongSupplier nanoClock;
    /** From where each name has logged in, the latest last. */
    private final Map<String, Deque<String>> networks = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<String>> eldest) {
            return size() > MAX_NAMES;
        }
    };

    LoginPace(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** How long an attempt has to wait, in ms; empty when too many wait already. @param credential digest of name and password */
    OptionalLong turn(String user, byte[] credential, boolean local, String address) {
        long now = nanoClock.getAsLong();
        OptionalLong first = byAddress.turn(place(local, address), credential, now);
        if (first.isEmpty() || isTrusted(user, local, address)) {
            return first;
        }
        OptionalLong second = byName.turn(name(user), credential, now);
        return second.isEmpty() ? second : OptionalLong.of(Math.max(first.getAsLong(), second.getAsLong()));
    }

    /** Whether the same attempt from there was wrong a while ago: the answer is known without looking. */
    boolean isKnownWrong(byte[] credential, boolean local, String address) {
        return byAddress.isKnownWrong(place(local, address), credential);
    }

    /** An attempt that had its turn was wrong. */
    void failed(String user, byte[] credential, boolean local, String address) {
        long now = nanoClock.getAsLong();
        byAddress.failed(place(local, address), credential, now);
        if (!isTrusted(user, local, address)) {
            byName.failed(name(user), credential, now);
        }
    }

    /** An attempt that had its turn was right. */
    void succeeded(String user, byte[] credential, boolean local, String address) {
        long now = nanoClock.getAsLong();
        byAddress.succeeded(place(local, address), credential, now);
        if (!isTrusted(user, local, address)) {
            byName.succeeded(name(user), credential, now);
        }
        String network = LoginLimiter.client(place(local, address));
        synchronized (networks) {
            Deque<String> known = networks.computeIfAbsent(name(user), any -> new ArrayDeque<>());
            known.remove(network);
            known.addLast(network);
            if (known.size() > NETWORKS) {
                known.removeFirst();
            }
        }
    }

    private boolean isTrusted(String user, boolean local, String address) {
        if (local) {
            return true;
        }
        synchronized (networks) {
            Deque<String> known = networks.get(name(user));
            return known != null && known.contains(LoginLimiter.client(address));
        }
    }

    private static String place(boolean local, String address) {
        return local ? THIS_MACHINE : address;
    }

    /** No name of a user is longer, so what is longer is one guess after the other about no one. */
    private static String name(String user) {
        String cut = user.length() > MAX_NAME ? user.substring(0, MAX_NAME) : user;
        return "user " + cut.toLowerCase(Locale.ROOT).replace(':', ' '); // nothing that could be an address
    }
}
