package io.photon.projection;

import io.photon.event.OrderIds;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Who waits until a projection has reached a position. Thread-safe. */
final class Waiters {

    private static final long LOOK_MS = 20;
    private static final int MOST = 10_000;

    private record Waiter(Runner runner, long position, long deadline, CompletableFuture<Result<Long>> answer) {}

    private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();
    private final Turns pool;
    private final LongSupplier head;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closed;

    /** @param head of the log */
    Waiters(Turns pool, LongSupplier head) {
        this.pool = pool;
        this.head = head;
    }

    CompletableFuture<Result<Long>> add(Runner runner, long position, Duration timeout) {
        CompletableFuture<Result<Long>> answer = new CompletableFuture<>();
        if (waiting.size() >= MOST) {
            answer.complete(
                    Result.err(Failure.Kind.OVERLOADED, MOST + " others are waiting already", "try again in a moment"));
            return answer;
        }
        waiting.add(new Waiter(runner, position, System.nanoTime() + timeout.toNanos(), answer));
        if (closed) {
            close(); // it may have come too late to be told
        }
        look();
        return answer;
    }

    /** Somebody's position has changed. */
    void moved() {
        if (!waiting.isEmpty()) {
            check();
        }
    }

    /** A position moves without a turn, too, when nothing in its stream happens. */
    private void look() {
        check();
        if (!waiting.isEmpty() && looking.compareAndSet(false, true)) {
            pool.later(LOOK_MS, () -> {
                looking.set(false);
                look();
            });
        }
    }

    private void check() {
        long now = System.nanoTime();
        waiting.removeIf(waiter -> {
            long reached = waiter.runner().reached();
            if (reached >= enough(waiter.position())) {
                waiter.answer().complete(Result.ok(reached));
            } else if (waiter.runner().isRemoved()) {
                waiter.answer()
                        .complete(Result.err(
                                Failure.Kind.NOT_FOUND,
                                "projection '" + waiter.runner().name() + "' was deleted",
                                "list them with: photon projection list"));
            } else if (waiter.runner().failure() != null) {
                waiter.answer()
                        .complete(Result.err(
                                Failure.Kind.CONFLICT,
                                "projection '" + waiter.runner().name() + "' has failed at " + reached + ", not yet at "
                                        + waiter.position() + ": "
                                        + waiter.runner().failure().message(),
                                "see its last-error; resume it when that is dealt with"));
            } else if (now - waiter.deadline() >= 0) {
                waiter.answer()
                        .complete(Result.err(
                                Failure.Kind.TIMED_OUT,
                                "projection '" + waiter.runner().name() + "' is "
                                        + waiter.runner().outline().status().word() + " at " + reached
                                        + ", not yet at " + waiter.position(),
                                "wait longer, or see its status"));
            }
            return waiter.answer().isDone();
        });
    }

    /** Nothing is appended any more at a position whose time is over: then all there is suffices. */
    private long enough(long position) {
        boolean isOver = position < OrderIds.firstOfMillis(System.currentTimeMillis());
        return isOver ? Math.min(position, head.getAsLong()) : position;
    }

    /** Nobody will get there any more. */
    void close() {
        closed = true;
        for (Waiter waiter = waiting.poll(); waiter != null; waiter = waiting.poll()) {
            waiter.answer().complete(Result.err(stopping()));
        }
    }

    static Failure stopping() {
        return Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "wait again after its restart");
    }
}
