// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.Descriptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Who follows a projection. Each gets the newest state it has demand for; states in between are skipped, so a slow one
 * costs nothing. Thread-safe.
 */
public final class Updates {

    /** The demand of one follower; one object may follow several projections. */
    public static final class Follower implements Subscription {
        private final Subscriber<? super Descriptor> subscriber;
        private final Runnable wanted;
        private final Runnable gone;
        private final AtomicBoolean over = new AtomicBoolean();
        private long demand;

        /** @param wanted there is demand again @param gone it has cancelled */
        Follower(Subscriber<? super Descriptor> subscriber, Runnable wanted, Runnable gone) {
            this.subscriber = subscriber;
            this.wanted = wanted;
            this.gone = gone;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                end(new IllegalArgumentException("request(n) needs n of at least 1 (Reactive Streams, rule 3.9)"));
                return;
            }
            synchronized (this) {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
            wanted.run();
        }

        @Override
        public void cancel() {
            if (over.compareAndSet(false, true)) {
                gone.run();
            }
        }

        synchronized boolean hasDemand() {
            return demand > 0 && !over.get();
        }

        synchronized boolean offer(Descriptor state) {
            if (demand == 0 || over.get()) {
                return false;
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            subscriber.onNext(state);
            return true;
        }

        public void end(@Nullable Throwable failure) {
            if (over.compareAndSet(false, true)) {
                gone.run();
                signalEnd(failure);
            }
        }

        /** Waits for an {@link #offer} of another thread: signals come one after another (rule 1.3). */
        private synchronized void signalEnd(@Nullable Throwable failure) {
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        }
    }

    private static final class Following {
        final Follower follower;
        long sent = -1;

        Following(Follower follower) {
            this.follower = follower;
        }
    }

    private final List<Following> followings = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    /** One that comes after the end is told so at once. */
    public void add(Follower follower) {
        Following following = new Following(follower);
        followings.add(following);
        if (ended && followings.remove(following)) {
            follower.end(null);
        }
    }

    public void remove(Follower follower) {
        followings.removeIf(following -> following.follower == follower);
    }

    /** Whether anybody wants a state of this version. */
    boolean wants(long version) {
        for (Following following : followings) {
            if (following.sent != version && following.follower.hasDemand()) {
                return true;
            }
        }
        return false;
    }

    /** Gives a state to all who have demand and do not have it. One thread at a time. */
    void give(long version, Descriptor state) {
        for (Following following : followings) {
            if (following.sent != version && following.follower.offer(state)) {
                following.sent = version;
            }
        }
    }

    /** There will be no more: followers of this one alone are told. */
    public void end(List<Follower> staying) {
        ended = true; // first: who is added from now on sees it, who was added before is in the list
        for (Following following : followings) {
            if (followings.remove(following) && !staying.contains(following.follower)) {
                following.follower.end(null);
            }
        }
    }

    /** A publisher whose followers are added and removed so. */
    public static Publisher<Descriptor> publisher(Consumer<Follower> add, Consumer<Follower> remove, Runnable wanted) {
        return subscriber -> {
            Follower[] self = new Follower[1];
            self[0] = new Follower(subscriber, wanted, () -> remove.accept(self[0]));
            subscriber.onSubscribe(self[0]);
            add.accept(self[0]);
            if (self[0].over.get()) {
                remove.accept(self[0]); // it had enough before it was added
            }
            wanted.run();
        };
    }
}
