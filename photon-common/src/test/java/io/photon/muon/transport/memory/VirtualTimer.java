// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.memory;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when told to. One thread. */
public final class VirtualTimer implements TaskTimer {

    private record Task(long atMs, long number, Runnable run) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::atMs).thenComparingLong(Task::number));
    private long nowMs;
    private long number;

    public VirtualTimer(long startMs) {
        nowMs = startMs;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public void after(long delayMs, Runnable task) {
        tasks.add(new Task(nowMs + delayMs, number++, task));
    }

    /** Lets time pass, with everything that is due in it. */
    public void pass(long ms) {
        long until = nowMs + ms;
        while (!tasks.isEmpty() && tasks.peek().atMs() <= until) {
            step();
        }
        nowMs = until;
    }

    /** Runs the next task, at its time; false when there is none. */
    public boolean step() {
        Task next = tasks.poll();
        if (next == null) {
            return false;
        }
        nowMs = Math.max(nowMs, next.atMs());
        next.run().run();
        return true;
    }
}
