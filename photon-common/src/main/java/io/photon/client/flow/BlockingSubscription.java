// SPDX-License-Identifier: Apache-2.0
package io.photon.client.flow;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Between a source and its subscriber. Signals come from the source's thread only, so that they are one after another;
 * demand and cancellation come from any.
 */
final class BlockingSubscription<T> implements Subscription, SourceOutlet<T>, Runnable {

    private final BlockingSource<T> source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Null when no more signals are wanted; the subscriber is then forgotten. */
    private @Nullable Subscriber<? super T> subscriber;

    private long demand;
    private @Nullable Throwable aborted;

    BlockingSubscription(BlockingSource<T> source, Subscriber<? super T> subscriber) {
        this.source = source;
        this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            abort(new IllegalArgumentException("rule 3.9: " + count + " items requested, must be positive"));
            return;
        }
        lock.lock();
        try {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it; the source's thread signals why. */
    void abort(Throwable why) {
        lock.lock();
        try {
            aborted = aborted == null ? why : aborted;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        source.cancel();
    }

    @Override
    public void cancel() {
        if (forget() != null) {
            source.cancel();
        }
    }

    /** From now on nothing is signalled. @return who was to be signalled; null for no one */
    private @Nullable Subscriber<? super T> forget() {
        lock.lock();
        try {
            Subscriber<? super T> known = subscriber;
            subscriber = null;
            changed.signalAll();
            return known;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            source.run(this);
            end(null);
        } catch (Exception e) {
            end(e);
        } catch (Error e) {
            end(e);
            throw e;
        }
    }

    /** Signals the end. @param failure null for a good one */
    void end(@Nullable Throwable failure) {
        Subscriber<? super T> known = forget();
        if (known == null) {
            return;
        }
        Throwable reason = aborted == null ? failure : aborted;
        if (reason == null) {
            known.onComplete();
        } else {
            known.onError(reason);
        }
    }

    @Override
    public boolean awaitDemand() {
        lock.lock();
        try {
            while (isWanted() && demand == 0) {
                changed.awaitUninterruptibly();
            }
            return isWanted();
        } finally {
            lock.unlock();
        }
    }

    private boolean isWanted() {
        return subscriber != null && aborted == null;
    }

    @Override
    public boolean put(T item) {
        Subscriber<? super T> to;
        lock.lock();
        try {
            if (!awaitDemand()) {
                return false;
            }
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            to = Objects.requireNonNull(subscriber); // else there was no demand
        } finally {
            lock.unlock();
        }
        try {
            to.onNext(item);
        } catch (RuntimeException | Error e) { // against rule 2.13: there is no way to signal it
            cancel();
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            return false;
        }
        return true;
    }

    @Override
    public boolean pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (isWanted() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return isWanted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
