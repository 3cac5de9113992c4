// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The stays of threads in code of a user, one at a time, for one owner. Who does not come back is given up by the
 * {@link Overseer}: the owner goes on without that thread, which cannot leave any more but by {@link GivenUp}.
 */
public final class Stay {

    /** Goes on without a thread that does not come back. */
    public interface Owner {
        /**
         * Runs on a timer's thread. What the thread wrote before it entered can be seen; it writes nothing more of its owner's.
         *
         * @param orderId of the event it is at, 0 for none
         */
        void givenUp(String why, long orderId);
    }

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Stay.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long GIVEN_UP = -1;

    private final Owner owner;
    private final Runnable ended;

    /** Odd while a thread is inside. */
    private volatile long state;

    private @Nullable Thread thread;
    private long orderId;

    // What the overseer saw of the stay that lasts; its alone.
    long seen;
    long seenCpuNanos;
    long seenNanos;

    /** @param ended runs when one that was given up has come back */
    Stay(Owner owner, Runnable ended) {
        this.owner = owner;
        this.ended = ended;
    }

    /** What a thread does inside. */
    public interface Call<T, E extends Exception> {
        T run() throws E;
    }

    /** @param atOrderId of the event it is about, 0 for none */
    public <T, E extends Exception> T in(long atOrderId, Call<T, E> call) throws E {
        enter(atOrderId);
        try {
            return call.run();
        } finally {
            leave();
        }
    }

    public void enter(long atOrderId) {
        long before = state;
        if (before == GIVEN_UP) {
            throw new GivenUp();
        }
        thread = Thread.currentThread();
        orderId = atOrderId;
        STATE.setRelease(this, before + 1);
    }

    /** @throws GivenUp when the others have gone on without this thread */
    public void leave() {
        long inside = (long) STATE.getOpaque(this);
        if (inside == GIVEN_UP || !STATE.compareAndSet(this, inside, inside + 1)) {
            ended.run();
            throw new GivenUp();
        }
    }

    /** The stay that lasts, an odd number; even when there is none. */
    long current() {
        return state == GIVEN_UP ? 0 : state;
    }

    public boolean isGivenUp() {
        return state == GIVEN_UP;
    }

    @Nullable Thread thread() {
        return thread;
    }

    Owner owner() {
        return owner;
    }

    long orderId() {
        return orderId;
    }

    /** @return false when it has ended in the meantime */
    boolean giveUp(long thatStay) {
        return STATE.compareAndSet(this, thatStay, GIVEN_UP);
    }
}
