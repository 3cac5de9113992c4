// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import java.util.Random;

/**
 * Memory, stack, threads or classes that run out for a moment: an error at one of the places, chosen by the seed, where
 * the log asks for something.
 */
final class Errors {

    private final Random random;
    private int left;

    Errors(Random random) {
        this.random = random;
    }

    /** One error, at one of the next places. */
    void soon() {
        left = 1 + random.nextInt(8);
    }

    void none() {
        left = 0;
    }

    /** A place where something may run out. */
    void place() {
        if (left > 0 && --left == 0) {
            throw any();
        }
    }

    /** A place where only memory and threads can run out. */
    void threadPlace() {
        if (left > 0 && --left == 0) {
            throw new OutOfMemoryError("injected: unable to create native thread");
        }
    }

    private Error any() {
        return switch (random.nextInt(4)) {
            case 0 -> new OutOfMemoryError("injected: Java heap space");
            case 1 -> new StackOverflowError("injected");
            case 2 -> new NoClassDefFoundError("injected");
            default -> new OutOfMemoryError("injected: unable to create native thread");
        };
    }
}
