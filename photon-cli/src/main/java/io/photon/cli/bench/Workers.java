// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Threads that work until the sign to stop. One that fails by a fault of ours ends the run. */
final class Workers {

    private final Halt halt;
    private final List<Thread> threads = new ArrayList<>();

    Workers(Halt halt) {
        this.halt = halt;
    }

    void start(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        halt.fail(Faults.of(e));
                    }
                },
                "photon-bench-" + name + "-" + (threads.size() + 1));
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Waits for all of them together. @return whether they have ended */
    boolean join(long ms) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
