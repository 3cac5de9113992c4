// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.memory;

/** Time, and tasks in it: one at a time, in order of their times. Thread-safe. */
public interface TaskTimer {

    /** Now, in ms since 1970; never goes back. */
    long nowMs();

    /** Runs a task later, after those that are due before. */
    void after(long delayMs, Runnable task);

    /** Runs a task soon, after those that wait already. */
    default void soon(Runnable task) {
        after(0, task);
    }
}
