// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.task.Steady;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that asks another node until it is closed. Thread-safe. */
final class UpstreamThread {

    private static final long AGAIN_MS = 1_000;

    private final Upstream upstream;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    /** @param work ends soon after {@link #isStopping} says so; after an error it begins again */
    UpstreamThread(String name, Upstream upstream, Runnable work) {
        this.upstream = upstream;
        this.thread = Steady.thread(name, () -> untilDone(name, work));
    }

    /** Memory that ran out for a moment must not end it: no one else would make it anew. */
    private void untilDone(String name, Runnable work) {
        while (!Steady.run(name, work) && !isStopping()) {
            Steady.run(name + ": connecting again", upstream::reconnect); // what was being read is lost
            pause(AGAIN_MS);
        }
    }

    void start() {
        thread.start();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits, unless it is to stop. @return whether it is */
    boolean pause(long ms) {
        try {
            return stopping.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Breaks off what is being asked, waits for the end, though not from within, and closes the way to the other node. */
    void close(int mostSeconds) {
        stopping.countDown();
        upstream.cancel();
        if (mostSeconds > 0 && thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(mostSeconds));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        upstream.close();
    }
}
