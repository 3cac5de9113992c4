// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.photon.muon.wire.MuonMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A listener that keeps what it hears, for tests in real time. */
public final class Listening implements ChannelListener {

    /** One message, and how to say that its work is done. */
    public record Heard(MuonMessage message, Runnable done) {}

    private final boolean doneAtOnce;
    private final BlockingQueue<Heard> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closings = new LinkedBlockingQueue<>();
    private final Semaphore writable = new Semaphore(0);

    /** @param doneAtOnce whether each message's work is done when it is heard */
    public Listening(boolean doneAtOnce) {
        this.doneAtOnce = doneAtOnce;
    }

    @Override
    public void message(MuonMessage message, Runnable done) {
        if (doneAtOnce) {
            done.run();
        }
        messages.add(new Heard(message, done));
    }

    @Override
    public void writable() {
        writable.release();
    }

    @Override
    public void closed(String why) {
        closings.add(why);
    }

    /** The next message, within half a minute. */
    public Heard next() {
        Heard next = poll(30_000);
        assertNotNull(next, "no message within 30 s; closed: " + closings);
        return next;
    }

    /** The next message, null when none comes in time. */
    public Heard poll(long withinMs) {
        return interruptibly(() -> messages.poll(withinMs, TimeUnit.MILLISECONDS));
    }

    /** Why it was closed; null when it was not in time. */
    public String closing(long withinMs) {
        return interruptibly(() -> closings.poll(withinMs, TimeUnit.MILLISECONDS));
    }

    /** Waits until more may be sent. */
    public boolean awaitWritable(long withinMs) {
        return interruptibly(() -> writable.tryAcquire(withinMs, TimeUnit.MILLISECONDS));
    }

    private interface Waiting<T> {
        T get() throws InterruptedException;
    }

    private static <T> T interruptibly(Waiting<T> waiting) {
        try {
            return waiting.get();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
