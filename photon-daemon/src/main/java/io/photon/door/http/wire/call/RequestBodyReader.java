// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.door.http.wire.ScratchBuffer;
import io.photon.result.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/** Reads a request's body on its I/O thread as it comes, and can be paused. Used on the I/O thread only. */
public final class RequestBodyReader {

    /** Gets what is read. */
    public interface Receiver {
        /** Takes the bytes at once; may {@link RequestBodyReader#pause}. */
        void bytes(ByteBuffer chunk);

        /** The body has ended as it should. */
        void end();

        /** The body will not end as it should: it is faulty or cut, the client has gone, or was silent too long. */
        void broken(Failure failure);

        /** How long the client may be silent now, ms. */
        long patienceMs();
    }

    private static final Logger LOG = LoggerFactory.getLogger(RequestBodyReader.class);

    private static final int READS_PER_TURN = 4;

    private final Call call;
    private final Receiver receiver;
    private @Nullable StreamSourceChannel channel;
    private boolean paused;
    private boolean done;
    private boolean inTurn;
    private long lastReadNanos;
    private XnioExecutor.@Nullable Key timer;

    public RequestBodyReader(Call call, Receiver receiver) {
        this.call = call;
        this.receiver = receiver;
    }

    /** Begins to read, or reads on after a pause. */
    public void startOrResume() {
        if (channel == null) {
            start();
        } else {
            resume();
        }
    }

    public void start() {
        if (done) {
            return; // stopped before it began: the rest of the body is the answer's business
        }
        channel = call.body();
        channel.getReadSetter().set(ready -> call.guarded(this::turn));
        lastReadNanos = System.nanoTime();
        turn();
    }

    public void pause() {
        paused = true;
    }

    public void resume() {
        if (paused && !done) {
            paused = false;
            lastReadNanos = System.nanoTime();
            if (!inTurn) {
                turn();
            }
        }
    }

    /** Reads nothing more. */
    public void stop() {
        if (!done) {
            done = true;
            stopTimer();
            if (channel != null) {
                channel.suspendReads();
            }
        }
    }

    private void turn() {
        inTurn = true;
        try {
            for (int reads = 0; reads < READS_PER_TURN && !paused && !done; reads++) {
                ByteBuffer chunk = ScratchBuffer.take();
                int n = channel().read(chunk);
                if (n < 0) {
                    stop();
                    receiver.end();
                    return;
                }
                if (n > 0) {
                    lastReadNanos = System.nanoTime();
                    receiver.bytes(chunk.flip());
                }
                Failure fault = call.bodyFault();
                if (fault != null && !done) {
                    stop();
                    receiver.broken(fault);
                    return;
                }
                if (n == 0) {
                    awaitMore();
                    return;
                }
            }
        } catch (IOException e) {
            LOG.debug("a request body broke off", e);
            stop();
            receiver.broken(Failure.of(Failure.Kind.BAD_INPUT, "the request ended in the middle", "send it again"));
            return;
        } finally {
            inTurn = false;
        }
        if (done) {
            return;
        }
        channel().suspendReads();
        if (!paused) {
            call.ioThread().execute(() -> call.guarded(this::turnAgain)); // fair: others wait on this thread
        }
    }

    private void turnAgain() {
        if (!paused && !done) {
            turn();
        }
    }

    private void awaitMore() {
        channel().resumeReads();
        if (timer == null) {
            timer = call.after(Math.max(1, receiver.patienceMs()), this::guardedCheck);
        }
    }

    private void guardedCheck() {
        call.guarded(this::checkPatience);
    }

    private void checkPatience() {
        timer = null;
        if (done) {
            return;
        }
        long left = receiver.patienceMs() - (System.nanoTime() - lastReadNanos) / 1_000_000;
        if (paused || left > 0) {
            timer = call.after(Math.max(1, paused ? receiver.patienceMs() : left), this::guardedCheck);
            return;
        }
        stop();
        receiver.broken(Failure.of(
                Failure.Kind.TIMED_OUT,
                "nothing came for " + receiver.patienceMs() + " ms",
                "send the request in one go"));
    }

    private void stopTimer() {
        if (timer != null) {
            timer.remove();
            timer = null;
        }
    }

    private StreamSourceChannel channel() {
        return Objects.requireNonNull(channel);
    }
}
