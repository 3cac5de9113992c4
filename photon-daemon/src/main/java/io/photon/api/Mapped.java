// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What a publisher gives, as something else, or passed over. Demand and ends go through as they are. */
public final class Mapped {

    private Mapped() {}

    /** @param map pure; gives null for what is passed over */
    public static <A, B> Publisher<B> of(Publisher<A> source, Function<A, B> map) {
        return each(source, () -> map);
    }

    /** The same where each subscriber needs a memory of its own. @param map gives one for each */
    public static <A, B> Publisher<B> each(Publisher<A> source, Supplier<Function<A, B>> map) {
        return subscriber ->
                source.subscribe(new Through<>(Objects.requireNonNull(subscriber, "subscriber"), map.get()));
    }

    private static final class Through<A, B> implements Subscriber<A> {
        private final Subscriber<? super B> subscriber;
        private final Function<A, B> map;
        private @Nullable Subscription subscription;

        Through(Subscriber<? super B> subscriber, Function<A, B> map) {
            this.subscriber = subscriber;
            this.map = map;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            subscriber.onSubscribe(given);
        }

        @Override
        public void onNext(A item) {
            B mapped = map.apply(item);
            if (mapped == null) {
                subscription().request(1); // in place of the demand that it used up
            } else {
                subscriber.onNext(mapped);
            }
        }

        @Override
        public void onError(Throwable error) {
            subscriber.onError(error);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }

        private Subscription subscription() {
            return Objects.requireNonNull(subscription);
        }
    }
}
