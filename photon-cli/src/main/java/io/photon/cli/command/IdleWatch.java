// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.client.ByteSink;
import io.photon.client.PhotonClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Breaks a replay off when nothing arrived for a while: {@code --idle}. */
public final class IdleWatch implements ByteSink, AutoCloseable {

    private final ByteSink next;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long lastNanos = System.nanoTime();
    /** While the output does not take what came, the daemon is not to blame for the silence. */
    private volatile boolean passingOn;

    private volatile boolean ended;

    private IdleWatch(ByteSink next) {
        this.next = next;
    }

    /** @param idleMs 0 to wait without end */
    public static IdleWatch of(PhotonClient client, long idleMs, ByteSink next) {
        return of(client::cancel, idleMs, next);
    }

    /** @param cancel breaks the request off @param idleMs 0 to wait without end */
    public static IdleWatch of(Runnable cancel, long idleMs, ByteSink next) {
        IdleWatch watch = new IdleWatch(next);
        if (idleMs > 0) {
            Thread thread = new Thread(() -> watch.run(cancel, idleMs * 1_000_000), "photon-idle");
            thread.setDaemon(true);
            thread.start();
        }
        return watch;
    }

    private void run(Runnable cancel, long idleNanos) {
        try {
            long left = idleNanos;
            while (!closed.await(left, TimeUnit.NANOSECONDS)) {
                left = passingOn ? idleNanos : idleNanos - (System.nanoTime() - lastNanos);
                if (left <= 0) {
                    ended = true;
                    cancel.run();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        passingOn = true;
        next.write(bytes, offset, length);
        lastNanos = System.nanoTime();
        passingOn = false;
    }

    @Override
    public void pause() {
        passingOn = true;
        next.pause();
        passingOn = false;
    }

    /** Whether it was this watch that ended the replay. */
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
