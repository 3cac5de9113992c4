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
import java.util.concurrent.atomic.AtomicReference;
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

    /** What a read does: nothing, or it gives something, or it has ended. */
    private enum State {
        QUIET,
        GIVING,
        OVER
    }

    /**
     * Signals come from the source and, at the end, from {@link #check}: one after another, and neither waits for the other. What
     * is to be the last one while another is given follows it, on the thread that gives it.
     */
    private class Read<T> implements Subscriber<T>, Subscription {
        private final Subscriber<? super T> subscriber;
        private final Supplier<Optional<Failure>> ended;
        private @Nullable Subscription source;
        /** A {@link State}, or the last signal (a Runnable), which waits for the end of the one that is given. */
        private final AtomicReference<Object> state = new AtomicReference<>(State.QUIET);

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
            if (state.compareAndSet(State.QUIET, State.OVER)) {
                open.remove(this);
                last.run();
            } else if (!state.compareAndSet(State.GIVING, last) && state.get() == State.QUIET) {
                finish(last); // it was given just now
            }
        }

        /** Begins to give something, and {@link #given} has to follow; false within what is given already, and after the end. */
        final boolean begins() {
            return state.compareAndSet(State.QUIET, State.GIVING);
        }

        /** The source may give the next within the one that asks for it. */
        final boolean isWithin() {
            return state.get() == State.GIVING;
        }

        final void given() {
            if (!state.compareAndSet(State.GIVING, State.QUIET)) {
                open.remove(this);
                if (state.getAndSet(State.OVER) instanceof Runnable last) {
                    last.run();
                }
            }
        }

        @Override
        public void onSubscribe(Subscription given) {
            source = given;
            subscriber.onSubscribe(this);
            open.add(this);
            if (state.get() == State.OVER) { // while it was being added
                open.remove(this);
            }
        }

        @Override
        public void onNext(T item) {
            if (begins()) {
                try {
                    subscriber.onNext(item);
                } finally {
                    given();
                }
            } else if (isWithin()) {
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
            state.set(State.OVER);
            open.remove(this);
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
        public int onRun(List<? extends T> items, int from, int to) {
            if (!begins()) {
                return isWithin() ? runs.onRun(items, from, to) : to - from;
            }
            try {
                return runs.onRun(items, from, to);
            } finally {
                given();
            }
        }
    }
}
