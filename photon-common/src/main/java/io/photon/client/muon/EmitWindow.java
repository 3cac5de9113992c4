// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.client.muon.network.AnswerDeadline;
import io.photon.client.muon.network.ServiceCall;
import io.photon.client.muon.network.ServiceSocket;
import io.photon.muon.stack.client.EmitQuestion;
import io.photon.muon.wire.EventResult;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * Emits on their way, answered in the order they were sent. Bounded by number and by bytes, so that a store that answers
 * slowly slows the sender down, and answers within the store's time limit of 800 ms. For one thread.
 */
final class EmitWindow {

    /** Few enough that the store deals with all of them well within its time limit. */
    static final int MAX_EVENTS = 256;

    /** The line of an event that is the only one. */
    static final long ALONE = 0;

    private static final long MAX_BYTES = 4 << 20;

    /**
     * One line of an input.
     *
     * @param line its number, from 1
     * @param event empty for one that was not sent
     */
    private record Pending(long line, byte[] event, CompletableFuture<Result<EventResult>> answer) {}

    /**
     * What became of a line.
     *
     * @param result stored, or why not
     * @param broken whether no more answers come, for the failure is the connection's
     */
    record Answered(long line, Result<EventResult> result, boolean broken) {}

    /** How long an overloaded store is asked again. */
    private static final long RETRY_FOR_MS = 30_000;

    private static final byte[] NOTHING = {};

    private final ServiceSocket socket;
    private final long answerMs;
    private final AnswerDeadline whole;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long bytes;

    /** @param answerMs how long an answer may take @param whole the limit of everything together */
    EmitWindow(ServiceSocket socket, long answerMs, AnswerDeadline whole) {
        this.socket = socket;
        this.answerMs = answerMs;
        this.whole = whole;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Whether an event of this size must wait for an answer first; one alone never must. */
    boolean isFull(int eventBytes) {
        return pending.size() >= MAX_EVENTS || (!pending.isEmpty() && bytes + eventBytes > MAX_BYTES);
    }

    /** Whether the oldest is answered, so that {@link #oldest} does not wait. */
    boolean isAnswered() {
        Pending first = pending.peekFirst();
        return first != null && first.answer().isDone();
    }

    /** Sends an event; waits only for room in the connection. @return why it cannot be sent, or an Ok */
    Result<Boolean> send(long line, byte[] event) {
        Result<Boolean> room;
        try {
            room = socket.awaitRoom(Math.max(1, whole.leftMs(answerMs)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            room = Result.err(Kind.TIMED_OUT, "interrupted while sending line " + line, null);
        }
        if (room instanceof Result.Ok<Boolean>) {
            ServiceCall<EventResult> asking = new ServiceCall<>(EmitQuestion.of(event));
            pending.addLast(new Pending(line, event, asking.answer()));
            bytes += event.length;
            socket.begin(asking);
        }
        return room;
    }

    /** A line that is not sent, with its verdict in the line's place. */
    void refuse(long line, Failure failure) {
        pending.addLast(new Pending(line, NOTHING, CompletableFuture.completedFuture(Result.err(failure))));
    }

    /**
     * The answer to the oldest; waits for it. An event that a store was too busy for, and so did not store, is sent again:
     * those sent after it may then come before it.
     */
    Answered oldest() {
        Pending first = pending.removeFirst();
        bytes -= first.event().length;
        Answered answered = answered(first);
        AnswerDeadline retries = whole.anew(RETRY_FOR_MS, RETRY_FOR_MS);
        for (int attempt = 0; isOverloaded(answered, first) && !retries.isOver(); attempt++) {
            if (!socket.pause(Math.min(100L << Math.min(attempt, 5), 2_000))) {
                break;
            }
            ServiceCall<EventResult> again = new ServiceCall<>(EmitQuestion.of(first.event()));
            socket.begin(again);
            answered = answered(new Pending(first.line(), first.event(), again.answer()));
        }
        return answered;
    }

    private static boolean isOverloaded(Answered answered, Pending sent) {
        return sent.event().length > 0
                && !answered.broken()
                && answered.result() instanceof Result.Err<EventResult> err
                && err.failure().kind() == Kind.OVERLOADED;
    }

    private Answered answered(Pending sent) {
        AnswerDeadline deadline = whole.anew(whole.isLimited() ? Math.max(1, whole.leftMs(answerMs)) : 0, answerMs);
        Result<EventResult> result = deadline.await(
                sent.answer(),
                sent.line() == ALONE ? "answer of '" + socket.service() + "'" : "answer to line " + sent.line());
        boolean failed = result instanceof Result.Err<EventResult>;
        boolean sentToStore = sent.event().length > 0;
        boolean broken = failed && sentToStore && (!sent.answer().isDone() || !socket.isOpen());
        return new Answered(sent.line(), broken && sent.line() == ALONE ? unanswered(result) : result, broken);
    }

    /** It was sent, and the connection was lost before its answer came. */
    private static Result<EventResult> unanswered(Result<EventResult> result) {
        Failure failure = result.failure();
        return failure.kind() == Kind.UNREACHABLE ? Result.err(Failure.outcomeUnknown(failure.message())) : result;
    }
}
