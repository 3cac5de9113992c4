// SPDX-License-Identifier: Apache-2.0
package io.photon.client.flow;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The items of a publisher for a thread that waits for them. At most a window of them is asked for ahead. One thread takes;
 * {@link #close} may come from any.
 *
 * @param <T> the items' type
 */
public final class Pulled<T> implements Subscriber<T>, Iterator<T>, AutoCloseable {

    private final int window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private @Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean over;
    private boolean closed;
    private int taken;

    private Pulled(int window) {
        this.window = window;
    }

    /** Subscribes. @param window how many items may wait here at most, 1 or more */
    public static <T> Pulled<T> from(Publisher<? extends T> publisher, int window) {
        Pulled<T> pulled = new Pulled<>(window);
        publisher.subscribe(pulled);
        return pulled;
    }

    @Override
    public void onSubscribe(Subscription given) {
        Objects.requireNonNull(given, "subscription");
        boolean isWanted;
        lock.lock();
        try {
            isWanted = subscription == null && !closed;
            subscription = isWanted ? given : subscription;
        } finally {
            lock.unlock();
        }
        if (isWanted) {
            given.request(window);
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(T item) {
        Objects.requireNonNull(item, "item");
        change(() -> waiting.add(item));
    }

    @Override
    public void onError(Throwable reason) {
        Objects.requireNonNull(reason, "reason");
        change(() -> {
            failure = reason;
            over = true;
        });
    }

    @Override
    public void onComplete() {
        change(() -> over = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next item. @return whether there is one; false also when it was closed or has failed */
    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !over && !closed) {
                changed.awaitUninterruptibly();
            }
            return !waiting.isEmpty() && !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #hasNext} would answer without waiting. */
    public boolean isReady() {
        lock.lock();
        try {
            return !waiting.isEmpty() || over || closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T item;
        int more = 0;
        lock.lock();
        try {
            item = waiting.remove();
            if (++taken * 2 >= window) { // asks by halves: a signal for each item would cost more than the item
                more = taken;
                taken = 0;
            }
        } finally {
            lock.unlock();
        }
        if (more > 0) {
            Objects.requireNonNull(subscription).request(more); // an item has come from it
        }
        return item;
    }

    /** Why the publisher ended, once {@link #hasNext} has said so; null for a good end. */
    public @Nullable Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Wants no more. Idempotent. */
    @Override
    public void close() {
        Subscription known;
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            known = subscription;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (known != null) {
            known.cancel();
        }
    }
}
