// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.memory;

import java.util.Random;

/**
 * How bad a network is, decided by a seed. Inside a socket nothing is lost and order holds, as a broker's queue has it;
 * what is delayed differently is reordered only between sockets. Not thread-safe: the network asks under its lock.
 */
public final class Faults {

    private final Random random;
    private final int maxDelayMs;
    private final double lostHandshakes;
    private final double lostAnnouncements;

    private Faults(Random random, int maxDelayMs, double lostHandshakes, double lostAnnouncements) {
        this.random = random;
        this.maxDelayMs = maxDelayMs;
        this.lostHandshakes = lostHandshakes;
        this.lostAnnouncements = lostAnnouncements;
    }

    /** A network without faults: everything arrives soon. */
    public static Faults none() {
        return new Faults(new Random(0), 0, 0, 0);
    }

    /**
     * A network with faults.
     *
     * @param maxDelayMs each message takes 0 to this long
     * @param lostHandshakes share of handshakes that nobody answers, 0 to 1
     * @param lostAnnouncements share of announcements that somebody does not hear, 0 to 1
     */
    public static Faults seeded(long seed, int maxDelayMs, double lostHandshakes, double lostAnnouncements) {
        return new Faults(new Random(seed), maxDelayMs, lostHandshakes, lostAnnouncements);
    }

    int delayMs() {
        return maxDelayMs == 0 ? 0 : random.nextInt(maxDelayMs + 1);
    }

    boolean losesHandshake() {
        return lostHandshakes > 0 && random.nextDouble() < lostHandshakes;
    }

    boolean losesAnnouncement() {
        return lostAnnouncements > 0 && random.nextDouble() < lostAnnouncements;
    }
}
