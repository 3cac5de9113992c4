// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.log.SubscriberName;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A replay before and after someone subscribed. */
final class DefaultReplay implements Replay, Publisher<Event> {

    private final ReplayHub hub;
    private final ReplaySpec request;
    private final @Nullable SubscriberName by;
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private volatile @Nullable ReplaySubscription subscription;

    /** @param by who asked for it; null for Photon itself, which is no subscriber to the counters */
    DefaultReplay(ReplayHub hub, ReplaySpec request, @Nullable SubscriberName by) {
        this.hub = hub;
        this.by = by;
        this.request = request;
    }

    @Override
    public Publisher<Event> events() {
        return this;
    }

    @Override
    public Publisher<Event> events(Consumer<Gap> gaps) {
        Objects.requireNonNull(gaps, "gaps");
        return subscriber -> subscribe(subscriber, gaps);
    }

    @Override
    public void subscribe(Subscriber<? super Event> subscriber) {
        subscribe(subscriber, null);
    }

    private void subscribe(Subscriber<? super Event> subscriber, @Nullable Consumer<Gap> gaps) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!subscribed.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    // it has failed already
                }

                @Override
                public void cancel() {
                    // there is nothing to cancel
                }
            });
            subscriber.onError(new IllegalStateException("a replay has one subscriber; ask the log for another one"));
            return;
        }
        ReplaySubscription mine = new ReplaySubscription(hub, request, by, gaps, subscriber);
        subscription = mine;
        mine.begin();
    }

    @Override
    public long position() {
        ReplaySubscription mine = subscription;
        return mine == null ? 0 : mine.position();
    }
}
