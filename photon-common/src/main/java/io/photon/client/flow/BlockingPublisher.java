// SPDX-License-Identifier: Apache-2.0
package io.photon.client.flow;

import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/**
 * Publishes what blocking sources bring: one source and one thread for each subscriber. Nothing is read ahead: while the
 * subscriber asks for nothing, the source waits where it is. Thread-safe.
 *
 * @param <T> the items' type
 */
public final class BlockingPublisher<T> implements Publisher<T> {

    private final Supplier<? extends BlockingSource<T>> sources;
    private final Subscriptions subscriptions;

    /**
     * @param sources makes a source for each subscriber
     * @param subscriptions runs each source on a thread of its own
     */
    public BlockingPublisher(Supplier<? extends BlockingSource<T>> sources, Subscriptions subscriptions) {
        this.sources = sources;
        this.subscriptions = subscriptions;
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        BlockingSubscription<T> subscription = new BlockingSubscription<>(sources.get(), subscriber);
        subscriber.onSubscribe(subscription);
        try {
            subscriptions.begin(subscription);
        } catch (RejectedExecutionException e) {
            subscription.end(new IllegalStateException("the connection is closed", e));
        }
    }
}
