// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.cli.output.Lines;
import io.photon.client.ByteSink;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * In the first second of a live replay, whenever it is about to wait, its last line follows those before it a moment
 * later: a reader that has enough of them, as {@code head -1}, has left by then and is noticed, instead of being waited
 * on until the next event. Takes whole lines; for one thread.
 */
public final class TailDelay implements ByteSink {

    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long BEGINNING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ByteSink next;
    private final LongSupplier nanos;
    private byte[] held = {};
    private boolean passedOn;
    private boolean done;
    private long firstNanos;

    public TailDelay(ByteSink next) {
        this(next, System::nanoTime);
    }

    /** @param nanos a clock that never goes back */
    TailDelay(ByteSink next, LongSupplier nanos) {
        this.next = next;
        this.nanos = nanos;
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        if (done) {
            next.write(lines, offset, length);
            return;
        }
        if (held.length == 0 && !passedOn) {
            firstNanos = nanos.getAsLong();
        }
        passHeld();
        int end = offset + length;
        int last = Lines.lastLine(lines, offset, end);
        if (last > offset) {
            next.write(lines, offset, last - offset);
            passedOn = true;
        }
        held = Arrays.copyOfRange(lines, last, end);
    }

    private void passHeld() {
        if (held.length > 0) {
            next.write(held, 0, held.length);
            held = new byte[0];
            passedOn = true;
        }
    }

    @Override
    public void pause() {
        if (held.length > 0) {
            if (passedOn) {
                next.pause();
                LockSupport.parkNanos(MOMENT_NANOS);
            }
            passHeld();
            done = nanos.getAsLong() - firstNanos > BEGINNING_NANOS;
        }
        next.pause();
    }
}
