// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.budget.Waiter;
import io.photon.result.Failure;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory for what comes in with one request: taken before it is read, in steps when no length was announced, and
 * given back when the request has ended, however it ended. On the request's I/O thread, but for the waiter's calls.
 */
public final class RequestMemory implements Waiter, ExchangeCompletionListener {

    /** Whose memory it is. */
    public interface Holder {
        /** There is memory that was waited for. On the I/O thread. */
        void memoryCame();

        /** There was none in time. On the I/O thread. */
        void noMemory();

        /** The request has ended, in whatever way. */
        void gone();
    }

    /** What is read is held twice for a moment: as it came, and as it is stored. */
    private static final int COPIES = 2;

    private static final int FIRST_BYTES = 8 * 1024;
    /** The most that is not large. */
    private static final int SECOND_BYTES = Budget.LARGE_BYTES / COPIES;

    private final Call call;
    private final Budget budget;
    private final int mostBytes;
    private final boolean asItComes;
    private final Holder holder;
    /** Bytes for which there is memory. */
    private int room;

    private boolean waiting;
    private int wanted;
    // Guarded by this: the end may come from any thread.
    private @Nullable Lease lease;
    private boolean ended;

    /** @param mostBytes that one request holds */
    public RequestMemory(Call call, Budget budget, int mostBytes, Holder holder) {
        this(call, budget, mostBytes, false, holder);
    }

    /** @param asItComes whether no more is taken than twice what has come, whatever was announced */
    RequestMemory(Call call, Budget budget, int mostBytes, boolean asItComes, Holder holder) {
        this.asItComes = asItComes;
        this.call = call;
        this.budget = budget;
        this.mostBytes = mostBytes;
        this.holder = holder;
        call.exchange().addExchangeCompleteListener(this);
    }

    /** The memory for a body that has been read, if there is some at once. Thread-safe. */
    public static @Nullable Lease tryTake(Budget budget, int bytes) {
        return budget.tryTake(Use.REQUESTS, (long) COPIES * bytes);
    }

    /** Begins when there is memory for that many bytes; otherwise the request is refused. On the I/O thread. */
    public static void require(Call call, Budget budget, int bytes, Runnable begin) {
        RequestMemory memory = new RequestMemory(call, budget, bytes, new Holder() {
            @Override
            public void memoryCame() {
                begin.run();
            }

            @Override
            public void noMemory() {
                call.answer(Failure.tooMuchAtOnce("nothing was begun; try again in a moment"));
            }

            @Override
            public void gone() {
                // what was begun is told by other means
            }
        });
        if (memory.ensureExactly(bytes)) {
            begin.run();
        }
    }

    private boolean has(long bytes) {
        return bytes <= room;
    }

    public boolean isWaiting() {
        return waiting;
    }

    /** Makes sure that there is memory for that many bytes. @return false when it has to be waited for */
    public boolean ensure(long bytes) {
        if (has(bytes)) {
            return true;
        }
        if (waiting) {
            return false;
        }
        return take(bytes <= FIRST_BYTES ? FIRST_BYTES : bytes <= SECOND_BYTES ? SECOND_BYTES : rest(bytes));
    }

    private int rest(long bytes) {
        return asItComes ? (int) Math.min(mostBytes, 2 * bytes) : mostBytes;
    }

    /** Makes sure that there is memory for the body that was announced, or else for the beginning of it. */
    public boolean ensureAnnounced() {
        long announced = call.exchange().getRequestContentLength();
        return announced >= 0 && !asItComes ? ensureExactly(announced) : ensure(1);
    }

    private boolean ensureExactly(long bytes) {
        return has(bytes) || take((int) Math.min(bytes, mostBytes));
    }

    private boolean take(int bytes) {
        Lease atOnce = tryTake(budget, bytes);
        if (atOnce != null) {
            replace(atOnce, bytes);
            return true;
        }
        waiting = true;
        wanted = bytes;
        budget.take(Use.REQUESTS, (long) COPIES * bytes, Budget.REQUEST_WAIT_MS, this);
        return false;
    }

    @Override
    public void granted(Lease late) {
        call.onIoSoon(() -> {
            waiting = false;
            replace(late, wanted);
            call.guarded(holder::memoryCame);
        });
    }

    @Override
    public void refused() {
        call.onIoSoon(() -> {
            waiting = false;
            call.guarded(holder::noMemory);
        });
    }

    private void replace(Lease next, int bytes) {
        Lease last;
        synchronized (this) {
            last = ended ? next : lease;
            lease = ended ? null : next;
        }
        room = bytes;
        if (last != null) {
            last.close();
        }
    }

    /** Less is needed from now on. */
    void shrinkTo(long bytes) {
        Lease mine;
        synchronized (this) {
            mine = lease;
        }
        if (mine != null && bytes < room) {
            room = (int) bytes;
            mine.shrinkTo(COPIES * bytes);
        }
    }

    /**
     * Asks the log to store something. The memory is held until it has answered, also when the request ends before that;
     * the answer is told on the I/O thread.
     */
    public <T> void askLog(Supplier<CompletableFuture<T>> question, Consumer<T> answered) {
        call.handOver();
        Lease logs = retain();
        try {
            question.get().thenAccept(answer -> {
                logs.close();
                call.onIo(() -> call.guarded(() -> answered.accept(answer)));
            });
        } catch (RuntimeException | Error e) {
            logs.close();
            throw e;
        }
    }

    private synchronized Lease retain() {
        return lease == null ? budget.hold(Use.REQUESTS, 0) : lease.retain();
    }

    /** Nothing of it is held any more. */
    public void release() {
        Lease last;
        synchronized (this) {
            last = lease;
            lease = null;
        }
        room = 0;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
        try {
            synchronized (this) {
                ended = true;
            }
            release();
            holder.gone();
        } finally {
            next.proceed();
        }
    }
}
