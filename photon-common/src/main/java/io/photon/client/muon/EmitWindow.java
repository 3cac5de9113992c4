package io.photon.client.muon;

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

    private static final long MAX_BYTES = 4 << 20;

    /**
     * One line of an input.
     *
     * @param line its number, from 1
     * @param bytes of the event
     */
    private record Pending(long line, int bytes, CompletableFuture<Result<EventResult>> answer) {}

    /**
     * What became of a line.
     *
     * @param result stored, or why not
     */
    record Answered(long line, Result<EventResult> result) {}

    private final Socket socket;
    private final long answerMs;
    private final Patience whole;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long bytes;

    /** @param answerMs how long an answer may take @param whole the limit of everything together */
    EmitWindow(Socket socket, long answerMs, Patience whole) {
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
            Asking<EventResult> asking = new Asking<>(EmitQuestion.of(event));
            pending.addLast(new Pending(line, event.length, asking.answer()));
            bytes += event.length;
            socket.begin(asking);
        }
        return room;
    }

    /** A line that is not sent, with its verdict in the line's place. */
    void refuse(long line, Failure failure) {
        pending.addLast(new Pending(line, 0, CompletableFuture.completedFuture(Result.err(failure))));
    }

    /** The answer to the oldest; waits for it. */
    Answered oldest() {
        Pending first = pending.removeFirst();
        bytes -= first.bytes();
        Patience patience = new Patience(whole.isLimited() ? Math.max(1, whole.leftMs(answerMs)) : 0, answerMs);
        Result<EventResult> result = patience.await(first.answer(), "answer to line " + first.line());
        return new Answered(first.line(), result);
    }

    /** Whether a failure is about the connection and not about the one event: no more answers come. */
    boolean isBroken(Failure failure) {
        return !socket.isOpen() || failure.kind() == Kind.TIMED_OUT;
    }
}
