// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.RepeatAnswer;
import io.photon.door.http.wire.Repeatable;
import io.photon.door.http.wire.RequestFacts;
import io.photon.door.http.wire.ScratchBuffer;
import io.photon.result.Failure;
import io.photon.result.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.StreamSinkConduit;

/**
 * The short way of requests of one connection that begin with the head of one that was answered: they are read and answered
 * here, and Undertow does not hear of them. Each second one request goes the whole way, and always one that differs in
 * anything. On the connection's I/O thread.
 */
final class RepeatedRequests {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedRequests.class);

    /** How long a head is believed, at most. */
    private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Of the time after which Undertow closes a connection over which it hears nothing. */
    private static final int IDLE_SHARE = 4;
    /** A client whose heads were learned that often in vain sends no two that are the same. */
    private static final int MOST_IN_VAIN = 16;

    /** @param question as counters name it */
    private record Known(
            RepeatedHead head, Repeatable repeatable, String question, ObjIntConsumer<String> over, long since) {}

    private final StreamConnection connection;
    private final StreamSinkConduit sink;
    private final HttpSettings.Times times;
    private final OpenRequests openRequests;
    private final IoErrands ioThread;
    private final long believedNanos;

    private @Nullable Known known;
    private int inVain;
    private boolean pending;
    private @Nullable ByteBuffer rest;
    private int status;
    private XnioExecutor.@Nullable Key timer;
    private Runnable afterwards = () -> {};

    /**
     * @param sink what Undertow's answers go to in the end
     * @param ioThread the connection's
     */
    RepeatedRequests(
            StreamConnection connection,
            StreamSinkConduit sink,
            HttpSettings.Times times,
            OpenRequests openRequests,
            IoErrands ioThread) {
        this.connection = connection;
        this.sink = sink;
        this.times = times;
        this.openRequests = openRequests;
        this.ioThread = ioThread;
        this.believedNanos =
                Math.min(BELIEVED_NANOS, TimeUnit.MILLISECONDS.toNanos(times.idleTimeoutMs()) / IDLE_SHARE);
    }

    /** Whether it is of any use to learn another head. */
    boolean learns() {
        return inVain < MOST_IN_VAIN;
    }

    /**
     * Knows a head from now on.
     *
     * @param head null for one that is not taken again
     * @param over hears of each request that is answered here: its question and status
     */
    void learn(@Nullable RepeatedHead head, Repeatable repeatable, String question, ObjIntConsumer<String> over) {
        inVain++;
        known = head == null ? null : new Known(head, repeatable, question, over, System.nanoTime());
    }

    /** Whether a request is under way here: no other is read until it is answered. */
    boolean isPending() {
        return pending;
    }

    /** What is to be done when the request that is under way is answered. */
    void afterwards(Runnable task) {
        afterwards = task;
    }

    /** @param bytes that were read, all that is there @return whether they were a request, which is answered now or later */
    boolean take(ByteBuffer bytes, int from, int to) {
        Known last = known;
        if (last == null) {
            return false;
        }
        known = null;
        if (openRequests.isClosing() || System.nanoTime() - last.since() > believedNanos) {
            return false;
        }
        int begin = last.head().bodyOf(bytes, from, to);
        if (begin < 0) {
            return false;
        }
        byte[] body = new byte[to - begin];
        bytes.get(begin, body);
        openRequests.requestBegun();
        Supplier<CompletableFuture<RepeatAnswer>> ask;
        try {
            ask = last.repeatable().read(body);
        } catch (RuntimeException | Error e) {
            LOG.debug("a request goes the whole way, which will tell of this", e);
            ask = null;
        }
        if (ask == null) {
            openRequests.requestEnded();
            return false;
        }
        known = last;
        inVain = 0;
        pending = true;
        ask(ask);
        return true;
    }

    private void ask(Supplier<CompletableFuture<RepeatAnswer>> ask) {
        try {
            ask.get().whenComplete((answer, failure) -> answer(answer == null ? unknown(failure) : answer));
        } catch (RuntimeException | Error e) {
            send(unknown(e));
        }
    }

    private static RepeatAnswer unknown(Throwable e) {
        LOG.error("a request failed", e);
        return RepeatAnswer.of(Failure.outcomeUnknown("Photon failed after the log was asked: " + Fault.words(e)));
    }

    private void answer(RepeatAnswer answer) {
        if (Thread.currentThread() == connection.getIoThread()) {
            send(answer);
            return;
        }
        try {
            ioThread.give(sending(answer));
        } catch (RuntimeException | Error e) { // there will be no answer: the client must not wait
            IoUtils.safeClose(connection);
            throw e;
        }
    }

    private IoErrands.Errand sending(RepeatAnswer answer) {
        return new IoErrands.Errand() {
            @Override
            public void run() {
                send(answer);
            }

            @Override
            public void dropped() {
                IoUtils.safeClose(connection);
            }
        };
    }

    private void send(RepeatAnswer answer) {
        try {
            status = answer.status();
            write(answer.bytes(ScratchBuffer.take(), RequestFacts.nextId()));
        } catch (IOException e) {
            LOG.debug("an answer could not be written", e);
            end(true);
        } catch (RuntimeException | Error e) {
            LOG.error("an answer was not written", e);
            end(true);
        }
    }

    /** All of it at once as a rule; a client that takes nothing is waited for, but not without end. */
    private void write(ByteBuffer out) throws IOException {
        while (out.hasRemaining()) {
            if (sink.write(out) == 0) {
                if (out != rest) {
                    rest = ByteBuffer.allocate(out.remaining()).put(out).flip();
                }
                awaitRoom();
                return;
            }
            stopTimer();
        }
        end(false);
    }

    private void awaitRoom() {
        if (timer == null) {
            timer = connection
                    .getIoThread()
                    .executeAfter(() -> end(true), times.writeTimeoutMs(), TimeUnit.MILLISECONDS);
        }
        connection.getSinkChannel().setWriteListener(ready -> {
            ready.suspendWrites();
            ByteBuffer left = rest;
            if (left != null) {
                try {
                    write(left);
                } catch (IOException e) {
                    LOG.debug("the rest of an answer could not be written", e);
                    end(true);
                }
            }
        });
        connection.getSinkChannel().resumeWrites();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.remove();
            timer = null;
        }
    }

    private void end(boolean cut) {
        if (!pending) {
            return;
        }
        pending = false;
        if (rest != null) {
            rest = null;
            connection.getSinkChannel().setWriteListener(null);
        }
        stopTimer();
        openRequests.repeatedEnded();
        Known last = known;
        if (last != null) {
            last.over().accept(last.question(), status);
        }
        Runnable next = afterwards;
        afterwards = () -> {};
        if (cut) {
            IoUtils.safeClose(connection);
        } else {
            next.run();
        }
    }
}
