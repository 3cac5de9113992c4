// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.flow.RunSubscriber;
import io.photon.log.LogException;
import io.photon.result.Failure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What is read by those whose rights may end while they read: {@link #check} ends it, also when nothing is going on. Thread-safe. */
final class OpenReads {

    private final Set<Read<?>> open = ConcurrentHashMap.newKeySet();
    private final Set<Guard> guards = ConcurrentHashMap.newKeySet();

    /**
     * Something that is fetched piece by piece. @param ended why the right to it has ended; empty as long as it has not @param end breaks it off,
     * from any thread
     */
    record Guard(Supplier<Optional<Failure>> ended, Runnable end) {}

    /** Breaks something off when the right to it ends, until {@link #unguard}. */
    void guard(Guard guard) {
        guards.add(guard);
    }

    void unguard(Guard guard) {
        guards.remove(guard);
    }

    /**
     * The same items, until the right to read them ends: then a {@link LogException} says why.
     *
     * @param ended why it has ended; empty as long as it has not
     */
    <T> Publisher<T> watched(Publisher<T> source, Supplier<Optional<Failure>> ended) {
        return subscriber -> source.subscribe(
                subscriber instanceof RunSubscriber
                        ? new RunRead<>((RunSubscriber<? super T>) subscriber, ended)
                        : new Read<>(Objects.requireNonNull(subscriber, "subscriber"), ended));
    }

    /** Looks at all of them. */
    void check() {
        open.forEach(Read::check);
        guards.forEach(guard -> guard.ended().get().ifPresent(why -> {
            unguard(guard);
            guard.end().run();
        }));
    }

    /** Signals come from the source and, at the end, from {@link #check}: a lock keeps them one after another. */
    private class Read<T> implements Subscriber<T>, Subscription {
        private final Subscriber<? super T> subscriber;
        private final Supplier<Optional<Failure>> ended;
        private @Nullable Subscription source;
        /** Guarded by this. */
        boolean over;

        Read(Subscriber<? super T> subscriber, Supplier<Optional<Failure>> ended) {
            this.subscriber = subscriber;
            this.ended = ended;
        }

        void check() {
            ended.get().ifPresent(why -> {
                source().cancel();
                finish(() -> subscriber.onError(new LogException(why, null)));
            });
        }

        private void finish(Runnable last) {
            synchronized (this) {
                if (!over) {
                    over = true;
                    last.run();
                }
            }
            open.remove(this);
        }

        @Override
        public void onSubscribe(Subscription given) {
            source = given;
            subscriber.onSubscribe(this);
            open.add(this);
            synchronized (this) {
                if (over) { // while it was being added
                    open.remove(this);
                }
            }
        }

        @Override
        public synchronized void onNext(T item) {
            if (!over) {
                subscriber.onNext(item);
            }
        }

        @Override
        public void onError(Throwable error) {
            finish(() -> subscriber.onError(error));
        }

        @Override
        public void onComplete() {
            finish(subscriber::onComplete);
        }

        @Override
        public void request(long n) {
            source().request(n);
        }

        @Override
        public void cancel() {
            source().cancel();
            finish(() -> {});
        }

        private Subscription source() {
            return Objects.requireNonNull(source);
        }
    }

    /** The same for one who takes several at once. */
    private final class RunRead<T> extends Read<T> implements RunSubscriber<T> {
        private final RunSubscriber<? super T> runs;

        RunRead(RunSubscriber<? super T> subscriber, Supplier<Optional<Failure>> ended) {
            super(subscriber, ended);
            this.runs = subscriber;
        }

        @Override
        public synchronized int onRun(List<? extends T> items, int from, int to) {
            return over ? to - from : runs.onRun(items, from, to);
        }
    }
}
