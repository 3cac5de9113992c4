// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/**
 * All threads of the log as one: runs append and read turns in an order the seed decides, also one inside another at the
 * places where a real thread could be overtaken.
 */
final class Scheduler {

    private static final int MAX_DEPTH = 3;

    private final Random random;
    private final Queue<Runnable> appends = new ArrayDeque<>();
    private final List<Runnable> reads = new ArrayList<>();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final Thread thread = Thread.currentThread();
    private boolean inBackground;
    private boolean appending;
    private int depth;
    private boolean held;

    Scheduler(Random random) {
        this.random = random;
    }

    void addAppend(Runnable turn) {
        appends.add(turn);
    }

    void addRead(Runnable turn) {
        reads.add(turn);
    }

    /** Work behind a store. What a timer of its own brings later is not for this life. */
    void addBackground(Runnable task) {
        if (Thread.currentThread() == thread) {
            background.add(task);
        }
    }

    boolean runBackground() {
        if (inBackground || background.isEmpty()) {
            return false;
        }
        inBackground = true;
        try {
            background.remove().run();
        } finally {
            inBackground = false;
        }
        return true;
    }

    /** One turn of the append thread, unless it is in the middle of one. */
    boolean runAppend() {
        if (appending || appends.isEmpty()) {
            return false;
        }
        appending = true;
        try {
            appends.remove().run();
        } finally {
            appending = false;
        }
        return true;
    }

    /** One turn of some reader. */
    boolean runRead() {
        if (reads.isEmpty()) {
            return false;
        }
        reads.remove(random.nextInt(reads.size())).run();
        return true;
    }

    /** A place where somebody else may come first. */
    void overtake() {
        if (!held && depth < MAX_DEPTH && random.nextInt(4) == 0) {
            depth++;
            try {
                switch (random.nextInt(5)) {
                    case 0, 1 -> runAppend();
                    case 2, 3 -> runRead();
                    default -> runBackground();
                }
            } finally {
                depth--;
            }
        }
    }

    /** While the checker reads, nobody overtakes. */
    void hold(boolean isHeld) {
        held = isHeld;
    }

    /** A crash: nobody is left to run. */
    void forget() {
        appends.clear();
        reads.clear();
        background.clear();
        inBackground = false;
        appending = false;
        depth = 0;
    }

    /** Whether somebody has something to do. */
    boolean isBusy() {
        return !appends.isEmpty() || !reads.isEmpty() || !background.isEmpty();
    }

    /** Runs everything; fails when it does not come to rest. */
    void runAll() {
        for (int turns = 0; runAppend() || runRead() || runBackground(); turns++) {
            if (turns > 100_000) {
                throw new AssertionError("the log does not come to rest");
            }
        }
    }
}
