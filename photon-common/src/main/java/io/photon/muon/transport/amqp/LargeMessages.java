// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many large messages are read or written at a time: that takes several times the memory of a message. Two of them if
 * both are of medium size, since most of the time it takes is the processor's; a larger one alone. In the order in which
 * they came. Thread-safe; a thread that is inside may write an answer there.
 */
final class LargeMessages {

    /** From this size on a message waits for its turn. */
    static final int BYTES = 1 << 20;

    /** Both of two messages together, as AMQP carries them. */
    private static final int TOGETHER_MIB = 16;

    private final Semaphore room = new Semaphore(TOGETHER_MIB, true);
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    /** Runs it at once for a small message, else as soon as there is room. @param bytes of the message on the wire, about */
    <T> T with(long bytes, Supplier<T> work) {
        if (bytes < BYTES || inside.get() != null) {
            return work.get();
        }
        int share = (int) Math.max(TOGETHER_MIB / 2, Math.min(TOGETHER_MIB, (bytes + BYTES - 1) / BYTES));
        room.acquireUninterruptibly(share);
        inside.set(true);
        try {
            return work.get();
        } finally {
            inside.remove();
            room.release(share);
        }
    }
}
